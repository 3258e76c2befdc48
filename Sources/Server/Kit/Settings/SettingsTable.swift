import Logging
import PlumblineGraphQL
import PlumblineSchema

/// Every setting of the server, once. ``ServerSettings`` reads them, and `plumbline config` lists them.
enum SettingsTable {
    static let environment = Setting<ServerSettings.Environment>.choice(
        "ENVIRONMENT",
        default: "production",
        "What the server runs for. Only in development is GraphQL introspection on by default."
    )
    static let host = Setting<String>.host(
        "HOST",
        default: "127.0.0.1",
        "The address to listen on; 0.0.0.0 for every one of this machine."
    )
    static let port = Setting<Int>.integer(
        "PORT",
        0...65_535,
        default: "8080",
        "The TCP port to listen on; 0 for any that is free."
    )
    static let eventLoops = Setting<Int>.integer(
        "EVENT_LOOPS",
        1...1_024,
        default: nil,
        "The number of threads that serve connections. Without it, one for each core."
    )
    static let connections = Setting<Int>.integer(
        "MAX_CONNECTIONS",
        1...1_000_000,
        default: "4096",
        "How many connections of clients are served at a time."
    )
    static let maximumBodySize = Setting<Int>.integer(
        "MAX_BODY_BYTES",
        1_024...67_108_864,
        default: "1048576",
        "The longest request body that is read, in bytes."
    )
    static let trustedProxies = Setting<[InternetAddress]>.networks(
        "TRUSTED_PROXIES",
        "The proxies whose X-Forwarded-For is believed, as addresses or networks. Empty: none."
    )
    static let rateLimit = Setting<Int>.integer(
        "RATE_LIMIT",
        0...10_000_000,
        default: "6000",
        "How many requests one caller may send in a minute; 0 for any number."
    )
    static let concurrencyLimit = Setting<Int>.integer(
        "CONCURRENCY_LIMIT",
        0...100_000,
        default: "64",
        "How many requests of one caller are answered at a time; 0 for any number."
    )
    static let corsOrigins = Setting<[String]>.origins(
        "CORS_ORIGINS",
        "The web origins whose pages may call the server (CORS). Empty: none but its own."
    )
    static let databaseURL = Setting<String>.secret(
        "DATABASE_URL",
        "The PostgreSQL database, as postgres://user:password@host/database."
    )
    static let databaseConnections = Setting<Int>.integer(
        "DATABASE_CONNECTIONS",
        1...1_000,
        default: "16",
        "How many connections to the database are kept."
    )
    static let statementTimeout = Setting<Int>.integer(
        "STATEMENT_TIMEOUT_MS",
        1...3_600_000,
        default: "10000",
        "How long the database may take for one statement, in milliseconds."
    )
    static let databaseWait = Setting<Int>.integer(
        "DATABASE_WAIT_MS",
        1...600_000,
        default: "2000",
        "How long a request may wait for a connection to the database, in milliseconds."
    )
    static let answerLifetime = Setting<Int>.integer(
        "IDEMPOTENCY_KEY_HOURS",
        1...720,
        default: "24",
        "How long the answer to a change with an Idempotency-Key is kept, in hours."
    )
    static let tokenAlgorithm = Setting<ServerSettings.TokenAlgorithm>.choice(
        "JWT_ALGORITHM",
        default: "ES256",
        "How access tokens are signed; tokens signed in any other way are refused."
    )
    static let tokenPrivateKey = Setting<String>.secret(
        "JWT_PRIVATE_KEY",
        "With ES256: the private key of the curve P-256, in PEM."
    )
    static let tokenSecret = Setting<String>.secret(
        "JWT_SECRET",
        "With HS256: the shared secret, of at least 32 bytes."
    )
    static let tokenIssuer = Setting<String>.text(
        "JWT_ISSUER",
        "The issuer that tokens name and must name. Without it, none is written or asked for."
    )
    static let tokenAudience = Setting<String>.text(
        "JWT_AUDIENCE",
        "The audience that tokens name and must name. Without it, tokens that name one are refused."
    )
    static let tokenLifetime = Setting<Int>.integer(
        "TOKEN_LIFETIME",
        60...86_400,
        default: "900",
        "How long an access token lives, in seconds."
    )
    static let selfRegistration = Setting<Bool>.flag(
        "SELF_REGISTRATION",
        default: "off",
        "Whether anyone may register as a client."
    )
    static let introspection = Setting<Bool>.flag(
        "GRAPHQL_INTROSPECTION",
        default: nil,
        "Whether GraphQL clients may read the schema. Without it: on in development, off in production."
    )
    static let graphQLStatuses = Setting<GraphQLStatuses>.choice(
        "GRAPHQL_STATUSES",
        default: "classic",
        "Which HTTP statuses tell of failures: those that clients expect, or those of the draft of 2026."
    )
    static let graphQLCost = Setting<Int>.integer(
        "GRAPHQL_MAX_COST",
        0...1_000_000_000,
        default: "100000",
        "What one GraphQL operation may cost, in rows; 0 for any cost."
    )
    static let graphQLBatch = Setting<Int>.integer(
        "GRAPHQL_MAX_BATCH",
        1...100,
        default: "1",
        "How many GraphQL operations one request may carry as an array; 1 for no arrays."
    )
    static let logLevel = Setting<Logger.Level>.logLevel(
        "LOG_LEVEL",
        default: "info",
        "The least severe messages that are logged."
    )

    /// The rows, in the order in which they are listed.
    static let all: [SettingDescription] = [
        environment.description, host.description, port.description, eventLoops.description,
        connections.description, maximumBodySize.description, trustedProxies.description,
        rateLimit.description,
        concurrencyLimit.description, corsOrigins.description, databaseURL.description,
        databaseConnections.description, statementTimeout.description, databaseWait.description,
        answerLifetime.description,
        tokenAlgorithm.description,
        tokenPrivateKey.description, tokenSecret.description, tokenIssuer.description,
        tokenAudience.description, tokenLifetime.description, selfRegistration.description,
        introspection.description, graphQLStatuses.description, graphQLCost.description,
        graphQLBatch.description, logLevel.description,
    ]
}
