import PlumblineSchema
import Testing

@Suite("Dates and times as text")
struct TimestampTextTests {
    @Test(
        "RFC 3339 is read to the microsecond and printed in UTC",
        arguments: [
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
            ("2026-11-21T10:00:00+01:00", 1_795_251_600_000_000, "2026-11-21T09:00:00Z"),
            ("2026-11-21t09:00:00.5z", 1_795_251_600_500_000, "2026-11-21T09:00:00.5Z"),
            ("1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000, "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000_000, "2017-01-01T00:00:00Z"),
            ("2017-01-01T01:59:60.25+02:00", 1_483_228_800_250_000, "2017-01-01T00:00:00.25Z"),
            ("2000-02-29T00:00:00-00:00", 951_782_400_000_000, "2000-02-29T00:00:00Z"),
        ] as [(String, Int64, String)]
    )
    func timestamps(text: String, microseconds: Int64, printed: String) {
        #expect(TimestampText.microseconds(text) == microseconds)
        #expect(TimestampText.text(microseconds: microseconds) == printed)
    }

    @Test(
        "What is not a time is refused",
        arguments: [
            "", "2026-11-21", "2026-11-21T09:00:00", "2026-11-21 09:00:00Z", "2026-11-21T09:00Z",
            "2026-11-21T09:00:00.Z", "2026-11-21T09:00:00.1234567Z", "2026-11-21T24:00:00Z",
            "2026-11-21T09:60:00Z", "2026-11-21T09:00:60Z", "2026-11-21T23:59:60Z",
            "2026-11-30T23:59:60+01:00",
            "2026-11-21T23:59:61Z", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "0000-01-01T00:00:00Z",
            "0001-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01", "2026-11-21T09:00:00+24:00", "2026-11-21T09:00:00+01:60",
            "2026-11-21T09:00:00+0100", "2026-11-21T09:00:00Z ", "+2026-11-21T09:00:00Z",
            "２026-11-21T09:00:00Z",
        ]
    )
    func refused(text: String) {
        #expect(TimestampText.microseconds(text) == nil)
    }

    @Test("Every day of eight hundred years follows the day before, and comes back from its number")
    func calendar() throws {
        var previous = try #require(CivilDate("1599-12-31"))
        let first = previous.daysSince1970 + 1
        for days in first...(first + 292_194) {
            let date = CivilDate(daysSince1970: days)
            let follows =
                date.day == previous.day + 1 && date.month == previous.month
                || date.day == 1
                    && CivilDate(year: previous.year, month: previous.month, day: previous.day + 1) == nil
            #expect(follows && date.daysSince1970 == days)
            previous = date
        }
        #expect(previous.description == "2400-01-01")
    }

    @Test("Dates and times of day are read and printed")
    func datesAndTimes() {
        #expect(CivilDate("1970-01-02")?.daysSince1970 == 1)
        #expect(CivilDate("1970-1-02") == nil)
        #expect(CivilDate("2026-02-30") == nil)
        #expect(CivilDate(daysSince1970: -719_529).description == "-0001-12-31")
        #expect(TimeText.microseconds("23:59:59.000001") == 86_399_000_001)
        #expect(TimeText.microseconds("24:00:00") == nil)
        #expect(TimeText.text(microseconds: 32_400_000_000) == "09:00:00")
        #expect(TimeText.text(microseconds: 32_400_120_000) == "09:00:00.12")
    }
}
