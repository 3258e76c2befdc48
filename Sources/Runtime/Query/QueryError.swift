/// Why a request was refused or failed, in words for the caller.
///
/// Nothing internal is in it: what an operator needs goes to the log under the request's id.
public struct QueryError: Error, Sendable, Hashable {
    /// What kind of failure, stable for clients to act on.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The code as clients see it, such as `NOT_FOUND`, or a rule's own such as `SLOT_TAKEN`.
        public let rawValue: String

        /// Creates a code.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The input has a wrong form: a cursor, an id, a number out of bounds.
        public static let badInput = Code(rawValue: "BAD_USER_INPUT")
        /// One or more values break rules of the spec.
        public static let validation = Code(rawValue: "VALIDATION_FAILED")
        /// There is no such row, or none that the caller may touch.
        public static let notFound = Code(rawValue: "NOT_FOUND")
        /// The caller's roles do not allow this at all.
        public static let forbidden = Code(rawValue: "FORBIDDEN")
        /// The caller is not signed in.
        public static let unauthenticated = Code(rawValue: "UNAUTHENTICATED")
        /// The row has another version than the caller expects.
        public static let versionMismatch = Code(rawValue: "VERSION_MISMATCH")
        /// More rows match than the caller allows to be changed.
        public static let tooManyRows = Code(rawValue: "TOO_MANY_ROWS")
        /// An earlier request with the same idempotency key has not ended.
        public static let idempotencyKeyInUse = Code(rawValue: "IDEMPOTENCY_KEY_IN_USE")
        /// The idempotency key was used for another request.
        public static let idempotencyKeyReused = Code(rawValue: "IDEMPOTENCY_KEY_REUSED")
        /// The server is at its limit; try again later.
        public static let overloaded = Code(rawValue: "OVERLOADED")
        /// The statement took too long.
        public static let timeout = Code(rawValue: "TIMEOUT")
        /// The database cannot be reached.
        public static let unavailable = Code(rawValue: "UNAVAILABLE")
        /// The rows give a value that is out of range, such as a sum of floats, or none, by a division by zero.
        public static let outOfRange = Code(rawValue: "OUT_OF_RANGE")
        /// A fault of ours; details are in the log.
        public static let `internal` = Code(rawValue: "INTERNAL")

        /// What is no fault of the caller: the log tells more of it, under the request's id.
        public static let faults: Set<Code> = [.internal, .unavailable, .overloaded, .timeout, .outOfRange]
    }

    /// The kind.
    public var code: Code
    /// A sentence for people.
    public var message: String
    /// The response key of the root it happened in, if one.
    public var root: String?
    /// The input field's path in API names, such as `["input", "startsAt"]`; a position in a list is a step of
    /// digits, as in `["inputs", "3", "startsAt"]`. Empty where no single field is meant.
    public var field: [String]
    /// What an operator should see; never sent to a caller.
    public var logDetail: String?
    /// Whether PostgreSQL undid the transaction only because another one was in its way.
    public var isRivalry = false
    /// In how many seconds to try again, if that is known.
    public var retryAfter: Int?

    /// Whether nothing was tried, because an idempotency key stands in the way.
    public var isAboutIdempotencyKey: Bool { code == .idempotencyKeyInUse || code == .idempotencyKeyReused }

    /// Creates an error.
    public init(
        _ code: Code,
        _ message: String,
        root: String? = nil,
        field: [String] = [],
        logDetail: String? = nil
    ) {
        self.code = code
        self.message = message
        self.root = root
        self.field = field
        self.logDetail = logDetail
    }
}
