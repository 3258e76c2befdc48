import Crypto
import Foundation
import Logging
import PlumblineGraphQL
import PlumblineIdentity
import PlumblineSchema
import PlumblineSecrets
import Testing

@testable import PlumblineServer

@Suite("The settings of a server")
struct ServerSettingsTests {
    @Test("have safe defaults for all but the secrets")
    func defaults() async throws {
        let settings = try await load(GoodSettings.environment)
        #expect(settings.environment == .production)
        #expect(settings.host == "127.0.0.1")
        #expect(settings.port == 8080)
        #expect(settings.eventLoops == nil)
        #expect(settings.maximumBodySize == 1_048_576)
        #expect(settings.trustedProxies.isEmpty)
        #expect(settings.requestsPerMinute == 6_000)
        #expect(settings.concurrentRequests == 64)
        #expect(settings.corsOrigins.isEmpty)
        #expect(settings.databaseURL == Secret(GoodSettings.databaseURL))
        #expect(settings.databaseConnections == 16)
        #expect(settings.statementTimeout == .seconds(10))
        #expect(settings.answerLifetime == .seconds(86_400))
        #expect(settings.tokens.lifetime == 900)
        #expect(settings.tokens.issuer == nil)
        #expect(!settings.allowsSelfRegistration)
        #expect(!settings.allowsIntrospection)
        #expect(settings.graphQLStatuses == .classic)
        #expect(settings.maximumCost == 100_000)
        #expect(settings.maximumBatch == 1)
        #expect(settings.logLevel == .info)
    }

    @Test("are read from the environment")
    func values() async throws {
        let environment = GoodSettings.environment.merging([
            "ENVIRONMENT": "production", "HOST": "::", "PORT": "65535", "EVENT_LOOPS": "2",
            "MAX_BODY_BYTES": "2048", "DATABASE_CONNECTIONS": "4", "STATEMENT_TIMEOUT_MS": "250",
            "MAX_CONNECTIONS": "100", "DATABASE_WAIT_MS": "500",
            "IDEMPOTENCY_KEY_HOURS": "2",
            "CORS_ORIGINS": "https://App.Example:443, http://localhost:3000", "JWT_ISSUER": "me",
            "JWT_AUDIENCE": "api", "TOKEN_LIFETIME": "60", "SELF_REGISTRATION": "on",
            "GRAPHQL_INTROSPECTION": "true", "LOG_LEVEL": "debug", "TRUSTED_PROXIES": "10.0.0.0/8, ::1",
            "RATE_LIMIT": "0", "CONCURRENCY_LIMIT": "0", "GRAPHQL_STATUSES": "draft-2026",
            "GRAPHQL_MAX_COST": "0", "GRAPHQL_MAX_BATCH": "5",
        ]) { $1 }
        let settings = try await load(environment)
        #expect(settings.host == "::")
        #expect(settings.port == 65_535)
        #expect(settings.eventLoops == 2)
        #expect(settings.maximumBodySize == 2_048)
        #expect(settings.databaseConnections == 4)
        #expect(settings.statementTimeout == .milliseconds(250))
        #expect(settings.databaseWait == .milliseconds(500))
        #expect(settings.connections == 100)
        #expect(settings.answerLifetime == .seconds(7_200))
        #expect(settings.corsOrigins == ["https://app.example", "http://localhost:3000"])
        #expect(settings.tokens.issuer == "me")
        #expect(settings.tokens.audience == "api")
        #expect(settings.tokens.lifetime == 60)
        #expect(settings.allowsSelfRegistration)
        #expect(settings.allowsIntrospection)
        #expect(settings.trustedProxies.map(\.description) == ["10.0.0.0/8", "::1"])
        #expect(settings.requestsPerMinute == nil)
        #expect(settings.concurrentRequests == nil)
        #expect(settings.graphQLStatuses == .draft2026)
        #expect(settings.maximumCost == nil)
        #expect(settings.maximumBatch == 5)
        #expect(settings.logLevel == .debug)
    }

    @Test("are read from .env too, where the environment wins and an empty text counts as none")
    func precedence() async throws {
        let settings = try await load(
            GoodSettings.environment.merging(["PORT": "9001", "HOST": "", "UNKNOWN": "x"]) { $1 },
            file: "PORT=9000\nHOST=0.0.0.0\nLOG_LEVEL=trace\nTHEIRS=1\n"
        )
        #expect(settings.port == 9_001)
        #expect(settings.host == "127.0.0.1")
        #expect(settings.logLevel == .trace)
    }

    @Test("let clients read the schema in development, unless told otherwise")
    func introspection() async throws {
        for (choice, expected) in [(nil, true), ("off", false), ("on", true)] {
            var environment = GoodSettings.environment
            environment["ENVIRONMENT"] = "development"
            environment["GRAPHQL_INTROSPECTION"] = choice
            #expect(try await load(environment).allowsIntrospection == expected)
        }
    }

    @Test("are refused with every problem at once, each with its name and its reason")
    func allProblems() async throws {
        let error = try await problems(
            [
                "PORT": "abc", "EVENT_LOOPS": "0", "CORS_ORIGINS": "https://a.example/path",
                "LOG_LEVEL": "loud", "SELF_REGISTRATION": "maybe", "TOKEN_LIFETIME": "1",
                "ENVIRONMENT": "staging", "HOST": "a b",
            ],
            file: "no equals sign\nMAX_BODY_BYTES=1"
        )
        #expect(
            error.description == """
                .env, line 1: '=' must follow the name no at once
                ENVIRONMENT: 'staging' is not one of development, production
                HOST: 'a b' is not a host name or address
                PORT: 'abc' is not a number between 0 and 65535
                EVENT_LOOPS: '0' is not a number between 1 and 1024
                MAX_BODY_BYTES: '1' is not a number between 1024 and 67108864
                CORS_ORIGINS: 'https://a.example/path' has an entry that is not an origin such as \
                https://app.example or http://localhost:3000, without path
                DATABASE_URL: is not set; the server needs a database, as \
                postgres://user:password@host/database
                JWT_PRIVATE_KEY: is not set; JWT_ALGORITHM is ES256, which needs it
                TOKEN_LIFETIME: '1' is not a number between 60 and 86400
                SELF_REGISTRATION: 'maybe' is neither on nor off
                LOG_LEVEL: 'loud' is not one of trace, debug, info, notice, warning, error, critical
                """
        )
    }

    @Test(
        "accept only origins as browsers send them",
        arguments: [
            "*", "https://*.example", "app.example", "ftp://a.example", "https://", "https://a.example/",
            "https://a.example?x", "https://u:p@a.example", "null", "https://a b.example",
        ]
    )
    func origins(text: String) async throws {
        let error = try await problems(GoodSettings.environment.merging(["CORS_ORIGINS": text]) { $1 })
        #expect(error.problems.map(\.name) == ["CORS_ORIGINS"])
    }

    @Test("take secrets from references, also those of .env")
    func references() async throws {
        let key = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).pem").path()
        try Data(GoodSettings.privateKey.utf8).write(to: URL(filePath: key))
        defer { try? FileManager.default.removeItem(atPath: key) }
        let settings = try await load(
            ["JWT_PRIVATE_KEY": "file:\(key)"],
            file: "DATABASE_URL=env:REAL_URL\nREAL_URL='\(GoodSettings.databaseURL)'\n"
        )
        #expect(settings.databaseURL == Secret(GoodSettings.databaseURL))
        let authority = TokenAuthority(configuration: settings.tokens)
        let token = try await authority.issue(subject: UUID(), roles: ["admin"])
        #expect(try authority.verify(token.text).principal.roles == ["admin"])
    }

    @Test(
        "are refused with a weak, wrong or unreachable key",
        arguments: [
            ("JWT_SECRET", ["JWT_SECRET": "short"], "shorter than 32 bytes"),
            ("JWT_SECRET", ["JWT_SECRET": ""], "is not set; JWT_ALGORITHM is HS256"),
            ("JWT_SECRET", ["JWT_SECRET": "env:NOT_THERE"], "NOT_THERE is not set"),
            ("JWT_SECRET", ["JWT_SECRET": "bws:name"], "UUIDs, not names"),
            ("JWT_PRIVATE_KEY", ["JWT_ALGORITHM": "ES256", "JWT_PRIVATE_KEY": "Hunter2Hunter2"], "P-256"),
            ("JWT_ALGORITHM", ["JWT_ALGORITHM": "none"], "not one of ES256, HS256"),
            ("DATABASE_URL", ["DATABASE_URL": "file:/absent/file"], "cannot be opened"),
        ]
    )
    func keys(name: String, changes: [String: String], reason: String) async throws {
        let error = try await problems(GoodSettings.environment.merging(changes) { $1 })
        #expect(error.problems.map(\.name) == [name])
        #expect(error.problems.first?.reason.contains(reason) == true)
        #expect(!error.description.contains("Hunter2"))
    }

    @Test("never show a secret: not in a log, an error, a dump, or the .env file's complaints")
    func secretsStaySecret() async throws {
        let sink = RecordingSink()
        let logger = Logger(label: "settings") { JSONLogHandler(label: $0, level: .trace, sink: sink) }
        var settings: [ServerSettings] = []
        settings.append(try await load(GoodSettings.environment, logger: logger))
        settings.append(
            try await load(
                ["DATABASE_URL": GoodSettings.databaseURL, "JWT_PRIVATE_KEY": GoodSettings.privateKey],
                logger: logger
            )
        )
        var texts: [String] = []
        for setting in settings {
            logger.info(
                "\(setting)",
                metadata: [
                    "settings": "\(setting)", "url": "\(setting.databaseURL)", "key": "\(setting.tokens.key)",
                    "DATABASE_URL": "\(GoodSettings.databaseURL)",
                ]
            )
            var dumped = ""
            dump(setting, to: &dumped)
            texts += [dumped, String(reflecting: setting)]
        }
        let broken = try await problems(
            ["JWT_ALGORITHM": "HS256", "JWT_SECRET": "Hunter2Hunter2", "PORT": "x"],
            file: "DATABASE_URL '\(GoodSettings.databaseURL)'\nJWT_SECRET=\"\(GoodSettings.secret)\n",
            logger: logger
        )
        texts += [broken.description, "\(broken)", sink.text]
        let keyLine = try #require(GoodSettings.privateKey.split(separator: "\n").dropFirst().first)
        for text in texts {
            for secret in ["Hunter2", GoodSettings.secret, String(keyLine)] {
                #expect(!text.contains(secret))
            }
        }
        #expect(sink.text.contains("<secret>"))
    }

    @Test("give a tool the database alone, whatever else is missing or wrong")
    func databaseOnly() async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let nowhere = "/nonexistent"
        let url = try await ServerSettings.databaseURL(
            environment: ["DATABASE_URL": "env:URL", "URL": GoodSettings.databaseURL, "PORT": "x"],
            directory: nowhere,
            logger: logger
        )
        #expect(url == Secret(GoodSettings.databaseURL))
        let given = try await ServerSettings.databaseURL(
            given: "postgres://other",
            environment: GoodSettings.environment,
            directory: nowhere,
            logger: logger
        )
        #expect(given == Secret("postgres://other"))
        let error = await #expect(throws: SettingsError.self) {
            try await ServerSettings.databaseURL(environment: [:], directory: nowhere, logger: logger)
        }
        #expect(error?.problems.map(\.name) == ["DATABASE_URL"])
    }

    @Test("are all listed once, with a type, a summary and a default that can be read")
    func table() async throws {
        let names = ServerSettings.descriptions.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(ServerSettings.descriptions.filter(\.isSecret).allSatisfy { $0.defaultText == nil })
        // Every row gets a wrong text; a row that is listed but not read would not complain.
        let unreadable = Dictionary(uniqueKeysWithValues: names.map { ($0, "\u{1}:env") })
        let complaints = Set(try await problems(unreadable).problems.map(\.name))
        let readWithoutComplaint: Set = [
            "DATABASE_URL", "JWT_SECRET", "JWT_PRIVATE_KEY", "JWT_ISSUER", "JWT_AUDIENCE",
        ]
        #expect(complaints == Set(names).subtracting(readWithoutComplaint))
    }

    private func problems(
        _ environment: [String: String],
        file: String? = nil,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) async throws -> SettingsError {
        try #require(
            await #expect(throws: SettingsError.self) {
                try await load(environment, file: file, logger: logger)
            }
        )
    }
}
