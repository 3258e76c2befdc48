import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema

/// Looks for lists that PostgreSQL means to read whole tables for.
struct ListReview {
    let schema: Schema

    /// The findings of the plans of all lists, which are not run.
    func complaints(on client: PostgresClient) async throws -> [Complaint] {
        let reader = PlanReader(schema: schema, runs: false)
        var complaints: [Complaint] = []
        // Each in a transaction of its own: planning locks tables and indexes, of which there may be thousands.
        for list in ListStatement.all(in: schema) {
            let steps = try list.plan.bound(.object([]), as: list.principal)
            let plans = try await reader.plans(of: steps, on: client)
            complaints += plans.flatMap(\.findings).map { complaint(of: list, $0.advice) }
        }
        return complaints
    }

    private func complaint(of statement: ListStatement, _ advice: String) -> Complaint {
        Complaint(
            urgency: .everyRequest,
            kind: .list,
            subject: statement.list.subject,
            message: """
                The list of \(statement.list.words) for \(statement.callers.joined(separator: ", ")): \(advice)
                """,
            fix: "See its plan with 'plumbline graphql explain --analyze'.",
            place: statement.list.origin.description
        )
    }
}
