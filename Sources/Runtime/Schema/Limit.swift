/// The least or the greatest value that a field may have; the value itself is allowed.
public enum Limit: Sendable, Hashable {
    /// Of a number, exact whatever the field's type.
    case number(ExactDecimal)
    /// Of a point in time, in microseconds since 1970-01-01T00:00:00Z.
    case timestamp(Int64)
    /// Of a day.
    case date(CivilDate)
    /// Of a time of day.
    case time(TimeOfDay)
    /// Of a length of time.
    case interval(Interval)

    /// The number, if it is one.
    public var number: ExactDecimal? {
        if case .number(let number) = self { number } else { nil }
    }

    /// What values of the field are compared with.
    public var value: Value {
        switch self {
        case .number(let number): .decimal(number)
        case .timestamp(let microseconds): .timestamp(microseconds)
        case .date(let date): .date(date.daysSince1970)
        case .time(let time): .time(time.microseconds)
        case .interval(let interval): .duration(interval.microseconds)
        }
    }
}

extension Limit: LosslessStringConvertible {
    /// Reads a number, a time with date and offset, a date, a time of day or a duration: no two are spelt alike.
    public init?(_ text: String) {
        if let number = ExactDecimal(text) {
            self = .number(number)
        } else if let date = CivilDate(text) {
            self = .date(date)
        } else if let time = TimeOfDay(text) {
            self = .time(time)
        } else if let microseconds = TimestampText.microseconds(text) {
            self = .timestamp(microseconds)
        } else if let interval = Interval(text) {
            self = .interval(interval)
        } else {
            return nil
        }
    }

    /// The limit as the APIs write such a value.
    public var description: String {
        switch self {
        case .number(let number): number.description
        case .timestamp(let microseconds): TimestampText.text(microseconds: microseconds)
        case .date(let date): date.description
        case .time(let time): time.description
        case .interval(let interval): interval.description
        }
    }
}

extension Limit: ExpressibleByIntegerLiteral {
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .number(ExactDecimal(value)) }
}

extension Limit: Comparable {
    /// Whether the first is the lesser one; limits of two kinds have no order.
    public static func < (left: Self, right: Self) -> Bool { left.value.precedes(right.value) }
}

extension Limit: Codable {
    /// Reads a number, or the text of any limit.
    public init(from decoder: any Decoder) throws {
        if let number = try? ExactDecimal(from: decoder) {
            self = .number(number)
            return
        }
        let container = try decoder.singleValueContainer()
        guard let limit = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "This is no limit.")
        }
        self = limit
    }

    /// Writes a number as ``ExactDecimal`` does, and any other limit as its text.
    public func encode(to encoder: any Encoder) throws {
        if case .number(let number) = self { return try number.encode(to: encoder) }
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
