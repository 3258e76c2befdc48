import PlumblineQuery

/// PostgreSQL's plan of one statement.
struct QueryPlan {
    /// What PostgreSQL answered.
    let json: InputValue
    /// What gives the result.
    let root: QueryPlanNode
    /// Milliseconds that making the plan took, where they were measured.
    let planningTime: Double?
    /// Milliseconds that running it took, where it was run.
    let executionTime: Double?

    /// Reads what `explain (format json)` answers.
    ///
    /// - Throws: `JSONError` for what is no JSON, `CommandFailure` for JSON that is no plan.
    init(json text: String) throws {
        // Every node is an object in a list.
        let value = try JSONReader.read(Array(text.utf8), maximumDepth: 2_000)
        guard case .list(let plans) = value, let first = plans.first, let plan = first["Plan"] else {
            throw CommandFailure("PostgreSQL answered a plan that cannot be read.")
        }
        json = first
        root = QueryPlanNode(plan)
        planningTime = first["Planning Time"].map { _ in first.number("Planning Time") }
        executionTime = first["Execution Time"].map { _ in first.number("Execution Time") }
    }
}
