/// A length of time, to the microsecond: a day has 24 hours, and months and years, which have no fixed length, are
/// not part of it.
public struct Interval: Hashable, TextCodable {
    /// How many microseconds; negative for a way back in time.
    public let microseconds: Int64

    /// So many microseconds.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The duration, cut to whole microseconds; nil for one that 64 bits cannot count.
    public init?(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, alsoOverflows) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        guard !overflows, !alsoOverflows else { return nil }
        microseconds = sum
    }

    /// The same length as the standard library counts it.
    public var duration: Duration { .microseconds(microseconds) }
}

extension Interval: Comparable {
    /// Whether the first is shorter.
    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}

extension Interval {
    /// Reads ISO 8601 from weeks to seconds, such as `PT1H30M`, `P1DT0.5S` or, back in time, `-PT15M`.
    ///
    /// Only the seconds may have a fraction, of at most six digits. Years and months are refused.
    public init?(_ description: String) {
        var reader = IntervalReader(description)
        guard let microseconds = reader.read() else { return nil }
        self.microseconds = microseconds
    }

    /// `PT26H30M0.5S`: ISO 8601 in hours, minutes and seconds; `PT0S` for none.
    public var description: String {
        if microseconds == 0 { return "PT0S" }
        let (seconds, fraction) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        let (minutes, second) = seconds.quotientAndRemainder(dividingBy: 60)
        let (hours, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        var text = microseconds < 0 ? "-PT" : "PT"
        if hours > 0 { text += "\(hours)H" }
        if minute > 0 { text += "\(minute)M" }
        if fraction > 0 {
            var digits = Substring(padded(fraction, to: 6))
            while digits.last == "0" { digits = digits.dropLast() }
            text += "\(second).\(digits)S"
        } else if second > 0 {
            text += "\(second)S"
        }
        return text
    }
}

/// Reads the parts of a duration in their order, each at most once.
private struct IntervalReader {
    private var rest: Substring.UTF8View
    private var sum: Int64 = 0

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    mutating func read() -> Int64? {
        let isNegative = skip("-")
        guard skip("P"), let days = parts([("W", 604_800), ("D", 86_400)]) else { return nil }
        var times = 0
        if skip("T") {
            guard let count = parts([("H", 3600), ("M", 60), ("S", 1)]), count > 0 else { return nil }
            times = count
        }
        guard rest.isEmpty, days + times > 0 else { return nil }
        // The sum is kept below zero, where the range is greater by one.
        return isNegative ? sum : sum == .min ? nil : -sum
    }

    private mutating func skip(_ letter: Character) -> Bool {
        guard let first = rest.first, first == letter.asciiValue else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// How many of the units are there; nil for a part that is none.
    private mutating func parts(_ units: [(letter: Character, seconds: Int64)]) -> Int? {
        var units = units[...]
        var count = 0
        while let first = rest.first, (0x30...0x39).contains(first) {
            guard let whole = digits(most: 15) else { return nil }
            let fraction = skip(".") ? digits(most: 6) : ""
            guard let fraction, let next = units.firstIndex(where: { skip($0.letter) }) else { return nil }
            guard fraction.isEmpty || units[next].letter == "S" else { return nil }
            guard add(whole, fraction, of: units[next].seconds) else { return nil }
            units = units[(next + 1)...]
            count += 1
        }
        return count
    }

    private mutating func digits(most: Int) -> String? {
        let taken = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...most).contains(taken.count) else { return nil }
        rest = rest.dropFirst(taken.count)
        return String(decoding: taken, as: UTF8.self)
    }

    private mutating func add(_ whole: String, _ fraction: String, of seconds: Int64) -> Bool {
        let digits = fraction + String(repeating: "0", count: 6 - fraction.utf8.count)
        guard let units = Int64(whole), let microseconds = Int64(digits) else { return false }
        let (product, overflows) = units.multipliedReportingOverflow(by: seconds * 1_000_000)
        let (total, alsoOverflows) = sum.subtractingReportingOverflow(product)
        let (result, endsInOverflow) = total.subtractingReportingOverflow(microseconds)
        sum = result
        return !overflows && !alsoOverflows && !endsInOverflow
    }
}
