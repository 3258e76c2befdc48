public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
public import PlumblineData
import PlumblineGraphQL
import PlumblineIdentity
import PlumblinePostgres
import PlumblineQuery
public import PlumblineSchema
import PlumblineSecrets
import ServiceLifecycle

/// A schema, served: GraphQL at `/graphql`, REST and sign-in under `/api/v1`, `/health`, `/ready`, and the
/// documentation at `/docs`.
///
/// ```swift
/// try await BackendServer(schema: SpecSchema.schema, fingerprint: SpecSchema.fingerprint, settings: settings).run()
/// ```
public struct BackendServer: Sendable {
    /// What is served.
    public let schema: Schema
    /// The fingerprint that the database's schema must have for `/ready`.
    public let fingerprint: String
    /// How it is served.
    public let settings: ServerSettings
    /// Where the server writes what happens.
    public let logger: Logger

    private let hooks: Hooks
    private let operations: Operations
    private let addRoutes: @Sendable (Router<BasicRequestContext>) -> Void

    /// Creates a server.
    /// - Parameters:
    ///   - schema: What is served.
    ///   - fingerprint: The fingerprint of the schema.
    ///   - settings: How it is served.
    ///   - logger: Where the server writes what happens.
    ///   - hooks: What happens before and after changes.
    ///   - operations: What answers the spec's own queries and mutations, and computes fields.
    ///   - routes: Adds routes of your own, for paths that the schema does not take.
    public init(
        schema: Schema,
        fingerprint: String,
        settings: ServerSettings,
        logger: Logger,
        hooks: Hooks = Hooks(),
        operations: Operations = Operations(),
        routes: @escaping @Sendable (Router<BasicRequestContext>) -> Void = { _ in }
    ) {
        self.schema = schema
        self.fingerprint = fingerprint
        self.settings = settings
        self.logger = logger
        self.hooks = hooks
        self.operations = operations
        addRoutes = routes
    }

    /// Serves until the task is cancelled or SIGINT or SIGTERM comes; then finishes what it has begun.
    /// - Parameter onRunning: Told the port once connections are taken.
    /// - Throws: `UnservableSchema`, or when the address cannot be bound or the database's URL is wrong.
    public func run(onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        try refuseUnservable()
        MemoryPolicy.giveBackLargeBlocks()
        let loops = settings.eventLoops ?? System.coreCount
        let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
        let application = try makeApplication(group: group, onRunning: onRunning)
        do {
            try await application.runService()
        } catch {
            try? await group.shutdownGracefully()  // the first error is the one to tell
            throw error
        }
        try await group.shutdownGracefully()
    }

    private func refuseUnservable() throws(UnservableSchema) {
        let missing =
            operations.resolvers.missing(of: schema).map(\.apiName)
            + operations.resolvers.missingFields(of: schema).map {
                "\($0.entity).\(Naming.lowerCamel($0.field))"
            }
        guard missing.isEmpty else { throw .unanswered(missing) }
        let encrypted = schema.entities.flatMap { entity in
            entity.fields.filter(\.classes.isEncrypted).map { "\(entity.name).\($0.name)" }
        }
        guard encrypted.isEmpty else { throw .unencrypted(encrypted) }
    }

    private func makeApplication(
        group: MultiThreadedEventLoopGroup,
        onRunning: @escaping @Sendable (Int) async -> Void
    ) throws -> some ApplicationProtocol {
        let database = try PostgresClient(configuration: databaseConfiguration(), logger: logger)
        let connections = Connections(most: affordableConnections())
        let front = makeFront(database: database, connections: connections)
        let router = Router()
        router.middlewares.add(ProblemMiddleware(logger: logger))
        addRoutes(router)
        return Application(
            router: router,
            server: HTTPServerBuilder { APIChannel(front: front, responder: $0) },
            configuration: .init(
                address: .hostname(settings.host, port: settings.port),
                backlog: 1024,
                availableConnectionsDelegate: .maximum(
                    connections.most + Connections.reserve,
                    logger: logger
                )
            ),
            services: [database, MemoryKeeper(connections: connections)],
            onServerRunning: { channel in
                // NIO takes four connections in each turn of the event loop unless told otherwise; when many come at once
                // and others are served already, the last ones wait for seconds.
                _ = try? await channel.setOption(.maxMessagesPerRead, value: 256).get()
                await onRunning(channel.localAddress?.port ?? 0)
            },
            eventLoopGroupProvider: .shared(group),
            logger: logger
        )
    }

    private func databaseConfiguration() throws -> PostgresConfiguration {
        var configuration = try settings.databaseURL.revealText { url in
            try PostgresConfiguration(url: url)
        }
        configuration.connections = settings.databaseConnections
        configuration.statementTimeout = settings.statementTimeout
        configuration.queueTimeout = settings.databaseWait
        return configuration
    }

    // MARK: The parts

    /// As many connections as the settings say, if the system has descriptors for them.
    private func affordableConnections() -> Int {
        let others = settings.databaseConnections + Connections.reserve + DescriptorLimit.others
        let affordable = max(1, DescriptorLimit.raise() - others)
        if affordable < settings.connections {
            logger.warning(
                "fewer connections than MAX_CONNECTIONS: the system allows no more open files (ulimit -n)",
                metadata: ["connections": .stringConvertible(affordable)]
            )
        }
        return min(settings.connections, affordable)
    }

    func makeFront(database: PostgresClient, connections: Connections) -> FrontDesk {
        let tokens = TokenAuthority(configuration: settings.tokens)
        let hasher = PasswordHasher()
        let engine = QueryEngine(
            schema: schema,
            client: database,
            passwordHasher: { try await hasher.hash(Secret($0)) },
            hooks: hooks.changes,
            resolvers: operations.resolvers,
            answerLifetime: settings.answerLifetime
        )
        return FrontDesk(
            maximumBodyBytes: settings.maximumBodySize,
            connections: connections,
            cors: CORSPolicy(origins: settings.corsOrigins),
            dispatcher: dispatcher(database: database, engine: engine, tokens: tokens, hasher: hasher),
            authenticate: Authentication(tokens: tokens).caller,
            logger: logger,
            addresses: ClientAddresses(trustedProxies: settings.trustedProxies),
            limiter: RequestLimiter(settings)
        )
    }

    private func dispatcher(
        database: PostgresClient,
        engine: QueryEngine,
        tokens: TokenAuthority,
        hasher: PasswordHasher
    ) -> Dispatcher {
        var dispatcher = Dispatcher()
        dispatcher.add("/health", HealthEndpoint())
        dispatcher.add(
            "/ready",
            Readiness(database: database, fingerprint: fingerprint, logger: logger).endpoint
        )
        dispatcher.add("/graphql", graphQL(engine))
        dispatcher.add("/openapi.json", StaticEndpoint.openAPI(schema))
        dispatcher.add("/docs", StaticEndpoint.docs)
        if let accounts = DatabaseAccounts(schema: schema, database: database) {
            let signIn = SignIn(accounts: accounts, hasher: hasher, tokens: tokens, logger: logger)
            dispatcher.add("/api/v1/token", TokenEndpoint(signIn: signIn, logger: logger).endpoint)
        }
        dispatcher.add(
            below: "/api/v1",
            RESTEndpoint(
                schema: schema,
                engine: engine,
                allowsSelfRegistration: settings.allowsSelfRegistration,
                idempotencyKeys: IdempotencyKeys(tokenKey: settings.tokens.key),
                logger: logger
            )
        )
        return dispatcher
    }
}

extension BackendServer {
    private func graphQL(_ engine: QueryEngine) -> GraphQLEndpoint {
        let options = GraphQLOptions(
            allowsIntrospection: settings.allowsIntrospection,
            maximumCost: settings.maximumCost
        )
        return GraphQLEndpoint(
            service: GraphQLService(engine: engine, options: options),
            statuses: settings.graphQLStatuses,
            maximumBatch: settings.maximumBatch,
            idempotencyKeys: IdempotencyKeys(tokenKey: settings.tokens.key),
            logger: logger
        )
    }
}

extension StaticEndpoint {
    fileprivate static func openAPI(_ schema: Schema) -> StaticEndpoint {
        StaticEndpoint(
            contentType: "application/json",
            body: ByteBuffer(string: OpenAPIDocument(schema: schema).text)
        )
    }

    /// The page shows what `/openapi.json` says. It needs nothing from elsewhere, and its policy says so.
    fileprivate static let docs = StaticEndpoint(
        contentType: "text/html; charset=utf-8",
        body: ByteBuffer(bytes: PackageResources.docs_html),
        headerFields: [
            "Content-Security-Policy":
                "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ]
    )
}

/// A schema that the server cannot serve as it is given.
public struct UnservableSchema: Error, CustomStringConvertible {
    /// What is missing, and what to do.
    public let description: String

    /// Queries, mutations and fields of the spec that no code answers, by their names in GraphQL.
    static func unanswered(_ names: [String]) -> UnservableSchema {
        UnservableSchema(
            description: "Nothing answers \(names.joined(separator: ", ")): give "
                + "`BackendServer` the operations of the spec, `operations: SpecSchema.operations(…)`."
        )
    }

    /// Fields that must not be kept in clear, and nothing encrypts yet.
    static func unencrypted(_ fields: [String]) -> UnservableSchema {
        UnservableSchema(
            description: "The spec encrypts \(fields.joined(separator: ", ")), and this version of Plumbline "
                + "cannot encrypt yet. It would keep them in clear, so it does not start; remove 'encrypted' to "
                + "serve without."
        )
    }
}
