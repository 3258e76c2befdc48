import NIOCore
import NIOEmbedded
import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema

extension Benchmark {
    /// What happens to a GraphQL document: first met, and known.
    static var documents: [Benchmark] {
        [
            Benchmark("parse W3") {
                let text = Array(Workload.w3.document.utf8)
                return { _ in _ = try ExecutableDocument(parsing: text) }
            },
            Benchmark("validate W3") {
                let types = GraphQLAPI(schema: try .benchmark()).types
                let document = try ExecutableDocument(parsing: Workload.w3.document)
                return { _ in
                    guard types.validate(document).isEmpty else { throw Mistake("the document is not valid") }
                }
            },
            planning("plan W3", .w3),
            planning("plan W4", .w4),
            Benchmark("read body W3") {
                let body = Array(Workload.w3.body.utf8)
                return { _ in
                    _ = try GraphQLPayload(
                        method: "POST",
                        contentType: "application/json",
                        accept: "*/*",
                        query: nil,
                        body: body
                    )
                }
            },
            hit("hit W2", .w2),
            hit("hit W3", .w3),
            hit("hit W4", .w4),
        ]
    }

    /// From a valid document to SQL.
    private static func planning(_ name: String, _ workload: Workload) -> Benchmark {
        Benchmark(name) {
            let preparation = try Preparation(workload)
            return { _ in _ = try preparation.plan() }
        }
    }

    /// From a request whose document and plan are known to the statement that is handed to the database's client.
    private static func hit(_ name: String, _ workload: Workload) -> Benchmark {
        Benchmark(name) {
            let client = try PostgresClient.idle()
            let engine = QueryEngine(schema: try .benchmark(), client: client, passwordHasher: { $0 })
            let service = GraphQLService(engine: engine)
            let request = try workload.request()
            let loop = EmbeddedEventLoop()
            var database = DatabaseStandIn(for: client)
            service.answer(request, as: .admin, on: loop) { _ in }
            guard database.drain() == 1 else { throw Mistake("nothing was sent to the database") }
            return { _ in service.answer(request, as: .admin, on: loop) { _ in } }
        }
    }
}

/// A document that was parsed and validated, with its variables.
struct Preparation {
    let schema: Schema
    let operation: PreparedOperation
    let variables: InputValue
    private let planner: Planner

    init(_ workload: Workload) throws {
        schema = try .benchmark()
        planner = Planner(schema: schema)
        operation = try PreparedOperation(
            parsing: Array(workload.document.utf8),
            operationName: nil,
            api: GraphQLAPI(schema: schema)
        )
        variables = try operation.coerce(try JSONReader.read(Array(workload.variables.utf8)))
    }

    /// The plan for callers like the benchmarks' own.
    func plan() throws -> Plan {
        try planner.plan(try operation.lower(variables), for: CallerShape(.admin))
    }
}
