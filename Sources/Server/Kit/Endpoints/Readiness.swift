import HTTPTypes
import Logging
import NIOCore
import PlumblinePostgres

/// `/ready`: the database answers, and its schema is the one this server was built for.
struct Readiness: Sendable {
    /// What was found.
    enum Finding: Sendable, Equatable {
        case ready
        case databaseUnreachable
        case notMigrated
        case otherSchema
    }

    let database: PostgresClient
    /// The fingerprint of the schema that the server was built for.
    let fingerprint: String
    let logger: Logger

    private static let marker = PostgresStatement("select fingerprint from plumbline.marker")

    /// Asks the database.
    func find() async -> Finding {
        do {
            let result = try await database.query(Self.marker, mode: .read)
            guard result.rowCount == 1 else { return .notMigrated }
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
            let finding = await find()
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
