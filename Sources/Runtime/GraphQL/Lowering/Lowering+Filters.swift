import PlumblineQuery
import PlumblineSchema

/// Conditions and orders.
extension Lowering {
    func filter(_ field: CollectedField, of entity: Entity) throws(GraphQLError) -> Filter? {
        let type = TypeReference.named("\(entity.name)Filter")
        var filters: [Filter] = []
        switch try argument("filter", of: field, as: type) {
        case nil, .null?: break
        case let tree?: filters.append(try filter(tree, of: entity, field))
        }
        if let words = try leaf("search", of: field, as: .named("String")) { filters.append(.found(words)) }
        return filters.count > 1 ? .and(filters) : filters.first
    }

    private func filter(
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

    private func condition(
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

    /// Of one row that points here, its filter; of many, whether some or none of them meets it.
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
            let some = Filter.some(inverse: inverse.name, try filter(member.value, of: rows, field))
            filters.append(member.name == "none" ? .not(some) : some)
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

    private func comparisons(
        _ tree: InputTree,
        of stored: Field,
        _ field: CollectedField
    ) throws(GraphQLError) -> Filter {
        guard case .object(let members) = tree else {
            throw badInput("The filter of \"\(stored.apiName)\" must not be null; use isNull instead.", field)
        }
        var filters: [Filter] = []
        for member in members {
            filters.append(try comparison(member.name, member.value, of: stored, field))
        }
        return filters.count == 1 ? filters[0] : .and(filters)
    }

    private func comparison(
        _ name: String,
        _ value: InputTree,
        of stored: Field,
        _ field: CollectedField
    ) throws(GraphQLError) -> Filter {
        switch (name, value) {
        case ("isNull", .leaf(_, .boolean(let flag))):
            return .isNull(field: stored.name, flag)
        case (_, .leaf(let operand, _)):
            guard let comparison = Comparison(rawValue: name) else { break }
            return .compare(field: stored.name, comparison, operand)
        case ("in", .list(let items)):
            return .or(try equalities(items, .eq, of: stored, field))
        case ("notIn", .list(let items)):
            return .and(try equalities(items, .ne, of: stored, field))
        case (_, .list), (_, .object):
            guard let comparison = Comparison(rawValue: name), let operand = value.operand else { break }
            return .compare(field: stored.name, comparison, operand)
        default:
            break
        }
        throw badInput(
            "The operator \"\(name)\" of \"\(stored.apiName)\" must not be null; use isNull instead.",
            field
        )
    }

    /// A list with variables among its elements, one by one: such a list is short, as somebody wrote it.
    private func equalities(
        _ items: [InputTree],
        _ comparison: Comparison,
        of stored: Field,
        _ field: CollectedField
    ) throws(GraphQLError) -> [Filter] {
        var filters: [Filter] = []
        for item in items {
            guard case .leaf(let operand, _) = item else {
                throw badInput("A list for \"\(stored.apiName)\" must not hold null.", field)
            }
            filters.append(.compare(field: stored.name, comparison, operand))
        }
        return filters
    }

    func order(_ field: CollectedField, of entity: Entity) throws(GraphQLError) -> [OrderTerm] {
        let type = TypeReference.list(.nonNull(.named("\(entity.name)Order")))
        guard case .list(let terms)? = try argument("orderBy", of: field, as: type) else { return [] }
        var order: [OrderTerm] = []
        for term in terms {
            guard case .object(let members) = term, members.count == 1,
                case .leaf(_, .string(let direction)) = members[0].value,
                let stored = entity.readableFields.first(where: { $0.apiName == members[0].name })
            else { throw badInput("Each term of \"orderBy\" names exactly one field.", field) }
            order.append(OrderTerm(field: stored.name, isDescending: direction == "DESC"))
        }
        return order
    }
}
