import PlumblineQuery
import PlumblineSchema

/// Lists of the rows of an interface or a union.
extension Lowering {
    /// What such a list asks for, entity by entity; nil for another field.
    func abstractList(_ field: CollectedField) throws(GraphQLError) -> Root.Action? {
        guard let type = api.schema.abstractTypes.first(where: { $0.listAPIName == field.name }) else {
            return nil
        }
        let members = api.schema.readableMembers(of: type)
        let list = ListedType(type, in: api.schema)
        var parts: [AbstractConnection.Part] = []
        for entity in members {
            let connection = Connection(
                filter: try filter(field, of: entity, in: type, among: members),
                order: try order(field, of: entity, named: type.name),
                page: try page(field),
                members: try self.members(of: field, as: list, for: entity)
            )
            parts.append(.init(entity: entity.name, connection: connection))
        }
        let distinct = try distinct(field, of: list)
        return .abstractConnection(AbstractConnection(type: type.name, parts: parts, distinct: distinct))
    }

    private func filter(
        _ field: CollectedField,
        of entity: Entity,
        in type: AbstractType,
        among members: [Entity]
    ) throws(GraphQLError) -> Filter? {
        var filters: [Filter] = []
        switch try conditions("filter", of: field, as: .named("\(type.name)Filter")) {
        case nil, .null?: break
        case let tree?: filters.append(try filter(tree, of: entity, among: members, field))
        }
        if let words = try search(field) { filters.append(words) }
        return filters.count > 1 ? .and(filters) : filters.first
    }

    /// What a condition on rows of several entities is for those of one: what is asked of another's is false.
    private func filter(
        _ tree: InputTree,
        of entity: Entity,
        among members: [Entity],
        _ field: CollectedField
    ) throws(GraphQLError) -> Filter {
        guard case .object(let conditions) = tree else { return try filter(tree, of: entity, field) }
        var filters: [Filter] = []
        for condition in conditions {
            filters.append(try filter(condition, of: entity, among: members, field))
        }
        return filters.count == 1 ? filters[0] : .and(filters)
    }

    private func filter(
        _ member: InputTree.Member,
        of entity: Entity,
        among members: [Entity],
        _ field: CollectedField
    ) throws(GraphQLError) -> Filter {
        let (name, value) = (member.name, member.value)
        switch name {
        case "not": return .not(try filter(value, of: entity, among: members, field))
        case "and", "or":
            let trees = if case .list(let trees) = value { trees } else { [value] }
            var filters: [Filter] = []
            for tree in trees { filters.append(try filter(tree, of: entity, among: members, field)) }
            return name == "or" ? .or(filters) : .and(filters)
        case entity.singularAPIName: return try filter(value, of: entity, field)
        case _ where members.contains { $0.singularAPIName == name }: return .or([])
        default: return try condition(name, value, of: entity, field)
        }
    }
}
