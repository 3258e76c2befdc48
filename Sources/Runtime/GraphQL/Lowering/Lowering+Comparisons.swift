import PlumblineQuery
import PlumblineSchema

/// Conditions on one value.
extension Lowering {
    func comparisons(
        _ tree: InputTree,
        of stored: Field,
        aspect: Aspect = .value,
        _ field: CollectedField
    ) throws(GraphQLError) -> Filter {
        guard case .object(let members) = tree else {
            throw badInput("The filter of \"\(stored.apiName)\" must not be null; use isNull instead.", field)
        }
        var filters: [Filter] = []
        for member in members {
            filters.append(try comparison(member.name, member.value, of: stored, aspect, field))
        }
        return filters.count == 1 ? filters[0] : .and(filters)
    }

    private func comparison(
        _ name: String,
        _ value: InputTree,
        of stored: Field,
        _ aspect: Aspect,
        _ field: CollectedField
    ) throws(GraphQLError) -> Filter {
        switch (name, value) {
        case ("isNull", .leaf(_, .boolean(let flag))):
            return .isNull(field: stored.name, of: aspect, flag)
        case ("isEmpty", .leaf(_, .boolean(let flag))):
            return .compare(field: stored.name, of: .length, flag ? .eq : .ne, .constant(.integer(0)))
        case ("length", .object): return try comparisons(value, of: stored, aspect: .length, field)
        case ("start", .object): return try comparisons(value, of: stored, aspect: .start, field)
        case ("end", .object): return try comparisons(value, of: stored, aspect: .end, field)
        case ("at", .list(let members)): return try conditions(onMembers: members, of: stored, field)
        case ("in", .list(let items)):
            return .or(try equalities(items, .eq, of: stored, aspect, field))
        case ("notIn", .list(let items)):
            return .and(try equalities(items, .ne, of: stored, aspect, field))
        case (_, .leaf), (_, .list), (_, .object):
            guard let comparison = Comparison(rawValue: name), let operand = value.operand else { break }
            return .compare(field: stored.name, of: aspect, comparison, operand)
        default:
            break
        }
        throw badInput(
            "The operator \"\(name)\" of \"\(stored.apiName)\" must not be null; use isNull instead.",
            field
        )
    }

    /// Conditions on what stands at paths within JSON.
    private func conditions(
        onMembers trees: [InputTree],
        of stored: Field,
        _ field: CollectedField
    ) throws(GraphQLError) -> Filter {
        var filters: [Filter] = []
        for tree in trees {
            guard case .object(let members) = tree, let path = tree["path"]?.operand else {
                throw badInput("The operator \"at\" of \"\(stored.apiName)\" must not hold null.", field)
            }
            let conditions = InputTree.object(members.filter { $0.name != "path" })
            filters.append(try comparisons(conditions, of: stored, aspect: .member(path: path), field))
        }
        return filters.count == 1 ? filters[0] : .and(filters)
    }

    /// A list with variables among its elements, one by one: such a list is short, as somebody wrote it.
    private func equalities(
        _ items: [InputTree],
        _ comparison: Comparison,
        of stored: Field,
        _ aspect: Aspect,
        _ field: CollectedField
    ) throws(GraphQLError) -> [Filter] {
        var filters: [Filter] = []
        for item in items {
            guard case .leaf(let operand, _) = item else {
                throw badInput("A list for \"\(stored.apiName)\" must not hold null.", field)
            }
            filters.append(.compare(field: stored.name, of: aspect, comparison, operand))
        }
        return filters
    }
}
