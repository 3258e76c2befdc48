#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What generated inputs hold, as the values that rules are about. What is no number stays a text, so that the validator
/// tells that it has the wrong type.
extension Value {
    /// A text, or the stored text of an enum's value.
    public init(_ text: String) { self = .text(text) }

    /// True or false.
    public init(_ boolean: Bool) { self = .boolean(boolean) }

    /// A whole number.
    public init(_ integer: some FixedWidthInteger & SignedInteger) {
        self = Int64(exactly: integer).map(Value.integer) ?? .decimal(ExactDecimal(integer))
    }

    /// A binary floating point number.
    public init(_ number: Double) { self = .float(number) }

    /// An exact number; NaN stays a text.
    public init(_ number: Decimal) {
        let text = "\(number)"
        self = ExactDecimal(text).map(Value.decimal) ?? .text(text)
    }

    /// A UUID.
    public init(_ id: UUID) { self = .uuid(id.uuidString.lowercased()) }

    /// A point in time, to the nearest microsecond; one that 64 bits cannot count stays a number.
    public init(_ date: Date) {
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        self = Int64(exactly: microseconds).map(Value.timestamp) ?? .float(microseconds)
    }

    /// A day.
    public init(_ date: CivilDate) { self = .date(date.daysSince1970) }

    /// A time of day.
    public init(_ time: TimeOfDay) { self = .time(time.microseconds) }

    /// A length of time.
    public init(_ interval: Interval) { self = .duration(interval.microseconds) }

    /// Bytes.
    public init(_ bytes: [UInt8]) { self = .bytes(bytes) }

    /// An address of the internet protocol.
    public init(_ address: InternetAddress) { self = .inet(address) }

    /// Any JSON.
    public init(_ json: JSONValue) { self = .json(json.description) }
}
