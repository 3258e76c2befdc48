import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Numbers at the limits of their types")
struct NumberLimitTests {
    private static let spec = """
        entities:
          Block:
            fields:
              numbers: { type: range, of: bigint }
              small: { type: range, of: integer }
              price: { type: decimal, precision: 1000, scale: 10, optional: true }
              extra: { type: json, optional: true }
            rules:
              once: { no_overlap: [numbers], message: Taken. }
              small_once: { no_overlap: [small], message: Taken. }
            access: { read: everyone, gaps: everyone }
        """

    private static func range(_ start: Int, _ end: Int) -> InputValue {
        .object([.init("start", .string("\(start)")), .init("end", .string("\(end)"))])
    }

    @Test("A gap is longer than a number of its type can say")
    func gaps() async throws {
        let seed = "insert into blocks (numbers, small) values ('[5,6)', '[5,6)');"
        try await Backend.with(spec: Self.spec, seed: seed) { backend in
            func expect(_ rule: String, _ within: InputValue, _ json: String) async throws {
                let query = GapQuery(
                    entity: "Block",
                    rule: rule,
                    owner: [],
                    within: .constant(within),
                    minimum: .constant(.integer(100)),
                    members: [.init(key: "start", value: .start), .init(key: "end", value: .end)]
                )
                try await backend.expect(.query(.gaps(query)), gives: "{\"r\":[\(json)]}")
            }
            let (least, most) = (Int.min, Int.max)
            try await expect(
                "once",
                Self.range(least, most),
                #"{"start":"\#(least)","end":"5"},{"start":"6","end":"\#(most)"}"#
            )
            let (small, great) = (Int(Int32.min), Int(Int32.max))
            try await expect(
                "small_once",
                .object([.init("start", .integer(Int64(small))), .init("end", .integer(Int64(great)))]),
                #"{"start":\#(small),"end":5},{"start":6,"end":\#(great)}"#
            )
        }
    }

    @Test(
        "A decimal of more digits than PostgreSQL knows is told as the caller's mistake",
        arguments: [
            ("9", 131_072, true), ("9", 131_073, false), ("0.1", 16_383, true), ("0.1", 16_384, false),
        ]
    )
    func decimals(start: String, digits: Int, isTaken: Bool) async throws {
        let text = start + String(repeating: String(start.suffix(1)), count: digits - 1)
        try await Self.expect(.compare(field: "price", .lt, .constant(.string(text))), isTaken)
    }

    @Test(
        "A number of JSON that is none of PostgreSQL's is told as the caller's mistake",
        arguments: [
            ("1e131071", true), ("1e131072", false), ("-1.5E+999999", false), ("1e-16383", true),
            ("1e-16384", false), ("1e99999999999999999999", false),
        ]
    )
    func json(number: String, isTaken: Bool) async throws {
        try await Self.expect(
            .compare(field: "extra", .eq, .constant(.list([.number(number)]))),
            isTaken
        )
    }

    private static func expect(_ filter: Filter, _ isTaken: Bool) async throws {
        try await Backend.with(spec: spec, seed: "") { backend in
            let operation = PlumblineQuery.Operation.query(.all("Block", filter: filter, .count))
            if isTaken {
                try await backend.expect(operation, gives: #"{"r":{"count":0}}"#)
            } else {
                #expect(await backend.errors(operation).map(\.code) == [.badInput])
            }
        }
    }
}
