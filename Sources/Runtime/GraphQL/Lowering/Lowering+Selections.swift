import PlumblineQuery
import PlumblineSchema

/// Rows and pages.
extension Lowering {
    func selection(
        _ field: CollectedField,
        of entity: Entity
    ) throws(GraphQLError) -> PlumblineQuery.Selection {
        var members: [Selection.Member] = []
        for field in collector.collect(field.selectionSets, of: entity.name) {
            if let member = try member(field, of: entity) { members.append(member) }
        }
        return Selection(members)
    }

    private func member(
        _ field: CollectedField,
        of entity: Entity
    ) throws(GraphQLError) -> PlumblineQuery.Selection.Member? {
        if field.name == FieldDefinition.typename.name { return .typename(key: field.key) }
        if let object = entity.objects.first(where: { $0.apiName == field.name }) {
            return .object(key: field.key, object: object.name, members(field, of: object))
        }
        if let stored = entity.readableFields.first(where: { $0.apiName == field.name }) {
            guard stored.boundType != nil else { return .field(key: field.key, field: stored.name) }
            return .range(
                key: field.key,
                field: stored.name,
                rangeMembers(field, of: FieldKind(stored).typeName)
            )
        }
        if let relation = entity.readableFields.first(where: { $0.relationAPIName == field.name }),
            let target = api.schema.target(of: relation)
        {
            return .toOne(key: field.key, relation: relation.name, try selection(field, of: target))
        }
        if field.name == Field.keyName { return .id(key: field.key) }
        guard let inverse = entity.inverses.first(where: { $0.apiName == field.name }),
            let source = api.schema.rows(of: inverse)
        else { return nil }
        if inverse.isToOne {
            return .inverseOne(key: field.key, inverse: inverse.name, try selection(field, of: source))
        }
        return .toMany(key: field.key, inverse: inverse.name, try connection(field, to: source))
    }

    private func members(_ field: CollectedField, of object: EmbeddedObject) -> [PlumblineQuery.Selection
        .Member]
    {
        collector.collect(field.selectionSets, of: object.type).compactMap { field in
            if field.name == FieldDefinition.typename.name { return .typename(key: field.key) }
            return object.fields.first { $0.inputPath.last == field.name }.map {
                .field(key: field.key, field: $0.name)
            }
        }
    }

    /// The members of a range's object.
    func rangeMembers(_ field: CollectedField, of type: String) -> [Selection.RangeMember] {
        collector.collect(field.selectionSets, of: type).map { field in
            switch field.name {
            case "start": .init(key: field.key, value: .start)
            case "end": .init(key: field.key, value: .end)
            default: .init(key: field.key, value: .typename(type))
            }
        }
    }

    func connection(_ field: CollectedField, to entity: Entity) throws(GraphQLError) -> Connection {
        let type = ListedType(entity)
        return Connection(
            filter: try filter(field, of: entity),
            order: try order(field, of: entity),
            distinct: try distinct(field, of: type),
            page: try page(field),
            includesDeleted: try flag("includeDeleted", of: field),
            members: try members(of: field, as: type, for: entity)
        )
    }

    func page(_ field: CollectedField) throws(GraphQLError) -> Page {
        var page = Page(
            first: try leaf("first", of: field, as: .named("Int")),
            after: try leaf("after", of: field, as: .named("String")),
            last: try leaf("last", of: field, as: .named("Int")),
            before: try leaf("before", of: field, as: .named("String")),
            offset: try leaf("offset", of: field, as: .named("Int"))
        )
        if page.offset != nil, page.last != nil {
            throw badInput(
                "\"offset\" counts from the front; it goes with \"first\", not with \"last\".",
                field
            )
        }
        let sizes = [page.first, page.last].compactMap(\.self)
        page.room = Page.room(for: sizes.map { $0.value(in: collector.variables) })
        return page
    }

    /// The members of a page's object.
    ///
    /// - Parameters:
    ///   - node: The type of its nodes.
    ///   - entity: The entity whose rows they are; one of several where that type is abstract.
    func members(
        of field: CollectedField,
        as node: ListedType,
        for entity: Entity
    ) throws(GraphQLError) -> [Connection.Member] {
        var members: [Connection.Member] = []
        for field in collector.collect(field.selectionSets, of: node.connection) {
            if let member = try member(field, of: entity, node) { members.append(member) }
        }
        return members
    }

    private func member(
        _ field: CollectedField,
        of entity: Entity,
        _ node: ListedType
    ) throws(GraphQLError) -> Connection.Member? {
        switch field.name {
        case "__typename": return .typename(key: field.key, name: node.connection)
        case "edges": return .edges(key: field.key, try edges(field, of: entity, node))
        case "nodes": return .nodes(key: field.key, try selection(field, of: entity))
        case "pageInfo": return .pageInfo(key: field.key, pageInfo(field))
        case "totalCount": return .totalCount(key: field.key)
        case "aggregate":
            return .aggregate(key: field.key, aggregates(field, of: node))
        case "groups": return .groups(key: field.key, try groups(field, of: node))
        default: return nil
        }
    }

    private func edges(
        _ field: CollectedField,
        of entity: Entity,
        _ node: ListedType
    ) throws(GraphQLError) -> [Connection.Edge] {
        let type = node.edge
        var members: [Connection.Edge] = []
        for field in collector.collect(field.selectionSets, of: type) {
            switch field.name {
            case "__typename": members.append(.typename(key: field.key, name: type))
            case "cursor": members.append(.cursor(key: field.key))
            default: members.append(.node(key: field.key, try selection(field, of: entity)))
            }
        }
        return members
    }

    private func pageInfo(_ field: CollectedField) -> [Connection.PageInfo] {
        let type = APIBuilder.pageInfo.name
        return collector.collect(field.selectionSets, of: type).compactMap { field in
            switch field.name {
            case "__typename": .typename(key: field.key, name: type)
            case "hasNextPage": .hasNextPage(key: field.key)
            case "hasPreviousPage": .hasPreviousPage(key: field.key)
            case "startCursor": .startCursor(key: field.key)
            case "endCursor": .endCursor(key: field.key)
            default: nil
            }
        }
    }
}
