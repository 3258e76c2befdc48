import PlumblineSchema
import Testing

@Suite("Durations")
struct IntervalTests {
    @Test(
        "Weeks to microseconds are read, and written in hours, minutes and seconds",
        arguments: [
            ("PT0S", 0, "PT0S"), ("PT1H30M", 5_400_000_000, "PT1H30M"),
            ("P1DT0.5S", 86_400_500_000, "PT24H0.5S"),
            ("P2W", 1_209_600_000_000, "PT336H"), ("-PT15M", -900_000_000, "-PT15M"),
            ("PT0.000001S", 1, "PT0.000001S"), ("PT90M", 5_400_000_000, "PT1H30M"),
            ("-PT2562047788H54.775808S", Int64.min, "-PT2562047788H54.775808S"),
            ("PT2562047788H54.775807S", Int64.max, "PT2562047788H54.775807S"),
        ]
    )
    func texts(text: String, microseconds: Int64, canonical: String) throws {
        let interval = try #require(Interval(text))
        #expect(interval.microseconds == microseconds)
        #expect(interval.description == canonical)
        #expect(Interval(canonical) == interval)
    }

    @Test(
        "What has no fixed length, order or end is refused",
        arguments: [
            "", "P", "PT", "P1", "P1Y", "P1M", "1H", "PT1H1H", "PT1M1H", "PT1.5H", "PT1.S", "PT.5S",
            "PT1.0000001S",
            "P1DT", "PT-1H", "+PT1H", "PT1H ", "pt1h", "PT2562047788H54.775808S", "PT99999999999999999999S",
            "P1H", "PT1D",
        ]
    )
    func refusals(text: String) {
        #expect(Interval(text) == nil)
    }

    @Test("They are the standard library's durations, to the microsecond")
    func durations() {
        #expect(Interval(.milliseconds(-1500))?.microseconds == -1_500_000)
        #expect(Interval(microseconds: 7).duration == .microseconds(7))
        #expect(Interval(.seconds(Int64.max)) == nil)
    }
}
