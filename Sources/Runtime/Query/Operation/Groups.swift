/// The rows of a connection, in all pages, by what they have in common.
public struct Groups: Sendable, Hashable {
    /// What the rows of a group agree in.
    public struct Key: Sendable, Hashable {
        /// The field.
        public var field: String
        /// How much of its time, where it is one; all of the value if nil.
        public var bucket: Bucket?

        /// Creates a key.
        public init(field: String, bucket: Bucket? = nil) {
            self.field = field
            self.bucket = bucket
        }
    }

    /// A stretch of time by the clocks and calendars of a zone.
    public struct Bucket: Sendable, Hashable {
        /// Its length; a week begins on Monday.
        public enum Unit: String, Sendable, Hashable, CaseIterable {
            case minute, hour, day, week, month, quarter, year
        }

        /// Its length.
        public var unit: Unit
        /// The zone's name in the IANA database; UTC if nil. Days of the calendar have none.
        public var timeZone: Operand?

        /// Creates a stretch of time.
        public init(_ unit: Unit, timeZone: Operand? = nil) {
            self.unit = unit
            self.timeZone = timeZone
        }
    }

    /// One term of an order of groups.
    public struct Term: Sendable, Hashable {
        /// What is compared.
        public enum Value: Sendable, Hashable {
            /// The key that is made of a field.
            case key(field: String)
            /// An aggregate.
            case aggregate(Aggregate)
        }

        /// What is compared.
        public var value: Value
        /// Whether the greatest comes first.
        public var isDescending: Bool
        /// Whether groups without a value come first.
        public var nullsFirst: Bool

        /// Creates a term.
        ///
        /// - Parameter nullsFirst: Where groups without a value come; as if null were the greatest unless given, as in
        ///   PostgreSQL.
        public init(_ value: Value, isDescending: Bool, nullsFirst: Bool? = nil) {
            self.value = value
            self.isDescending = isDescending
            self.nullsFirst = nullsFirst ?? isDescending
        }
    }

    /// One member of a group's object.
    public enum Member: Sendable, Hashable {
        /// A constant type name.
        case typename(key: String, name: String)
        /// What its rows agree in.
        case keys(key: String, [KeyMember])
        /// What its rows give together.
        case aggregate(key: String, [Aggregate.Member])
    }

    /// One member of the object of a group's keys.
    public enum KeyMember: Sendable, Hashable {
        /// A constant type name.
        case typename(key: String, name: String)
        /// The value; null where the groups are not made by that field.
        case value(key: String, field: String)
        /// The row that the value is the key of, or null.
        case row(key: String, relation: String, Selection)
    }

    /// What the rows of a group agree in; each field once.
    public var keys: [Key]
    /// Which groups.
    public var condition: Aggregate.Condition?
    /// The order; the keys are always added last, so that it is total.
    public var order: [Term]
    /// At most so many groups.
    public var first: Operand?
    /// Without so many from the front.
    public var offset: Operand?
    /// The members of a group's object, in response order.
    public var members: [Member]

    /// Creates groups.
    public init(
        by keys: [Key],
        having condition: Aggregate.Condition? = nil,
        order: [Term] = [],
        first: Operand? = nil,
        offset: Operand? = nil,
        members: [Member]
    ) {
        self.keys = keys
        self.condition = condition
        self.order = order
        self.first = first
        self.offset = offset
        self.members = members
    }
}
