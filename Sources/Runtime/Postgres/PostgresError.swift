import CPlumblineLibPQ

/// Why a statement has no result.
///
/// `description` may be shown to anybody. `debugDescription` belongs in the log: it has what PostgreSQL said, but for
/// the sentences that repeat values of rows or of the request.
public struct PostgresError: Error, Sendable {
    /// The kind of an error.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case server, connectionLost, connectionFailed, timeout, cancelled, overloaded, closed
            case notAllowed, invalidValue, invalidConfiguration, rolledBack
        }

        private let kind: Kind

        /// PostgreSQL refused the statement; `sqlState` says why.
        public static let server = Code(kind: .server)
        /// The connection broke while the statement was on it. Whether a write took effect is not known.
        public static let connectionLost = Code(kind: .connectionLost)
        /// No connection could be made.
        public static let connectionFailed = Code(kind: .connectionFailed)
        /// The statement took, or waited, longer than allowed.
        public static let timeout = Code(kind: .timeout)
        /// The caller, or an administrator, ended the statement.
        public static let cancelled = Code(kind: .cancelled)
        /// Too much waits already; `retryAfter` says when to come again.
        public static let overloaded = Code(kind: .overloaded)
        /// The client has stopped, or is about to.
        public static let closed = Code(kind: .closed)
        /// The call is one that this connection does not do.
        public static let notAllowed = Code(kind: .notAllowed)
        /// A value cannot be sent, for example a text with a NUL.
        public static let invalidValue = Code(kind: .invalidValue)
        /// The database URL is not usable.
        public static let invalidConfiguration = Code(kind: .invalidConfiguration)
        /// COMMIT was answered with ROLLBACK, because a statement of the transaction had failed before.
        public static let rolledBack = Code(kind: .rolledBack)

        /// The name of the code.
        public var description: String { kind.rawValue }
    }

    /// What PostgreSQL said, field by field (PostgreSQL 15, "Error and Notice Message Fields").
    struct ServerFields: Sendable, Hashable {
        var sqlState: String
        var severity: String?
        var message: String?
        var detail: String?
        var hint: String?
        var schema: String?
        var table: String?
        var column: String?
        var dataType: String?
        var constraint: String?
        var position: String?
        var context: String?
    }

    // An error is carried in every Result of the hot path, so what only errors have is one reference.
    private final class Storage: Sendable {
        let summary: String
        let internalDetail: String?
        let retryAfter: Duration?
        let fields: ServerFields?
        let step: Int?

        init(
            _ summary: String,
            _ internalDetail: String?,
            _ retryAfter: Duration?,
            _ fields: ServerFields?,
            _ step: Int?
        ) {
            self.summary = summary
            self.internalDetail = internalDetail
            self.retryAfter = retryAfter
            self.fields = fields
            self.step = step
        }
    }

    /// The kind of the error.
    public let code: Code
    private let storage: Storage

    init(
        _ code: Code,
        _ summary: String,
        internalDetail: String? = nil,
        retryAfter: Duration? = nil,
        fields: ServerFields? = nil,
        step: Int? = nil
    ) {
        self.code = code
        storage = Storage(summary, internalDetail, retryAfter, fields, step)
    }

    /// The five characters of PostgreSQL's error code, for example `23505` (PostgreSQL, appendix A).
    public var sqlState: String? { storage.fields?.sqlState }
    /// `ERROR`, `FATAL` or `PANIC`, not translated.
    public var severity: String? { storage.fields?.severity }
    /// The name of the violated constraint.
    public var constraint: String? { storage.fields?.constraint }
    /// The schema the error is about.
    public var schema: String? { storage.fields?.schema }
    /// The table the error is about.
    public var table: String? { storage.fields?.table }
    /// The column the error is about.
    public var column: String? { storage.fields?.column }
    /// The character of the statement at which PostgreSQL found the error, from 1.
    public var position: Int? { storage.fields?.position.flatMap { Int($0) } }
    /// PostgreSQL's sentence. It can contain data: for the log, not for a caller.
    public var serverMessage: String? { storage.fields?.message }
    /// PostgreSQL's second sentence. It often contains data: for the log, not for a caller.
    public var serverDetail: String? { storage.fields?.detail }
    /// When to try again, if that is known.
    public var retryAfter: Duration? { storage.retryAfter }
    /// Which of the flight's steps PostgreSQL refused, from 0.
    public var step: Int? { storage.step }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One sentence without data of rows, SQL, or names of the database.
    public var description: String { storage.summary }

    /// What is known without values, for the log. The DETAIL of an error and its CONTEXT often have values, and so has
    /// the message about a value that is none of its type (SQLSTATE class 22).
    public var debugDescription: String {
        var parts = ["\(code): \(storage.summary)"]
        if let detail = storage.internalDetail { parts.append(detail) }
        if let fields = storage.fields {
            let message = fields.sqlState.hasPrefix("22") ? nil : fields.message
            let named: [(String, String?)] = [
                ("severity", fields.severity), ("message", message), ("hint", fields.hint),
                ("schema", fields.schema), ("table", fields.table), ("column", fields.column),
                ("type", fields.dataType), ("constraint", fields.constraint), ("position", fields.position),
            ]
            parts.append("sqlState=\(fields.sqlState)")
            parts += named.compactMap { name, value in value.map { "\(name)=\($0)" } }
        }
        return parts.joined(separator: "; ")
    }
}

extension PostgresError {
    static func notAllowed(_ reason: String) -> PostgresError { PostgresError(.notAllowed, reason) }

    static func invalidValue(_ reason: String) -> PostgresError { PostgresError(.invalidValue, reason) }

    static let cancelled = PostgresError(.cancelled, "The statement was cancelled.")

    static let closed = PostgresError(.closed, "The database client has stopped.")

    /// - Parameter retryAfter: How long it takes until what waits now has its turn; nil if that is not known.
    static func overloaded(_ retryAfter: Duration?) -> PostgresError {
        PostgresError(
            .overloaded,
            "Too many statements wait for the database; try again in a moment.",
            retryAfter: bounded(retryAfter)
        )
    }

    /// - Parameter retryAfter: As of ``overloaded(_:)``.
    static func waitedTooLong(_ retryAfter: Duration?) -> PostgresError {
        PostgresError(
            .overloaded,
            "No connection to the database became free in time; try again in a moment.",
            retryAfter: bounded(retryAfter)
        )
    }

    /// Whoever comes again every second finds out soon enough that it works again, and nobody has to wait for long.
    private static func bounded(_ retryAfter: Duration?) -> Duration {
        min(max(retryAfter ?? .zero, .seconds(1)), .seconds(10))
    }

    static let timedOut = PostgresError(.timeout, "The database took longer than allowed.")

    static func connectionFailed(_ reason: String) -> PostgresError {
        PostgresError(
            .connectionFailed,
            "The database cannot be reached; try again in a moment.",
            internalDetail: reason,
            retryAfter: .seconds(2)
        )
    }

    static func connectionLost(_ reason: String, mode: PostgresFlight.Mode) -> PostgresError {
        let summary =
            switch mode {
            case .read: "The connection to the database was lost before the answer came; try again."
            case .write:
                "The connection to the database was lost; whether the change took effect is not known."
            }
        return PostgresError(.connectionLost, summary, internalDetail: reason)
    }
}

extension PostgresError {
    /// Reads the fields of a failed result.
    init(failed result: OpaquePointer) {
        func field(_ code: Character) -> String? {
            let number = code.asciiValue.map(Int32.init) ?? 0
            return PQresultErrorField(result, number).map { String(cString: $0) }
        }
        // The letters are those of PG_DIAG_… in postgres_ext.h, which are the protocol's own.
        let fields = ServerFields(
            sqlState: field("C") ?? "",
            severity: field("V"),
            message: field("M") ?? PQresultErrorMessage(result).map { String(cString: $0) },
            detail: field("D"),
            hint: field("H"),
            schema: field("s"),
            table: field("t"),
            column: field("c"),
            dataType: field("d"),
            constraint: field("n"),
            position: field("P"),
            context: field("W")
        )
        self.init(.server, "The database refused the statement.", fields: fields)
    }

    /// Whether the server hangs up after this.
    var endsConnection: Bool { severity == "FATAL" || severity == "PANIC" }

    /// The same failure under another code, with PostgreSQL's own words kept.
    func recoded(_ code: Code, _ summary: String) -> PostgresError {
        PostgresError(
            code,
            summary,
            internalDetail: storage.internalDetail,
            retryAfter: storage.retryAfter,
            fields: storage.fields,
            step: storage.step
        )
    }

    /// The same failure, of that step of its flight.
    func failed(at step: Int) -> PostgresError {
        PostgresError(
            code,
            storage.summary,
            internalDetail: storage.internalDetail,
            retryAfter: storage.retryAfter,
            fields: storage.fields,
            step: step
        )
    }
}
