/// Points in time as text: RFC 3339, in UTC when printed.
public enum TimestampText {
    /// Reads a date, `T`, a time with at most six digits after the second, and `Z` or an offset.
    ///
    /// Years 0001 to 9999 in UTC. A leap second, 23:59:60 UTC on the last day of a month (RFC 3339, section 5.7),
    /// is the second that follows, as PostgreSQL and the clocks of computers have it.
    ///
    /// - Returns: Microseconds since 1970-01-01T00:00:00Z; nil for anything else.
    public static func microseconds(_ text: String) -> Int64? {
        DigitReader.read(text) { microseconds(&$0) }
    }

    private static func microseconds(_ reader: inout DigitReader) -> Int64? {
        guard let date = reader.date(), reader.skip("Tt") != nil,
            let clock = reader.clock(lastSecond: 60),
            let offset = offset(&reader)
        else { return nil }
        let time = date.daysSince1970 * microsecondsPerDay + clock - offset
        guard range.contains(time) else { return nil }
        if reader.hasLeapSecond {
            let before = CivilDate(daysSince1970: (time - 1_000_000).flooredQuotient(microsecondsPerDay))
            let isMidnight = time.flooredQuotient(1_000_000) % 86_400 == 0
            guard isMidnight, before.isLastOfMonth else { return nil }
        }
        return time
    }

    /// `2026-11-21T09:00:00Z`; a fraction only if there is one, without zeros at its end.
    public static func text(microseconds: Int64) -> String {
        let days = microseconds.flooredQuotient(microsecondsPerDay)
        let clock = microseconds - days * microsecondsPerDay
        let date = CivilDate(daysSince1970: days)
        guard CivilDate.plainYears.contains(date.year) else {
            return "\(date)T\(TimeText.text(microseconds: clock))Z"
        }
        return String(unsafeUninitializedCapacity: DigitWriter.capacity) { buffer in
            var writer = DigitWriter(buffer)
            writer.append(date)
            writer.append(UInt8(ascii: "T"))
            writer.append(clock: clock)
            writer.append(UInt8(ascii: "Z"))
            return writer.count
        }
    }

    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999Z.
    private static let range: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

    /// `Z`, or hours and minutes east of UTC, in microseconds.
    private static func offset(_ reader: inout DigitReader) -> Int64? {
        guard let sign = reader.skip("Zz+-") else { return nil }
        if sign == "Z" || sign == "z" { return 0 }
        guard let hours = reader.number(digits: 2), hours < 24, reader.skip(":") != nil,
            let minutes = reader.number(digits: 2), minutes < 60
        else { return nil }
        return Int64(hours * 60 + minutes) * (sign == "-" ? -60_000_000 : 60_000_000)
    }
}

/// Times of day as text: RFC 3339, `partial-time`.
public enum TimeText {
    /// Reads `HH:MM:SS` and at most six digits after the second.
    ///
    /// - Returns: Microseconds since midnight; nil for anything else.
    public static func microseconds(_ text: String) -> Int64? {
        DigitReader.read(text) { $0.clock() }
    }

    /// `09:00:00`; a fraction only if there is one, without zeros at its end.
    public static func text(microseconds: Int64) -> String {
        String(unsafeUninitializedCapacity: DigitWriter.capacity) { buffer in
            var writer = DigitWriter(buffer)
            writer.append(clock: microseconds)
            return writer.count
        }
    }
}
