import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema

/// Asks PostgreSQL how it runs statements.
struct PlanReader {
    let schema: Schema
    /// Whether the statements are run, so that what happens can be measured.
    let runs: Bool

    /// What ends the transaction with what was learnt in it.
    private struct Undone: Error {
        let plans: [QueryPlan]
        let sizes: [String: Double]
    }

    /// The plans of statements, in a transaction that may not write and is rolled back whatever happens.
    func plans(of steps: [PostgresFlight.Step], on client: PostgresClient) async throws -> [ExplainedPlan] {
        do {
            try await client.withTransaction { transaction in
                _ = try await transaction.query("set transaction read only")
                var plans: [QueryPlan] = []
                for step in steps {
                    let options = runs ? "analyze, buffers, format json" : "format json"
                    let statement = PostgresStatement("explain (\(options)) \(step.statement.sql)")
                    let result = try await transaction.query(statement, step.values)
                    plans.append(try QueryPlan(json: result.string(row: 0, column: 0) ?? ""))
                }
                let tables = Set(plans.flatMap(\.root.all).compactMap(\.table))
                throw Undone(plans: plans, sizes: try await sizes(of: tables.sorted(), in: transaction))
            }
            return []
        } catch let undone as Undone {
            let review = PlanReview(schema: schema, tableSizes: undone.sizes)
            return undone.plans.map { ExplainedPlan(plan: $0, findings: review.findings(in: $0)) }
        } catch let error as PostgresError {
            throw CommandFailure(error)
        }
    }

    /// How many rows PostgreSQL thinks that tables have.
    private func sizes(
        of tables: [String],
        in transaction: PostgresTransaction
    ) async throws -> [String: Double] {
        let result = try await transaction.query(
            """
            select relname, max(reltuples)::bigint from pg_class
            where relname = any($1::text[])
            and (pg_table_is_visible(oid) or oid in (select to_regclass(name) from unnest($2::text[]) name))
            group by relname
            """,
            [.text(ArrayText.of(tables)), .text(ArrayText.of(schema.entities.map(\.sqlTable)))]
        )
        var sizes: [String: Double] = [:]
        for row in 0..<result.rowCount {
            if let table = result.string(row: row, column: 0) {
                sizes[table] = result.string(row: row, column: 1).flatMap(Double.init)
            }
        }
        return sizes
    }
}
