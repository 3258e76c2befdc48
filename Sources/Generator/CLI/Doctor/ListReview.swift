import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema

/// Looks for lists that PostgreSQL means to read whole tables for.
struct ListReview {
    let schema: Schema

    /// The findings of the plans of all lists, which are not run.
    func complaints(on client: PostgresClient) async throws -> [Complaint] {
        let lists = ListStatement.all(in: schema)
        let steps = try lists.flatMap { list in
            try list.plan.bound(.object([]), as: list.principal)
        }
        let plans = try await PlanReader(schema: schema, runs: false).plans(of: steps, on: client)
        return zip(lists, plans).flatMap { list, plan in
            plan.findings.map { finding in
                Complaint(
                    urgency: .everyRequest,
                    kind: .list,
                    subject: list.entity.name,
                    message: """
                        The list of \(list.entity.plural) for \(list.callers.joined(separator: ", ")): \(finding.advice)
                        """,
                    fix: "See its plan with 'plumbline graphql explain --analyze'.",
                    place: list.entity.origin.description
                )
            }
        }
    }
}
