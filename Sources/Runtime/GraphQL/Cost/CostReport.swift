import PlumblineQuery

/// What a response says of an operation's cost.
struct CostReport: Sendable {
    var cost: Int
    /// Nil if there is none.
    var limit: Int?

    var members: [InputValue.Member] {
        [
            .init("requested", .integer(Int64(cost))),
            .init("maximum", limit.map { .integer(Int64($0)) } ?? .null),
        ]
    }
}

extension GraphQLError {
    /// The refusal of an operation that would read or change more than is allowed.
    static func tooCostly(_ cost: Int, limit: Int) -> GraphQLError {
        var error = GraphQLError(
            .tooCostly,
            "The operation costs \(cost), and \(limit) is the most that is allowed; ask for smaller pages."
        )
        let report = CostReport(cost: cost, limit: limit)
        error.extensions.append(.init("cost", .object(report.members)))
        return error
    }
}
