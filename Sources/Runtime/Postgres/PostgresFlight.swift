/// A value for one `$n` of a statement.
public enum PostgresValue: Sendable {
    /// SQL's NULL.
    case null
    /// The value in PostgreSQL's text form. The statement says the type where it is not plain: `$1::uuid`.
    case text(String)
    /// The value in the binary form of its type, for example the raw bytes of a `bytea`.
    case binary([UInt8])
}

extension PostgresValue: Hashable {
    /// Texts are equal that have the same bytes: to Swift, `é` equals `e` with an accent after it, and to PostgreSQL not.
    public static func == (left: PostgresValue, right: PostgresValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.binary(let left), .binary(let right)): left == right
        default: false
        }
    }

    /// Feeds the bytes.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .text(var text): text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .binary(let bytes): hasher.combine(bytes)
        }
    }

    /// How long it is.
    var byteCount: Int {
        switch self {
        case .null: 0
        case .text(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        }
    }
}

/// What is sent together and answered together.
public struct PostgresFlight: Sendable {
    /// One statement and its values.
    public struct Step: Sendable, Hashable {
        /// What to run.
        public var statement: PostgresStatement
        /// The values of `$1`, `$2`, ….
        public var values: [PostgresValue]

        /// - Parameters:
        ///   - statement: What to run.
        ///   - values: The values of `$1`, `$2`, ….
        public init(_ statement: PostgresStatement, _ values: [PostgresValue] = []) {
            self.statement = statement
            self.values = values
        }
    }

    /// What may happen to a flight on its way.
    public enum Mode: Sendable, Hashable {
        /// One statement that only reads. It shares a connection with other reads, and is sent again when
        /// something that is not its own fault undoes it.
        case read
        /// All statements are one transaction: an error in any of them undoes all. It shares its connection
        /// with nobody, and once it may have reached the server it is sent again only if the server said
        /// that it undid all of it.
        case write
    }

    /// The statements, in order. A read has exactly one.
    public var steps: [Step]
    /// What may happen to the flight on its way.
    public var mode: Mode
    /// Whether the columns of the results come in the binary form of their types.
    public var binaryResults: Bool
    /// How long the answer may take, waiting included; nil takes the configuration's `statementTimeout`.
    public var timeout: Duration?
    /// Whose it is, as a number, such as a hash; 0 for nobody's in particular. While more flights wait than connections
    /// are free, callers take turns, and when too many wait those of whoever has most are refused.
    public var caller = 0
    /// Whether it goes before all that wait, as what tells whether the database answers should. It is never refused for
    /// too many that wait, so bound how many there are. For reads only.
    public var isUrgent = false

    /// - Parameters:
    ///   - steps: The statements, in order; a read has exactly one.
    ///   - mode: What may happen to the flight on its way.
    ///   - binaryResults: Whether columns come in the binary form of their types.
    ///   - timeout: How long the answer may take; nil takes the configuration's `statementTimeout`.
    public init(_ steps: [Step], mode: Mode, binaryResults: Bool = false, timeout: Duration? = nil) {
        self.steps = steps
        self.mode = mode
        self.binaryResults = binaryResults
        self.timeout = timeout
    }

    /// One reading statement.
    public static func read(
        _ statement: PostgresStatement,
        _ values: [PostgresValue] = [],
        binaryResults: Bool = false
    ) -> PostgresFlight {
        PostgresFlight([Step(statement, values)], mode: .read, binaryResults: binaryResults)
    }

    /// The statements of one transaction.
    public static func write(_ steps: [Step]) -> PostgresFlight {
        PostgresFlight(steps, mode: .write)
    }
}

extension PostgresFlight {
    /// How many values a statement may have: the protocol counts them in 16 bits.
    private static let valueLimit = 65_535

    /// The reason why this flight must not be sent, if there is one.
    func refusal() -> PostgresError? {
        if steps.isEmpty { return .notAllowed("A flight needs at least one statement.") }
        if mode == .read {
            guard steps.count == 1 else {
                return .notAllowed("A flight that reads has exactly one statement; send several as a write.")
            }
            guard steps[0].statement.startsLikeRead else {
                return .notAllowed("The statement does not only read; send it as a write.")
            }
        }
        for step in steps {
            if step.statement.containsNUL {
                return .invalidValue("The text of a statement contains the character NUL.")
            }
            guard step.values.count <= Self.valueLimit else {
                return .invalidValue("A statement takes at most \(Self.valueLimit) values.")
            }
            for (index, value) in step.values.enumerated() {
                guard case .text(let text) = value, text.containsNUL else { continue }
                return .invalidValue("Value $\(index + 1) contains the character NUL, which no text may.")
            }
        }
        return nil
    }
}

extension String {
    /// Whether a NUL is among the bytes: libpq would end the text there, PostgreSQL refuses it.
    var containsNUL: Bool {
        utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? utf8.contains(0)
    }
}
