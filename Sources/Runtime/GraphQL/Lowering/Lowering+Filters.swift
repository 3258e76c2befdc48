import PlumblineQuery
import PlumblineSchema

/// Conditions on rows.
extension Lowering {
    func filter(_ field: CollectedField, of entity: Entity) throws(GraphQLError) -> Filter? {
        let type = TypeReference.named("\(entity.name)Filter")
        var filters: [Filter] = []
        switch try conditions("filter", of: field, as: type) {
        case nil, .null?: break
        case let tree?: filters.append(try filter(tree, of: entity, field))
        }
        if let words = try search(field) { filters.append(words) }
        return filters.count > 1 ? .and(filters) : filters.first
    }

    /// The condition that the rows have the words that are searched.
    func search(_ field: CollectedField) throws(GraphQLError) -> Filter? {
        try leaf("search", of: field, as: .named("String")).map { .found($0) }
    }

    func filter(
        _ tree: InputTree,
        of entity: Entity,
        _ field: CollectedField
    ) throws(GraphQLError) -> Filter {
        guard case .object(let members) = tree else {
            // Taking null for "no condition" would answer rows that nobody asked for.
            throw badInput("A filter inside a filter must not be null; use isNull to ask for null.", field)
        }
        var filters: [Filter] = []
        for member in members {
            filters.append(try condition(member.name, member.value, of: entity, field))
        }
        return filters.count == 1 ? filters[0] : .and(filters)
    }

    func condition(
        _ name: String,
        _ value: InputTree,
        of entity: Entity,
        _ field: CollectedField
    ) throws(GraphQLError) -> Filter {
        if let stored = entity.readableFields.first(where: { $0.apiName == name }) {
            return try comparisons(value, of: stored, field)
        }
        if let relation = entity.readableFields.first(where: { $0.relationAPIName == name }),
            let target = api.schema.target(of: relation)
        {
            return .related(relation: relation.name, try filter(value, of: target, field))
        }
        if let inverse = entity.inverses.first(where: { $0.apiName == name }),
            let rows = api.schema.rows(of: inverse)
        {
            return try condition(on: inverse, value, of: rows, field)
        }
        switch name {
        case "not": return .not(try filter(value, of: entity, field))
        case "or": return .or(try filters(value, of: entity, field))
        default: return .and(try filters(value, of: entity, field))
        }
    }

    /// Of one row that points here, its filter; of many, whether some, every or none of them meets it.
    private func condition(
        on inverse: Inverse,
        _ tree: InputTree,
        of rows: Entity,
        _ field: CollectedField
    ) throws(GraphQLError) -> Filter {
        if inverse.isToOne {
            return .some(inverse: inverse.name, try filter(tree, of: rows, field))
        }
        guard case .object(let members) = tree else {
            throw badInput("The filter of \"\(inverse.apiName)\" must not be null.", field)
        }
        var filters: [Filter] = []
        for member in members {
            let filter = try filter(member.value, of: rows, field)
            switch member.name {
            case "every": filters.append(.every(inverse: inverse.name, filter))
            case "none": filters.append(.not(.some(inverse: inverse.name, filter)))
            default: filters.append(.some(inverse: inverse.name, filter))
            }
        }
        return filters.count == 1 ? filters[0] : .and(filters)
    }

    private func filters(
        _ tree: InputTree,
        of entity: Entity,
        _ field: CollectedField
    ) throws(GraphQLError) -> [Filter] {
        guard case .list(let trees) = tree else { return [try filter(tree, of: entity, field)] }
        var filters: [Filter] = []
        for tree in trees { filters.append(try filter(tree, of: entity, field)) }
        return filters
    }
}
