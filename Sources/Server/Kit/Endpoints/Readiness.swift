import HTTPTypes
import Logging
import NIOCore
import PlumblinePostgres
import Synchronization

/// `/ready`: the database answers, and its schema is the one this server was built for.
///
/// The question goes before all that wait for the database, so that a server at its limit is not taken for one that is
/// down. It is asked once at a time, however many want to know.
final class Readiness: Sendable {
    /// What was found.
    enum Finding: Sendable, Equatable {
        case ready
        case databaseUnreachable
        case notMigrated
        case otherSchema
    }

    private let database: PostgresClient
    private let fingerprint: String
    private let logger: Logger
    private let asking = Mutex<Task<Finding, Never>?>(nil)

    private static let question: PostgresFlight = {
        var flight = PostgresFlight.read("select fingerprint from plumbline.marker")
        flight.isUrgent = true
        flight.timeout = .seconds(2)
        return flight
    }()

    /// - Parameter fingerprint: That of the schema that the server was built for.
    init(database: PostgresClient, fingerprint: String, logger: Logger) {
        self.database = database
        self.fingerprint = fingerprint
        self.logger = logger
    }

    /// Asks the database, or waits for the answer if it is being asked.
    private func find() async -> Finding {
        let task = asking.withLock { asking in
            if let asking { return asking }
            let task = Task {
                defer { self.asking.withLock { $0 = nil } }
                return await ask()
            }
            asking = task
            return task
        }
        return await task.value
    }

    private func ask() async -> Finding {
        do {
            guard let result = try await database.execute(Self.question).first, result.rowCount == 1 else {
                return .notMigrated
            }
            return result.string(row: 0, column: 0) == fingerprint ? .ready : .otherSchema
        } catch let error as PostgresError where Self.isMissing(error) {
            return .notMigrated
        } catch {
            logger.warning("not ready", metadata: ["error": .string(String(reflecting: error))])
            return .databaseUnreachable
        }
    }

    /// Undefined table, invalid schema name.
    private static func isMissing(_ error: PostgresError) -> Bool {
        error.sqlState == "42P01" || error.sqlState == "3F000"
    }

    var endpoint: AsyncEndpoint {
        AsyncEndpoint(isMetered: false) { request in
            let finding = await self.find()
            guard finding != .ready else { return .json(ByteBuffer(string: #"{"status":"ready"}"#)) }
            var problem = Problem(.serviceUnavailable, finding.sentence, code: "NOT_READY")
            problem.headerFields[.retryAfter] = "5"
            return problem.response(requestID: request.id)
        }
    }
}

extension Readiness.Finding {
    /// What it means and what to do.
    var sentence: String {
        switch self {
        case .ready: "Ready."
        case .databaseUnreachable: "The database does not answer."
        case .notMigrated: "The database has no schema of this service yet; run 'plumbline migrate up'."
        case .otherSchema:
            "The database's schema is not the one this server was built for; run 'plumbline migrate up' or deploy the server that fits."
        }
    }
}
