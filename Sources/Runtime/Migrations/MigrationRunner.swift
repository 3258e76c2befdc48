public import Logging
public import PlumblinePostgres

/// Brings a database to a migration, forward or back, and tells where it stands.
///
/// One run at a time works on a database. Each migration is one transaction: it is there as a whole, with its entry in
/// the history, or not at all.
public struct MigrationRunner: Sendable {
    /// How long to wait for another run to end.
    public var lockWait: Duration = .seconds(30)
    /// How long a statement may wait for a table that others use. Behind a waiting statement everybody else waits as
    /// well, so this is short.
    public var tableLockWait: Duration = .seconds(5)

    private let configuration: PostgresConfiguration
    private let migrations: [Migration]
    private let logger: Logger
    private let report: @Sendable (String) -> Void

    /// Creates a runner.
    ///
    /// - Parameters:
    ///   - configuration: Where the database is. The migrating role owns it, and the connection is a direct one or
    ///     pooled by session.
    ///   - migrations: All migrations, first to last.
    ///   - logger: Hears of connections that fail.
    ///   - report: Is told of each migration that is done, in a line.
    public init(
        configuration: PostgresConfiguration,
        migrations: [Migration],
        logger: Logger,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        var configuration = configuration
        // One to work on, and one for reads, which the client always keeps. Building an index may take hours.
        configuration.connections = 2
        configuration.statementTimeout = .seconds(24 * 3600)
        self.configuration = configuration
        self.migrations = migrations
        self.logger = logger
        self.report = report
    }

    /// Applies what the database does not have yet.
    ///
    /// - Parameter last: The last migration to apply; all of them without it.
    /// - Returns: The names of the migrations that were applied, in order.
    /// - Throws: ``MigrationError``, with the database as the last migration that succeeded left it;
    ///   `PostgresError` when the database cannot be reached.
    @discardableResult
    public func up(to last: String? = nil) async throws -> [String] {
        var wanted = migrations[...]
        if let last {
            guard let index = migrations.firstIndex(where: { $0.name == last }) else {
                throw MigrationError("There is no migration \(last).")
            }
            wanted = migrations[...index]
        }
        return try await withLock { connection, history in
            let entries = try await history.entries()
            try MigrationStatus.verify(migrations, entries)
            let pending = wanted.dropFirst(entries.count)
            for migration in pending {
                try await run(migration.up, of: migration, file: "up.sql", verb: "applied", connection) {
                    time in
                    try await history.add(migration, milliseconds: time)
                }
            }
            return pending.map(\.name)
        }
    }

    /// Undoes the last migrations that the database has.
    ///
    /// - Parameter steps: How many.
    /// - Returns: The names of the migrations that were undone, the last first.
    /// - Throws: ``MigrationError``, with the database as the last migration that was undone left it;
    ///   `PostgresError` when the database cannot be reached.
    @discardableResult
    public func down(steps: Int = 1) async throws -> [String] {
        try await withLock { connection, history in
            let entries = try await history.entries()
            try MigrationStatus.verify(migrations, entries)
            let undone = (0..<entries.count).suffix(max(0, steps)).reversed()
            for index in undone {
                let migration = migrations[index]
                try await run(migration.down, of: migration, file: "down.sql", verb: "undid", connection) {
                    _ in
                    try await history.remove(migration, last: index > 0 ? migrations[index - 1] : nil)
                }
            }
            return undone.map { migrations[$0].name }
        }
    }

    /// Tells which migrations the database has. It changes nothing and takes no lock.
    ///
    /// - Throws: `PostgresError` when the database cannot be reached.
    public func status() async throws -> [MigrationStatus] {
        try await withConnection { connection in
            MigrationStatus.compare(migrations, try await MigrationHistory(connection: connection).entries())
        }
    }

    // MARK: Steps

    /// Runs a script and notes it in the history, in one transaction.
    private func run(
        _ sql: String,
        of migration: Migration,
        file: String,
        verb: String,
        _ connection: PostgresConnection,
        note: (Int64) async throws -> Void
    ) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        do {
            try await connection.withTransaction { _ in
                try await SQLScript(sql).run(on: connection, file: "\(migration.name)/\(file)")
                try await note((clock.now - start).milliseconds)
            }
        } catch let error as MigrationError {
            throw MigrationError("\(error)\nNothing of \(migration.name)/\(file) took effect.")
        }
        report("\(verb) \(migration.name) (\((clock.now - start).milliseconds) ms)")
    }

    private func withLock<R>(
        _ body: (PostgresConnection, MigrationHistory) async throws -> R
    ) async throws -> R {
        try await withConnection { connection in
            try await MigrationLock(connection: connection).take(waiting: lockWait)
            try await connection.execute(script: "set lock_timeout = '\(tableLockWait.milliseconds)ms'")
            let history = MigrationHistory(connection: connection)
            try await history.createTables()
            return try await body(connection, history)
        }
    }

    private func withConnection<R>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        try await PostgresClient.withClient(configuration: configuration, logger: logger) { client in
            try await client.withConnection { connection in
                // `if not exists` is answered with a notice each time.
                try await connection.execute(
                    script: "set application_name = 'plumbline migrate'; set client_min_messages = warning"
                )
                return try await body(connection)
            }
        }
    }
}
