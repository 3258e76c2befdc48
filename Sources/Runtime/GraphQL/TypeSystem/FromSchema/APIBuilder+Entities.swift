import PlumblineSchema

/// The types of one entity.
extension APIBuilder {
    mutating func object(_ entity: Entity) -> TypeDefinition {
        var fields: [FieldDefinition] = []
        if entity.hasKeyOfFields { fields.append(Self.key(of: entity)) }
        for member in entity.members(of: entity.readableFields) {
            guard case .field(let field) = member else {
                if case .object(let object) = member { fields.append(self.field(object)) }
                continue
            }
            let type = leaf(field)
            let isAlwaysShown = field.isAlwaysShown
            fields.append(
                FieldDefinition(
                    name: field.apiName,
                    description: field.doc,
                    type: !field.isOptional && isAlwaysShown ? .nonNull(type) : type,
                    deprecationReason: field.deprecationReason
                )
            )
            if let relation = relation(field, of: entity, isAlwaysShown: isAlwaysShown) {
                fields.append(relation)
            }
        }
        return .object(
            entity.name,
            description: entity.doc,
            interfaces: entity.isNode ? [Self.node.name] : [],
            fields: fields + inverses(entity)
        )
    }

    private static func key(of entity: Entity) -> FieldDefinition {
        let names = entity.key.map { "`\($0.apiName)`" }.joined(separator: " and ")
        return FieldDefinition(
            name: Field.keyName,
            description: "The key: \(names).",
            type: .nonNull(.named(FieldKind.id.typeName))
        )
    }

    private func field(_ object: EmbeddedObject) -> FieldDefinition {
        let isAlwaysShown = object.fields.allSatisfy { $0.access.read == .literal(.boolean(true)) }
        let type = TypeReference.named(object.type)
        return FieldDefinition(
            name: object.apiName,
            description: object.doc,
            type: !object.isOptional && isAlwaysShown ? .nonNull(type) : type
        )
    }

    /// A relation is non-null only if whoever may read the row may always read its target: a row never vanishes
    /// because of what it points at.
    private func relation(_ field: Field, of entity: Entity, isAlwaysShown: Bool) -> FieldDefinition? {
        guard let name = field.relationAPIName, let target = schema.target(of: field), target.isReadable
        else {
            return nil
        }
        let isCertain =
            !field.isOptional && isAlwaysShown && schema.alwaysReadable(relation: field.name, of: entity)
        let type = TypeReference.named(target.name)
        return FieldDefinition(
            name: name,
            description: field.doc,
            type: isCertain ? .nonNull(type) : type,
            deprecationReason: field.deprecationReason
        )
    }

    private func inverses(_ entity: Entity) -> [FieldDefinition] {
        entity.inverses.compactMap { inverse in
            guard let source = schema.readableRows(of: inverse) else { return nil }
            if inverse.isToOne {
                return FieldDefinition(
                    name: inverse.apiName,
                    description: source.doc,
                    type: .named(source.name),
                    deprecationReason: source.deprecationReason
                )
            }
            return connectionField(inverse.apiName, description: source.doc, to: source)
        }
    }

    func connection(_ type: ListedType) -> TypeDefinition {
        .object(
            type.connection,
            description: "A page of rows of \(type.name).",
            fields: [
                FieldDefinition(
                    name: "edges",
                    description: "The rows with their cursors.",
                    type: .all(type.edge)
                ),
                FieldDefinition(name: "nodes", description: "The rows.", type: .all(type.name)),
                FieldDefinition(name: "pageInfo", type: .nonNull(.named(Self.pageInfo.name))),
                FieldDefinition(
                    name: "totalCount",
                    description: "How many rows all pages have together; counted only when asked for.",
                    type: .nonNull(.named("Int"))
                ),
            ] + aggregateFields(type)
        )
    }

    func edge(_ type: ListedType) -> TypeDefinition {
        .object(
            type.edge,
            description: "A row of \(type.name) and its place in the order.",
            fields: [
                FieldDefinition(
                    name: "cursor",
                    description: "For `after` and `before`.",
                    type: .nonNull(.named("String"))
                ),
                FieldDefinition(name: "node", type: .nonNull(.named(type.name))),
            ]
        )
    }

    static let pageInfo = TypeDefinition.object(
        "PageInfo",
        description: "What lies before and after a page.",
        fields: [
            FieldDefinition(name: "hasNextPage", type: .nonNull(.named("Boolean"))),
            FieldDefinition(name: "hasPreviousPage", type: .nonNull(.named("Boolean"))),
            FieldDefinition(
                name: "startCursor",
                description: "The first row's cursor; null on an empty page.",
                type: .named("String")
            ),
            FieldDefinition(
                name: "endCursor",
                description: "The last row's cursor; null on an empty page.",
                type: .named("String")
            ),
        ]
    )
}
