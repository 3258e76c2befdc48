import PlumblineQuery
import PlumblineSchema

/// Orders of rows.
extension Lowering {
    /// How many terms an order may have.
    private static let mostTerms = 16

    /// The order of a page, of which `search` is what is searched.
    ///
    /// - Parameter type: The type whose order the terms are of; the entity's own if nil.
    func order(
        _ field: CollectedField,
        of entity: Entity,
        named type: String? = nil
    ) throws(GraphQLError) -> [OrderTerm] {
        let type = TypeReference.list(.nonNull(.named("\(type ?? entity.name)Order")))
        guard case .list(let terms)? = try conditions("orderBy", of: field, as: type) else { return [] }
        guard terms.count <= Self.mostTerms else {
            throw badInput("\"orderBy\" takes at most \(Self.mostTerms) terms.", field)
        }
        var order: [OrderTerm] = []
        for term in terms {
            if let rank = try rank(term, of: entity, field) {
                order.append(rank)
            } else {
                order.append(try self.term(term, of: entity, field))
            }
        }
        return order
    }

    /// The term that orders by how well a row fits the words that are searched; nil if it is another one.
    private func rank(
        _ tree: InputTree,
        of entity: Entity,
        _ field: CollectedField
    ) throws(GraphQLError) -> OrderTerm? {
        guard entity.isRanked, case .leaf(_, .string(let word))? = tree[Entity.rankName] else { return nil }
        guard let words = try leaf("search", of: field, as: .named("String")) else {
            throw badInput("An order by \"\(Entity.rankName)\" needs \"search\".", field)
        }
        return OrderTerm(.searchRank(words), direction: word)
    }

    private func term(
        _ tree: InputTree,
        of entity: Entity,
        _ field: CollectedField
    ) throws(GraphQLError) -> OrderTerm {
        guard case .object(let members) = tree, members.count == 1, let member = members.first else {
            throw badInput("Each term of \"orderBy\" names exactly one field.", field)
        }
        if case .leaf(_, .string(let word)) = member.value,
            let stored = entity.readableFields.first(where: { $0.apiName == member.name })
        {
            return OrderTerm(.field(stored.name), direction: word)
        }
        if let relation = entity.readableFields.first(where: { $0.relationAPIName == member.name }),
            let target = api.schema.target(of: relation)
        {
            return try term(member.value, of: target, field).under { .related(relation: relation.name, $0) }
        }
        if let inverse = entity.inverses.first(where: { $0.apiName == member.name }),
            let rows = api.schema.rows(of: inverse)
        {
            if !inverse.isToOne { return try term(member.value, ofMany: inverse, rows, field) }
            return try term(member.value, of: rows, field).under { .inverse(inverse.name, $0) }
        }
        // A search belongs to the list whose rows it finds.
        throw badInput("\"\(member.name)\" can order only the rows that are searched.", field)
    }

    /// Of many rows that point here, how many they are, the least or greatest that one of them has, or what they are
    /// together.
    private func term(
        _ tree: InputTree,
        ofMany inverse: Inverse,
        _ rows: Entity,
        _ field: CollectedField
    ) throws(GraphQLError) -> OrderTerm {
        guard case .object(let members) = tree, members.count == 1, let member = members.first else {
            throw badInput("Each term of \"orderBy\" names exactly one field.", field)
        }
        switch (member.name, member.value) {
        case ("count", .leaf(_, .string(let word))):
            return OrderTerm(.count(inverse: inverse.name), direction: word)
        case ("min", _):
            return try term(member.value, of: rows, field).under { .min(inverse: inverse.name, $0) }
        case ("max", _):
            return try term(member.value, of: rows, field).under { .max(inverse: inverse.name, $0) }
        case ("sum", _):
            return try term(member.value, of: rows, field).under { .sum(inverse: inverse.name, $0) }
        default:
            return try term(member.value, of: rows, field).under { .avg(inverse: inverse.name, $0) }
        }
    }
}

/// A value of the enum `OrderDirection`.
struct OrderDirection {
    let isDescending: Bool
    let nullsFirst: Bool

    init(_ word: String) {
        isDescending = word.hasPrefix("DESC")
        let isOther = word.hasSuffix("NULLS_FIRST") || word.hasSuffix("NULLS_LAST")
        nullsFirst = isDescending != isOther
    }
}

extension OrderTerm {
    fileprivate init(_ key: OrderKey, direction: String) {
        let direction = OrderDirection(direction)
        self.init(key, isDescending: direction.isDescending, nullsFirst: direction.nullsFirst)
    }

    /// The term for a row that leads to the one whose term this is.
    fileprivate func under(_ key: (OrderKey) -> OrderKey) -> OrderTerm {
        OrderTerm(key(self.key), isDescending: isDescending, nullsFirst: nullsFirst)
    }
}

extension Entity {
    /// The name of the order by how well a row fits a search.
    static let rankName = "searchRank"

    /// Whether its rows can be ordered by how well they fit a search.
    var isRanked: Bool { search != nil && !readableFields.contains { $0.apiName == Self.rankName } }
}
