/// One value that many rows give together.
public struct Aggregate: Sendable, Hashable {
    /// How it is made.
    public enum Function: String, Sendable, Hashable, CaseIterable {
        /// How many rows there are, or have a value.
        case count
        /// How many different values there are.
        case countDistinct
        /// The least and the greatest value.
        case min, max
        /// Of numbers and lengths of time, exact but for floats.
        case sum, avg
        /// Whether it is true in some row, in every row.
        case any, all
    }

    /// How it is made.
    public var function: Function
    /// Of which field, as far as the caller may see it; nil for the number of rows.
    public var field: String?

    /// Creates an aggregate.
    public init(_ function: Function, of field: String?) {
        self.function = function
        self.field = field
    }

    /// One member of an object of aggregates.
    public indirect enum Member: Sendable, Hashable {
        /// A constant type name.
        case typename(key: String, name: String)
        /// A value; null where no row has one, and nothing is counted.
        case value(key: String, Aggregate)
        /// An object of further ones.
        case object(key: String, [Member])
    }

    /// A condition on rows that belong together.
    public indirect enum Condition: Sendable, Hashable {
        /// All of them; true when empty.
        case and([Condition])
        /// Any of them; false when empty.
        case or([Condition])
        /// The contrary; null stays null and selects nothing.
        case not(Condition)
        /// An aggregate against a value.
        case compare(Aggregate, Comparison, Operand)
        /// Whether an aggregate is null.
        case isNull(Aggregate, Bool)
    }
}
