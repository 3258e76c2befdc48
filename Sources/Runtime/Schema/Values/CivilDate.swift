/// A day of the proleptic Gregorian calendar, as ISO 8601 and PostgreSQL count: the year before 1 is 0.
public struct CivilDate: Hashable, TextCodable {
    /// The year; 0 is 1 BC.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// Nil for a day that the calendar does not have.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day so many days after 1970-01-01.
    ///
    /// The calendar repeats every 400 years. Counted from 1 March the leap day is the last of its year, and the
    /// months' lengths follow the straight line (153 m + 2) / 5.
    public init(daysSince1970 days: Int64) {
        let shifted = Int(days) + Self.daysFromMarchOfYearZero
        let cycle = shifted.flooredQuotient(Self.daysInCycle)
        let dayOfCycle = shifted - cycle * Self.daysInCycle
        let leapDays = dayOfCycle / 1460 - dayOfCycle / 36_524 + dayOfCycle / (Self.daysInCycle - 1)
        let yearOfCycle = (dayOfCycle - leapDays) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
    }

    /// How many days after 1970-01-01 it is.
    public var daysSince1970: Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let cycle = marchYear.flooredQuotient(400)
        let yearOfCycle = marchYear - cycle * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfCycle = 365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return Int64(cycle * Self.daysInCycle + dayOfCycle - Self.daysFromMarchOfYearZero)
    }

    /// Whether it is the last day of its month.
    var isLastOfMonth: Bool { day == Self.days(in: month, of: year) }

    /// The years of four digits.
    static let plainYears = 0...9999

    private static let daysInCycle = 146_097
    /// From 0000-03-01 to 1970-01-01.
    private static let daysFromMarchOfYearZero = 719_468

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CivilDate: Comparable {
    /// Whether the first is earlier.
    public static func < (left: Self, right: Self) -> Bool { left.daysSince1970 < right.daysSince1970 }
}

extension CivilDate {
    /// Reads `YYYY-MM-DD`, years 0001 to 9999 (RFC 3339, `full-date`; the year 0 is unknown to PostgreSQL).
    public init?(_ text: String) {
        guard let date = DigitReader.read(text, { $0.date() }) else { return nil }
        self = date
    }

    /// `YYYY-MM-DD`; a year beyond four digits has its sign before it (ISO 8601).
    public var description: String {
        if Self.plainYears.contains(year) {
            return String(unsafeUninitializedCapacity: DigitWriter.capacity) { buffer in
                var writer = DigitWriter(buffer)
                writer.append(self)
                return writer.count
            }
        }
        let sign = year < 0 ? "-" : year > 9999 ? "+" : ""
        return "\(sign)\(padded(abs(year), to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }
}

extension BinaryInteger {
    /// The quotient, rounded down also below zero.
    func flooredQuotient(_ divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

/// The number with zeros in front.
func padded(_ number: some BinaryInteger, to width: Int) -> String {
    let digits = String(number)
    let missing = width - digits.utf8.count
    return missing > 0 ? String("000000".prefix(missing)) + digits : digits
}
