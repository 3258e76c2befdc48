import Foundation
public import Logging
public import PlumblineData
import PlumblineEmit
public import PlumblineSchema
import PlumblineServer
import PlumblineSpec
public import PlumblineTestSupport

/// A server of a spec on a fresh database, in this process, on a port of its own.
public struct RunningServer: Sendable {
    /// Where it answers: `http://127.0.0.1:<port>`.
    public let base: String
    /// Its database.
    public let database: TestDatabase
    /// What it serves.
    public let schema: Schema

    /// How many servers run at a time.
    private static let servers = Gate(places: 4)

    /// The shared secret of the tests' tokens.
    public static let tokenSecret = "a secret for tests only, of more than 32 bytes"

    /// Lends a server with the schema applied, and stops it afterwards.
    /// - Parameters:
    ///   - spec: The folder of the spec; the reference application's unless given.
    ///   - cluster: A cluster of the test's own; the shared one unless given.
    ///   - settings: Settings beyond those that a test server needs.
    ///   - seed: SQL that is run before the server starts.
    ///   - logger: Where the server writes what happens.
    public static func with<R: Sendable>(
        spec: String = Repository.path("spec"),
        cluster: TestCluster? = nil,
        settings: [String: String] = [:],
        seed: String = "",
        logger: Logger = .quiet,
        _ body: @escaping @Sendable (RunningServer) async throws -> R
    ) async throws -> R {
        try await with(
            schema: Repository.schema(spec),
            cluster: cluster,
            settings: settings,
            seed: seed,
            logger: logger,
            body
        )
    }

    /// Lends a server of a schema with code of the service's own.
    public static func with<R: Sendable>(
        schema: Schema,
        hooks: Hooks = Hooks(),
        operations: Operations = Operations(),
        cluster: TestCluster? = nil,
        settings: [String: String] = [:],
        seed: String = "",
        logger: Logger = .quiet,
        _ body: @escaping @Sendable (RunningServer) async throws -> R
    ) async throws -> R {
        await servers.enter()
        defer { Task { await servers.leave() } }
        return try await TestDatabase.with(cluster: cluster) { database in
            let emitter = SQLEmitter(schema)
            try await database.run(script: emitter.schemaSQL())
            try await database.run(script: marker(emitter.fingerprint()))
            if !seed.isEmpty { try await database.run(script: seed) }
            let server = try await make(
                schema,
                emitter.fingerprint(),
                hooks,
                operations,
                database,
                settings,
                logger
            )
            return try await lend(server, database, body)
        }
    }

    private static func marker(_ fingerprint: String) -> String {
        """
        create table plumbline.marker (fingerprint text not null, migration text not null, applied_at timestamptz not null default now());
        insert into plumbline.marker (fingerprint, migration) values ('\(fingerprint)', 'test');
        """
    }

    private static func make(
        _ schema: Schema,
        _ fingerprint: String,
        _ hooks: Hooks,
        _ operations: Operations,
        _ database: TestDatabase,
        _ settings: [String: String],
        _ logger: Logger
    ) async throws -> BackendServer {
        var environment = [
            "DATABASE_URL": database.url, "JWT_ALGORITHM": "HS256", "JWT_SECRET": tokenSecret,
            "ENVIRONMENT": "development", "DATABASE_CONNECTIONS": "4", "PORT": "0", "EVENT_LOOPS": "1",
            // Not what a server has, but for a machine on which much else is tested.
            "STATEMENT_TIMEOUT_MS": "120000", "DATABASE_WAIT_MS": "120000",
        ]
        environment.merge(settings) { $1 }
        let settings = try await ServerSettings.load(
            environment: environment,
            directory: "/nonexistent",
            logger: .quiet
        )
        return BackendServer(
            schema: schema,
            fingerprint: fingerprint,
            settings: settings,
            logger: logger,
            hooks: hooks,
            operations: operations
        )
    }

    private static func lend<R: Sendable>(
        _ server: BackendServer,
        _ database: TestDatabase,
        _ body: @escaping @Sendable (RunningServer) async throws -> R
    ) async throws -> R {
        let (ports, port) = AsyncStream<Int>.makeStream()
        return try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask {
                defer { port.finish() }
                try await server.run { port.yield($0) }
                return nil
            }
            guard let number = await ports.first(where: { _ in true }) else {
                _ = try await group.next()
                throw TestFailure("The server ended before it served.")
            }
            group.addTask {
                try await body(
                    RunningServer(
                        base: "http://127.0.0.1:\(number)",
                        database: database,
                        schema: server.schema
                    )
                )
            }
            guard let result = try await group.next() ?? nil else {
                throw TestFailure("The server ended before the test did.")
            }
            group.cancelAll()
            return result
        }
    }
}
