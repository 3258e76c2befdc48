import Foundation
import PlumblineSchema
import Testing

@Suite("Values as JSON")
struct CodingTests {
    private struct Everything: Codable, Hashable {
        var day: CivilDate
        var time: TimeOfDay
        var span: Interval
        var ip: InternetAddress
        var json: JSONValue
    }

    @Test("Dates, times, durations and addresses are their texts, and JSON is itself")
    func texts() throws {
        let text =
            #"{"day":"2024-02-29","ip":"10.0.0.0\/8","json":{"a":[null,true,1,1.5,"\"x\""]},"span":"PT1H","time":"09:30:00.5"}"#
        let value = try JSONDecoder().decode(Everything.self, from: Data(text.utf8))
        #expect(value.json == ["a": [nil, true, 1, 1.5, "\"x\""]])
        #expect(value.json.description == #"{"a":[null,true,1,1.5,"\"x\""]}"#)
        #expect(value.time > TimeOfDay(hour: 9, minute: 30)!)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == text)
    }

    @Test(
        "A text that is none of the type's is no value",
        arguments: [#"["2023-02-29"]"#, #"["24:00:00"]"#, #"["P1M"]"#, #"[7]"#]
    )
    func refusals(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CivilDate].self, from: Data(text.utf8))
        }
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([TimeOfDay].self, from: Data(text.utf8))
        }
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Interval].self, from: Data(text.utf8))
        }
    }

    @Test("JSON keeps control characters and the order of names, and has no infinity")
    func json() {
        let value: JSONValue = ["b": "\u{1}\u{1F600}", "a": .number(.infinity)]
        #expect(value.description == "{\"a\":null,\"b\":\"\\u0001\u{1F600}\"}")
    }
}
