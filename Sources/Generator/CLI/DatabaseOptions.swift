import ArgumentParser
import Foundation
import Logging
import PlumblineMigrations
import PlumblinePostgres
import PlumblineSecrets
import PlumblineServer

/// Which database.
struct DatabaseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The database's URL, or where it is kept: env:NAME, file:PATH, bws:UUID.",
            discussion: """
                Without it DATABASE_URL, from the environment or .env. Others on this machine can read the command \
                line, so give a password only by one of the other ways.
                """,
            valueName: "url"
        )
    )
    var database: String?

    /// A logger for what goes wrong with connections.
    static var logger: Logger {
        var logger = Logger(label: "plumbline") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        return logger
    }

    /// Finds the database; connects to nothing yet.
    func configuration() async throws -> PostgresConfiguration {
        let url = try await ServerSettings.databaseURL(given: database, logger: Self.logger)
        return try url.revealText { try PostgresConfiguration(url: $0) }
    }

    /// Finds the database, if one is named: for what can do without.
    func configurationIfNamed() async throws -> PostgresConfiguration? {
        guard await ServerSettings.namesDatabase(given: database, logger: Self.logger) else { return nil }
        return try await configuration()
    }

    /// What migrates the database, with a line of progress for each migration.
    func runner(of folder: MigrationFolder) async throws -> MigrationRunner {
        MigrationRunner(
            configuration: try await configuration(),
            migrations: try folder.read(),
            logger: Self.logger,
            report: { print($0) }
        )
    }
}

extension CommandFailure {
    /// What PostgreSQL said, for the person who asked it.
    init(_ error: PostgresError) {
        guard let message = error.serverMessage else {
            self.init(error.debugDescription)
            return
        }
        let isMissing = ["42P01", "42703", "42883", "3F000"].contains(error.sqlState)
        self.init(
            "PostgreSQL says: \(message)."
                + (isMissing ? " The database is not that of the spec; see 'plumbline migrate status'." : "")
        )
    }
}
