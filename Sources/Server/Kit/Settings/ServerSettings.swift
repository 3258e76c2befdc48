public import Logging
public import PlumblineGraphQL
public import PlumblineIdentity
public import PlumblineSchema
public import PlumblineSecrets

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The settings of a server, checked.
public struct ServerSettings: Sendable {
    /// What a server runs for.
    public enum Environment: String, Sendable, CaseIterable {
        /// On a developer's machine.
        case development
        /// For real users.
        case production
    }

    /// How access tokens are signed (RFC 7518 §3.1).
    public enum TokenAlgorithm: String, Sendable, CaseIterable {
        /// ECDSA on P-256.
        case es256 = "ES256"
        /// HMAC with a shared secret.
        case hs256 = "HS256"
    }

    /// What the server runs for.
    public let environment: Environment
    /// The address to listen on.
    public let host: String
    /// The TCP port to listen on.
    public let port: Int
    /// The number of event loops; `nil` for one for each core.
    public let eventLoops: Int?
    /// How many connections of clients are served at a time.
    public let connections: Int
    /// The longest request body, in bytes.
    public let maximumBodySize: Int
    /// The proxies whose word is taken for where a request comes from.
    public let trustedProxies: [InternetAddress]
    /// How many requests one caller may send in a minute; `nil` for any number.
    public let requestsPerMinute: Int?
    /// How many requests of one caller are answered at a time; `nil` for any number.
    public let concurrentRequests: Int?
    /// The web origins that may call the server, as browsers write them.
    public let corsOrigins: [String]
    /// The connection URL of the database.
    public let databaseURL: Secret
    /// How many connections to the database are kept.
    public let databaseConnections: Int
    /// How long one statement may take.
    public let statementTimeout: Duration
    /// How long a request may wait for a connection to the database.
    public let databaseWait: Duration
    /// How long the answers of changes that have an idempotency key are kept.
    public let answerLifetime: Duration
    /// How access tokens are issued and verified.
    public let tokens: TokenConfiguration
    /// Whether anyone may register as a client.
    public let allowsSelfRegistration: Bool
    /// Whether GraphQL clients may read the schema.
    public let allowsIntrospection: Bool
    /// Which HTTP statuses tell of GraphQL's failures.
    public let graphQLStatuses: GraphQLStatuses
    /// What one GraphQL operation may cost; `nil` for any cost.
    public let maximumCost: Int?
    /// How many GraphQL operations one request may carry; 1 for no batches.
    public let maximumBatch: Int
    /// The least severe messages that are logged.
    public let logLevel: Logger.Level

    /// Every setting there is, for listing.
    public static var descriptions: [SettingDescription] { SettingsTable.all }

    /// Reads the settings from the environment and from the file `.env`, and resolves the secrets.
    ///
    /// The environment wins over the file. Variables that are no settings of ours are passed over.
    ///
    /// - Parameters:
    ///   - environment: The variables of the process.
    ///   - directory: Where `.env` may stand: the working directory.
    ///   - logger: Told of files that others may read, and of `bws`'s complaints.
    /// - Throws: ``SettingsError`` with everything that is wrong or missing.
    public static func load(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        directory: String = FileManager.default.currentDirectoryPath,
        logger: Logger
    ) async throws(SettingsError) -> ServerSettings {
        var reader = await SettingsReader(environment: environment, directory: directory, logger: logger)
        let settings = await ServerSettings(from: &reader)
        guard let settings, reader.problems.isEmpty else { throw SettingsError(problems: reader.problems) }
        return settings
    }

    /// Reads every setting before it gives up, so that all problems are known.
    private init?(from reader: inout SettingsReader) async {
        let environment = reader.value(SettingsTable.environment)
        let host = reader.value(SettingsTable.host)
        let port = reader.value(SettingsTable.port)
        let eventLoops = reader.value(SettingsTable.eventLoops)
        let connections = reader.value(SettingsTable.connections)
        let maximumBodySize = reader.value(SettingsTable.maximumBodySize)
        let trustedProxies = reader.value(SettingsTable.trustedProxies)
        let rateLimit = reader.value(SettingsTable.rateLimit)
        let concurrencyLimit = reader.value(SettingsTable.concurrencyLimit)
        let corsOrigins = reader.value(SettingsTable.corsOrigins)
        let databaseURL = await reader.secret(
            SettingsTable.databaseURL,
            need: "the server needs a database, as postgres://user:password@host/database"
        )
        let databaseConnections = reader.value(SettingsTable.databaseConnections)
        let statementTimeout = reader.value(SettingsTable.statementTimeout)
        let databaseWait = reader.value(SettingsTable.databaseWait)
        let answerLifetime = reader.value(SettingsTable.answerLifetime)
        let tokens = await Self.tokens(from: &reader)
        let selfRegistration = reader.value(SettingsTable.selfRegistration)
        let introspection = reader.value(SettingsTable.introspection)
        let graphQLStatuses = reader.value(SettingsTable.graphQLStatuses)
        let graphQLCost = reader.value(SettingsTable.graphQLCost)
        let graphQLBatch = reader.value(SettingsTable.graphQLBatch)
        let logLevel = reader.value(SettingsTable.logLevel)

        guard let environment, let host, let port, let connections, let maximumBodySize, let trustedProxies,
            let rateLimit, let concurrencyLimit, let corsOrigins, let databaseURL, let databaseConnections,
            let statementTimeout, let databaseWait, let answerLifetime, let tokens, let selfRegistration,
            let graphQLStatuses,
            let graphQLCost, let graphQLBatch, let logLevel
        else { return nil }
        self.environment = environment
        self.host = host
        self.port = port
        self.eventLoops = eventLoops
        self.connections = connections
        self.maximumBodySize = maximumBodySize
        self.trustedProxies = trustedProxies
        self.requestsPerMinute = rateLimit == 0 ? nil : rateLimit
        self.concurrentRequests = concurrencyLimit == 0 ? nil : concurrencyLimit
        self.corsOrigins = corsOrigins
        self.databaseURL = databaseURL
        self.databaseConnections = databaseConnections
        self.statementTimeout = .milliseconds(statementTimeout)
        self.databaseWait = .milliseconds(databaseWait)
        self.answerLifetime = .seconds(answerLifetime * 3_600)
        self.tokens = tokens
        self.allowsSelfRegistration = selfRegistration
        self.allowsIntrospection = introspection ?? (environment == .development)
        self.graphQLStatuses = graphQLStatuses
        self.maximumCost = graphQLCost == 0 ? nil : graphQLCost
        self.maximumBatch = graphQLBatch
        self.logLevel = logLevel
    }

    private static func tokens(from reader: inout SettingsReader) async -> TokenConfiguration? {
        var key: TokenKey?
        if let algorithm = reader.value(SettingsTable.tokenAlgorithm) {
            key = await tokenKey(algorithm, from: &reader)
        }
        let issuer = reader.value(SettingsTable.tokenIssuer)
        let audience = reader.value(SettingsTable.tokenAudience)
        let lifetime = reader.value(SettingsTable.tokenLifetime)
        guard let key, let lifetime else { return nil }
        return TokenConfiguration(key: key, issuer: issuer, audience: audience, lifetime: Int64(lifetime))
    }

    /// The key that the algorithm needs; the setting of the other algorithm is not looked at.
    private static func tokenKey(
        _ algorithm: TokenAlgorithm,
        from reader: inout SettingsReader
    ) async -> TokenKey? {
        let setting: Setting<String>
        let make: (Secret) throws(TokenKeyError) -> TokenKey
        switch algorithm {
        case .hs256: (setting, make) = (SettingsTable.tokenSecret, TokenKey.hs256(secret:))
        case .es256: (setting, make) = (SettingsTable.tokenPrivateKey, TokenKey.es256(privateKeyPEM:))
        }
        let need = "JWT_ALGORITHM is \(algorithm.rawValue), which needs it"
        guard let secret = await reader.secret(setting, need: need) else { return nil }
        do {
            return try make(secret)
        } catch {
            reader.report(setting.description.name, error.description)
            return nil
        }
    }
}
