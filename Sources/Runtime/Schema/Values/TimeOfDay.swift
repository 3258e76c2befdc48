/// A time of day without a zone, to the microsecond.
public struct TimeOfDay: Hashable, TextCodable {
    /// Microseconds since midnight, less than those of a day.
    public let microseconds: Int64

    /// Nil for what is no time of a day.
    public init?(microseconds: Int64) {
        guard (0..<86_400_000_000).contains(microseconds) else { return nil }
        self.microseconds = microseconds
    }

    /// Nil for what is no time of a day; the hour 24 and the second 60 are none.
    public init?(hour: Int, minute: Int = 0, second: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else {
            return nil
        }
        microseconds = Int64(hour * 3600 + minute * 60 + second) * 1_000_000
    }

    /// Reads `HH:MM:SS` and at most six digits after the second (RFC 3339, `partial-time`).
    public init?(_ description: String) {
        guard let microseconds = TimeText.microseconds(description) else { return nil }
        self.microseconds = microseconds
    }

    /// `09:00:00`; a fraction only if there is one, without zeros at its end.
    public var description: String { TimeText.text(microseconds: microseconds) }
}

extension TimeOfDay: Comparable {
    /// Whether the first is earlier.
    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}
