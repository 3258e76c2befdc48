import Foundation
public import Logging
public import PlumblinePostgres

/// A fresh database with a name of its own, on the cluster that the tests share.
public struct TestDatabase: Sendable {
    /// The connection string of the database, for its superuser.
    public let url: String
    /// Its name.
    public let name: String

    private let clusterURL: String

    /// Creates an empty database. Whoever makes one calls `drop()`; `with` does both.
    /// - Parameter cluster: A cluster of the test's own; the shared one unless given.
    public static func make(on cluster: TestCluster? = nil) async throws -> TestDatabase {
        let cluster = if let cluster { cluster.url } else { try await TestCluster.sharedURL() }
        let name = "test_" + UUID().uuidString.replacing("-", with: "").lowercased()
        let database = TestDatabase(
            url: try replacingDatabase(in: cluster, by: name),
            name: name,
            clusterURL: cluster
        )
        try await database.administer("create database \(name)")
        return database
    }

    /// Lends a fresh database and drops it afterwards.
    public static func with<R>(
        cluster: TestCluster? = nil,
        _ body: (TestDatabase) async throws -> R
    ) async throws -> R {
        await Gate.databases.enter()
        defer { Task { await Gate.databases.leave() } }
        let database = try await make(on: cluster)
        do {
            let result = try await body(database)
            try await database.drop()
            return result
        } catch {
            try? await database.drop()
            throw error
        }
    }

    /// Runs any number of statements, as `psql` would.
    public func run(script: String) async throws {
        try await Self.run(script: script, at: url)
    }

    /// The first value of the first row, as text.
    public func scalar(_ sql: String) async throws -> String? {
        try await withClient { client in
            let result = try await client.query(PostgresStatement(sql))
            return result.rowCount > 0 ? result.string(row: 0, column: 0) : nil
        }
    }

    /// Removes the database, whoever is still connected to it.
    public func drop() async throws {
        try await administer("drop database if exists \(name) with (force)")
    }

    /// A client of the database for as long as `body` takes.
    public func withClient<R>(
        _ adjust: (inout PostgresConfiguration) -> Void = { _ in },
        _ body: (PostgresClient) async throws -> R
    ) async throws -> R {
        var configuration = try Self.configuration(url)
        configuration.connections = 4
        adjust(&configuration)
        return try await PostgresClient.withClient(configuration: configuration, logger: .quiet, body)
    }

    private func administer(_ sql: String) async throws {
        try await Self.run(script: sql, at: clusterURL)
    }

    private static func run(script: String, at url: String) async throws {
        var configuration = try configuration(url)
        configuration.connections = 1
        _ = try await PostgresClient.withClient(configuration: configuration, logger: .quiet) { client in
            try await client.withConnection { try await $0.execute(script: script) }
        }
    }

    /// More patience than a server has: all tests begin at once, on however few cores there are.
    private static func configuration(_ url: String) throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(url: url)
        configuration.connectTimeout = .seconds(120)
        configuration.statementTimeout = .seconds(120)
        configuration.queueTimeout = .seconds(120)
        return configuration
    }

    /// The same server, another database.
    private static func replacingDatabase(in url: String, by name: String) throws -> String {
        guard var parts = URLComponents(string: url) else {
            throw TestFailure("PLUMBLINE_TEST_DATABASE_URL is not a URL.")
        }
        parts.path = "/\(name)"
        parts.queryItems = parts.queryItems?.filter { $0.name != "dbname" }
        guard let replaced = parts.string else {
            throw TestFailure("PLUMBLINE_TEST_DATABASE_URL is not a URL.")
        }
        return replaced
    }
}

extension Logger {
    /// Says nothing.
    public static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
