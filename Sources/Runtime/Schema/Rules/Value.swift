/// The value of a field or an expression, with the exactness that PostgreSQL has.
///
/// Equality is that of Swift; ``Expression/evaluate(principal:now:row:)`` compares as SQL does.
public enum Value: Sendable, Hashable {
    /// Unknown or absent.
    case null
    /// True or false.
    case boolean(Bool)
    /// A whole number of at most 64 bits.
    case integer(Int64)
    /// 64-bit binary floating point.
    case float(Double)
    /// An exact number.
    case decimal(ExactDecimal)
    /// A text, a password, or a value of an enum.
    case text(String)
    /// A UUID as text in lower case.
    case uuid(String)
    /// A point in time, in microseconds since 1970-01-01T00:00:00Z, without leap seconds.
    case timestamp(Int64)
    /// A day, in days since 1970-01-01.
    case date(Int64)
    /// A time of day, in microseconds since midnight.
    case time(Int64)
    /// A length of time, in microseconds.
    case duration(Int64)
    /// Any bytes.
    case bytes([UInt8])
    /// An address of the internet protocol.
    case inet(InternetAddress)
    /// A list.
    case array([Value])
    /// From a value on and before another one; null where a side is open.
    indirect case range(Value, Value)
    /// Any JSON, as text.
    case json(String)

    /// The constant of a spec; nil for a decimal that is not written as one.
    public init?(_ literal: Literal) {
        switch literal {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .decimal(let text):
            guard let value = ExactDecimal(text) else { return nil }
            self = .decimal(value)
        case .text(let value), .enumeration(_, let value): self = .text(value)
        }
    }
}
