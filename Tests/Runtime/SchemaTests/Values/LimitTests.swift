import Foundation
import PlumblineSchema
import Testing

@Suite("The limits of values")
struct LimitTests {
    @Test(
        "A limit is kept as the APIs write such a value, a whole number as a number",
        arguments: [
            ("5", "5"), ("-9223372036854775809", #""-9223372036854775809""#), ("0.50", #""0.5""#),
            ("2026-01-31", #""2026-01-31""#), ("09:00:00.250", #""09:00:00.25""#),
            ("2026-01-01T01:00:00+01:00", #""2026-01-01T00:00:00Z""#), ("-PT90M", #""-PT1H30M""#),
        ]
    )
    func coding(text: String, json: String) throws {
        let limit = try #require(Limit(text))
        #expect(String(decoding: try JSONEncoder().encode(limit), as: UTF8.self) == json)
        #expect(try JSONDecoder().decode(Limit.self, from: Data(json.utf8)) == limit)
    }

    @Test(
        "What is no value of any kind is no limit",
        arguments: ["", "x", "2023-02-29", "24:00:00", "P1M", "1e3"]
    )
    func refusals(text: String) {
        #expect(Limit(text) == nil)
    }

    @Test("Limits of one kind are ordered as their values are")
    func order() throws {
        #expect(try #require(Limit("2026-01-01")) < #require(Limit("2026-01-02")))
        #expect(try #require(Limit("-PT1M")) < #require(Limit("PT0S")))
        #expect(try #require(Limit("9.5")) < 10)
    }
}
