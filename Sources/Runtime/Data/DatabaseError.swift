public import PlumblinePostgres
import PlumblineQuery
public import PlumblineSchema

/// Why something was refused or failed, in the words and codes of the spec: those that GraphQL and REST answer with.
///
/// Hooks and mutations of your own throw one to refuse: the transaction is undone, and the caller is told.
public struct DatabaseError: Error, Sendable, Hashable {
    /// One thing that is wrong.
    public struct Problem: Sendable, Hashable {
        /// The stable code, such as `NOT_FOUND`, `TOO_LONG`, or a rule's own such as `SLOT_TAKEN`.
        public let code: String
        /// A sentence for people.
        public let message: String
        /// The property of the input that it is about; nil where no single one is meant.
        public let field: String?
        /// Of several rows that were given, the position of the one that it is about, from 0.
        public let row: Int?
    }

    let failure: QueryFailure

    init(_ failure: QueryFailure) {
        self.failure = failure
    }

    /// Creates a refusal.
    ///
    /// - Parameters:
    ///   - code: A stable code in capitals, for programs.
    ///   - message: A sentence for people.
    public init(_ code: String, _ message: String) {
        self.init(QueryFailure([QueryError(.init(rawValue: code), message)]))
    }

    /// Creates a refusal of one value: `DatabaseError("TOO_LATE", "…", at: Appointment.columns.startsAt)`.
    public init<Value>(_ code: String, _ message: String, at column: Column<Value>) {
        let name = column.owner.entity.field(column.field)?.apiName ?? column.field
        self.init(QueryFailure([QueryError(.init(rawValue: code), message, field: ["input", name])]))
    }

    /// A fault of ours; what it is stands in the log alone.
    static func fault(_ detail: String) -> DatabaseError {
        DatabaseError(
            QueryFailure([
                QueryError(.internal, "The request failed; the fault is in the log.", logDetail: detail)
            ])
        )
    }

    /// Everything that is wrong; never empty.
    public var problems: [Problem] {
        failure.errors.map {
            Problem(
                code: $0.code.rawValue,
                message: $0.message,
                // A step of digits is a row's place in a list.
                field: $0.field.dropFirst().last { Int($0) == nil },
                row: $0.field.first == "inputs" ? $0.field.dropFirst().first.flatMap { Int($0) } : nil
            )
        }
    }

    /// The code of the first problem.
    public var code: String { failure.errors.first?.code.rawValue ?? QueryError.Code.internal.rawValue }
}

extension DatabaseError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The codes and sentences; no detail of the database.
    public var description: String {
        problems.map { "\($0.code): \($0.message)" }.joined(separator: "\n")
    }

    /// The same, with what belongs in the log alone.
    public var debugDescription: String {
        ([description] + failure.errors.compactMap(\.logDetail)).joined(separator: "\n")
    }
}

extension DatabaseError: RetryableError {
    /// Whether PostgreSQL undid the transaction only because another one was in its way.
    public var isRetryable: Bool { failure.isRetryable }
}
