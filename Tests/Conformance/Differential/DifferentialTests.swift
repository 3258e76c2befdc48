import Foundation
import PlumblineGraphQL
import PlumblineSchema
import PlumblineServerTestSupport
import PlumblineTestSupport
import PlumblineTrials
import Testing

@Suite("The server beside graphql-core with naive resolvers")
struct DifferentialTests {
    private static let hasGraphQLCore = Python.canRun(
        "import graphql; assert graphql.version_info[:2] == (3, 2)"
    )

    @Test(
        "Random operations of random callers have the same answers, by at most one statement each",
        .enabled(if: hasGraphQLCore, "no Python with graphql-core 3.2; name one by PLUMBLINE_TEST_PYTHON"),
        arguments: ["spec", "Tests/Conformance/Differential/Specs"]
    )
    func answersTheSame(spec: String) async throws {
        let seed = Trials.seed ?? (Trials.isFull ? UInt32.random(in: 0...9_999) : 4)
        let schema = try Repository.schema(Repository.path(spec))
        try await Exchange.with(schema, seed: seed) { exchange in
            let rows = try await onOwnThread { try exchange.oracle("rows.py", exchange.model, "\(seed)") }
            // Not what is asked here: with `--full`, these are more operations a minute than one caller may send, and among
            // them are filters that nest more deeply than a server allows.
            let settings = ["RATE_LIMIT": "0", "GRAPHQL_MAX_COST": "0"]
            try await RunningServer.with(schema: schema, settings: settings, seed: rows) { server in
                try exchange.write(try await Self.tables(of: server), to: "rows.json")
                let configuration = try exchange.configuration(
                    of: server,
                    operations: Trials.count(200, full: 3_000)
                )
                let report = try await onOwnThread { try exchange.oracle("differential.py", configuration) }
                print(report, terminator: "")
                try await StatementCount(server: server).check(exchange.operations())
            }
        }
    }

    /// The rows of all entities, as PostgreSQL's JSON.
    private static func tables(of server: RunningServer) async throws -> String {
        let tables = server.schema.entities.map { entity in
            "'\(entity.name)', (select coalesce(json_agg(row), '[]') from \(entity.sqlTable) row)"
        }
        let sql = "select json_build_object(\(tables.joined(separator: ", ")))"
        return try #require(try await server.database.scalar(sql))
    }
}

/// The folder in which the test and the oracle leave files for each other.
struct Exchange: Sendable {
    let folder: URL
    let seed: UInt32

    /// Makes the folder, with the model and the SDL in it, and removes it afterwards.
    static func with(
        _ schema: Schema,
        seed: UInt32,
        _ body: @Sendable (Exchange) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "oracle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let exchange = Exchange(folder: folder, seed: seed)
        try JSONEncoder().encode(schema).write(to: folder.appending(path: "model.json"))
        try await body(exchange)
    }

    var model: String { path("model.json") }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    /// Writes what `differential.py` is to do.
    func configuration(of server: RunningServer, operations: Int) throws -> String {
        try write(StatementCount(server: server).api.types.sdl, to: "schema.graphql")
        let configuration = Configuration(
            base: server.base,
            model: model,
            sdl: path("schema.graphql"),
            rows: path("rows.json"),
            secret: RunningServer.tokenSecret,
            seed: seed,
            count: operations,
            log: path("operations.jsonl")
        )
        try JSONEncoder().encode(configuration).write(to: folder.appending(path: "configuration.json"))
        return path("configuration.json")
    }

    private struct Configuration: Encodable {
        var base, model, sdl, rows, secret: String
        var seed: UInt32
        var count: Int
        var log: String
    }

    /// What a script of the oracle prints; an error with it if the script is not content.
    func oracle(_ script: String, _ arguments: String...) throws -> String {
        let path = Repository.path("Tests/Conformance/Differential/Oracle/\(script)")
        let result = try Python.run([path] + arguments)
        guard result.status == 0 else { throw TestFailure(result.output) }
        return result.output
    }

    /// The operations that were sent.
    func operations() throws -> [SentOperation] {
        try String(contentsOfFile: path("operations.jsonl"), encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(SentOperation.self, from: Data($0.utf8))
        }
    }
}

/// An operation as it was sent, and by whom.
struct SentOperation: Decodable {
    var query: String
    /// The JSON of the object.
    var variables: String
    var token: String?
    var key: String?
    var roles: [String]
}
