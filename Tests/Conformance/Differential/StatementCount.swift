import PlumblineGraphQL
import PlumblineQuery
import PlumblineSchema
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

/// Counts the statements that operations take, in the plans and in PostgreSQL.
struct StatementCount {
    let server: RunningServer

    var api: GraphQLAPI { GraphQLAPI(schema: server.schema) }

    /// Sends the operations once more: each has one statement or none, and PostgreSQL has counted just these.
    func check(_ operations: [SentOperation]) async throws {
        let api = api
        let planned = try operations.map { operation in
            let count = try statements(of: operation, api)
            #expect(count <= 1, "\(operation.query)")
            return count
        }
        let counted = try await server.database.statements {
            for operation in operations {
                _ = try await server.graphQL(
                    operation.query,
                    variables: operation.variables,
                    token: operation.token
                )
            }
        }
        #expect(counted == planned.reduce(0, +))
    }

    private func statements(of operation: SentOperation, _ api: GraphQLAPI) throws -> Int {
        let prepared = try PreparedOperation(
            parsing: Array(operation.query.utf8),
            operationName: nil,
            api: api
        )
        let variables = try JSONReader.read(Array(operation.variables.utf8))
        let lowered = try prepared.lower(prepared.coerce(variables))
        let caller = CallerShape(Principal(id: operation.key, roles: operation.roles))
        // A refusal takes none.
        return (try? Planner(schema: server.schema).plan(lowered, for: caller))?.steps.count ?? 0
    }
}
