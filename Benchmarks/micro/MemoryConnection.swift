import NIOCore
import NIOEmbedded
import PlumblineIdentity
import PlumblinePostgres
import PlumblineSchema
import PlumblineServer

/// A client's connection to a server, in memory: the handlers of a real one, without a socket and without a database.
final class MemoryConnection {
    private let channel = EmbeddedChannel()
    private let server: BackendServer
    private var database: DatabaseStandIn
    /// What the database answers to each statement.
    private let row: PostgresResult?

    /// - Parameter row: What the database answers to each statement; nil where it is not asked.
    init(database row: String?) throws {
        let environment = [
            "DATABASE_URL": "postgresql://localhost/none", "JWT_ALGORITHM": "HS256",
            "JWT_SECRET": TokenKey.secretForBenchmark,
        ]
        let settings = try waiting {
            try await ServerSettings.load(
                environment: environment,
                directory: "Benchmarks/micro",
                logger: .quiet
            )
        }
        server = BackendServer(schema: try .benchmark(), fingerprint: "", settings: settings, logger: .quiet)
        let client = try PostgresClient.idle()
        database = DatabaseStandIn(for: client)
        // The second column is the version of the row, which REST asks for.
        self.row = try row.map { try PostgresResult(row: [$0, "1"]) }
        try server.addHandlers(to: channel, database: client)
        try channel.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 1)).wait()
    }

    /// A token that this server takes.
    func token() throws -> String {
        try TokenAuthority(configuration: server.settings.tokens).issueForBenchmark()
    }

    /// The response to a request.
    func answer(_ request: ByteBuffer) throws -> ByteBuffer {
        try channel.writeInbound(request)
        if let row { database.answer(with: row) }
        channel.embeddedEventLoop.run()
        guard var response = try channel.readOutbound(as: ByteBuffer.self) else {
            throw Mistake("no response")
        }
        while var more = try channel.readOutbound(as: ByteBuffer.self) { response.writeBuffer(&more) }
        return response
    }
}

/// A request over HTTP as a client sends it.
struct RawRequest {
    private let text: (_ token: String) -> String

    static func get(_ path: String) -> RawRequest {
        RawRequest { token in
            """
            GET \(path) HTTP/1.1\r
            Host: localhost:8080\r
            Authorization: Bearer \(token)\r
            \r

            """
        }
    }

    /// - Parameter wrong: A token in the place of the right one.
    static func graphQL(_ workload: Workload, token wrong: String? = nil) -> RawRequest {
        RawRequest { token in
            """
            POST /graphql HTTP/1.1\r
            Host: localhost:8080\r
            Authorization: Bearer \(wrong ?? token)\r
            Content-Type: application/json\r
            Content-Length: \(workload.body.utf8.count)\r
            \r
            \(workload.body)
            """
        }
    }

    /// The bytes, with a token in them.
    func bytes(token: String) -> ByteBuffer {
        ByteBuffer(string: text(token))
    }
}
