import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Value objects in jsonb")
struct StoredDocumentTests {
    private static let spec = """
        enums:
          Mood: { values: { good, bad } }
          Season: { storage: native, values: { spring, autumn } }
        types:
          Everything:
            fields:
              name: { type: text, max_length: 9 }
              nick: { type: citext, optional: true }
              small: { type: smallint, optional: true }
              int: { type: integer, optional: true, min: 1 }
              big: { type: bigint, optional: true }
              price: { type: decimal, precision: 30, scale: 2, optional: true }
              ratio: { type: float, optional: true }
              flag: { type: boolean, optional: true }
              key: { type: uuid, optional: true }
              at: { type: timestamp, optional: true }
              day: { type: date, optional: true, min: 2000-01-01 }
              time: { type: time, optional: true }
              span: { type: interval, optional: true }
              blob: { type: bytes, optional: true, max_length: 60 }
              ip: { type: inet, optional: true }
              document: { type: json, optional: true }
              mood: { type: Mood, optional: true }
              season: { type: Season, optional: true }
        entities:
          Flat:
            fields:
              it: Everything
              other: { type: Everything, optional: true }
            rules:
              sorted: { check: it.day < other.day, message: Sorted. }
            access: { read: "it.name != 'hidden'", create: "it.name != 'refused'", update: everyone }
          Deep:
            fields:
              it: { type: Everything, storage: jsonb }
              other: { type: Everything, storage: jsonb, optional: true, column: more }
            rules:
              sorted: { check: it.day < other.day, message: Sorted. }
            access: { read: "it.name != 'hidden'", create: "it.name != 'refused'", update: everyone }
        """

    private static let members = [
        "name", "nick", "small", "int", "big", "price", "ratio", "flag", "key", "at", "day", "time", "span",
        "blob", "ip", "document", "mood", "season",
    ]

    private static let values: [(String, InputValue)] = [
        ("name", .string("Ä \"q\" \\")), ("nick", .string("Ann")), ("small", .integer(-7)),
        ("int", .integer(2_147_483_647)),
        ("big", .string("-9223372036854775808")), ("price", .string("1234567890123456789012345678.9")),
        ("ratio", .number("0.1")), ("flag", .boolean(true)),
        ("key", .string("018F2F6E-0d4c-7c3a-9c51-0c2f3c1d2e4f")),
        ("at", .string("2026-03-29T02:59:00.000001+02:00")),
        ("day", .string("2024-02-29")), ("time", .string("09:30:00.5")), ("span", .string("-P1DT0.25S")),
        ("blob", .string("AP+/Zg==")), ("ip", .string("2001:DB8::1/64")),
        ("document", .object([.init("a", .list([.integer(1), .null]))])), ("mood", .string("bad")),
        ("season", .string("spring")),
    ]

    private static func selection(_ object: String) -> Selection.Member {
        .object(key: object, object: object, members.map { .field(key: $0, field: "\(object)_\($0)") })
    }

    private static func create(_ entity: String, _ given: [(String, InputValue)]) -> PlumblineQuery.Operation
    {
        let selection = Selection([Self.selection("it"), Self.selection("other")])
        let assignments = given.map { Assignment(field: $0.0, value: .constant($0.1)) }
        return .mutation(
            .create(Create(entity: entity, assignments: assignments, selection: selection)),
            style: .rest
        )
    }

    private static func given(_ object: String, _ values: [(String, InputValue)] = values) -> [(
        String, InputValue
    )] {
        values.map { ("\(object)_\($0.0)", $0.1) }
    }

    @Test("An object comes back as from columns, to the last digit")
    func roundTrip() async throws {
        let later: [(String, InputValue)] = [("name", .string("b")), ("day", .string("2030-01-01"))]
        let rows = [
            Self.given("it"), Self.given("it", [("name", .string("a"))]),
            Self.given("it") + Self.given("other", later),
        ]
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            for row in rows {
                let (flat, deep) = (Self.create("Flat", row), Self.create("Deep", row))
                let expected = try await backend.run(flat)
                #expect(try await backend.run(deep) == expected)
            }
            let spelt = try await backend.scalar(
                "select concat_ws(' ', it ->> 'big', it ->> 'price', it ->> 'span', more) from deeps where it ->> 'nick' = 'Ann' limit 1"
            )
            #expect(spelt == "-9223372036854775808 1234567890123456789012345678.9 -PT24H0.25S")
        }
    }

    @Test("Filters and orders find its values as those of columns")
    func filters() async throws {
        func comparison(_ field: String, _ comparison: Comparison, _ value: InputValue) -> Filter {
            .compare(field: "it_\(field)", comparison, .constant(value))
        }
        let cases: [(Filter, String)] = [
            (comparison("name", .lt, .string("b")), "aB"), (comparison("nick", .eq, .string("X")), "a"),
            (comparison("int", .gt, .integer(9)), "B"),
            (comparison("big", .eq, .string("9007199254740993")), "b"),
            (comparison("price", .eq, .string("1.50")), "a"),
            (comparison("at", .lt, .string("2026-01-01T01:00:00+01:00")), ""),
            (comparison("day", .gte, .string("2026-01-01")), "aB"),
            (comparison("span", .lt, .string("PT0S")), "b"),
            (comparison("mood", .eq, .string("good")), "a"),
            (comparison("season", .in, .list([.string("spring")])), "b"),
            (.isNull(field: "other_name", true), "baB"),
        ]
        let rows: [[(String, InputValue)]] = [
            [
                ("name", .string("a")), ("nick", .string("x")), ("int", .integer(9)),
                ("price", .string("1.5")),
                ("at", .string("2026-01-01T00:00:00Z")), ("day", .string("2026-01-01")),
                ("mood", .string("good")),
            ],
            [
                ("name", .string("b")), ("big", .string("9007199254740993")), ("span", .string("-PT1S")),
                ("season", .string("spring")),
            ],
            [("name", .string("B")), ("int", .integer(10)), ("day", .string("2026-01-02"))],
            [("name", .string("hidden"))],
        ]
        let order = [OrderTerm(field: "it_name", isDescending: true)]
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            for entity in ["Flat", "Deep"] {
                for row in rows { _ = try? await backend.run(Self.create(entity, Self.given("it", row))) }
                for (filter, expected) in cases {
                    let names = Root.Action.all(
                        entity,
                        filter: filter,
                        order: order,
                        .nodes(.field("it_name"))
                    )
                    let found = try await backend.run(.query(names, style: .rest))
                    let letters = found.split(separator: "\"").filter { ["a", "b", "B"].contains($0) }
                    #expect(letters.joined() == expected, "\(entity) \(filter)")
                }
            }
        }
    }

    @Test("Rules and access read its values, before a write and in the database")
    func rules() async throws {
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            let days: (String, String) -> [(String, InputValue)] = { object, day in
                Self.given(object, [("name", .string("a")), ("day", .string(day))])
            }
            for entity in ["Flat", "Deep"] {
                let wrong = await backend.errors(
                    Self.create(entity, days("it", "2030-01-01") + days("other", "2029-01-01"))
                )
                #expect(wrong.map(\.message) == ["Sorted."])
                let early = await backend.errors(Self.create(entity, days("it", "1999-12-31")))
                #expect(early.map(\.field) == [["input", "it", "day"]])
                let refused = await backend.errors(
                    Self.create(entity, Self.given("it", [("name", .string("refused"))]))
                )
                #expect(refused.map(\.code.rawValue) == ["FORBIDDEN"])
            }
            await #expect(throws: (any Error).self) {
                try await backend.scalar(
                    #"insert into deeps (it, more) values ('{"name": "a", "day": "2030-01-01"}', '{"name": "a", "day": "2029-01-01"}')"#
                )
            }
        }
    }

    @Test("A change replaces the object, and null takes an optional one away")
    func updating() async throws {
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            _ = try await backend.run(
                Self.create("Deep", Self.given("it") + Self.given("other", [("name", .string("x"))]))
            )
            let id = try #require(try await backend.scalar("select id from deeps"))
            let nothing = Self.members.map { ("other_\($0)", InputValue.null) }
            let named = Self.members.map { ("it_\($0)", $0 == "name" ? InputValue.string("new") : .null) }
            let assignments = (nothing + named).map { Assignment(field: $0.0, value: .constant($0.1)) }
            let update = Update(
                entity: "Deep",
                id: .constant(.string(id)),
                expectedVersion: nil,
                assignments: assignments,
                selection: Selection([.field("id")])
            )
            _ = try await backend.run(.mutation(.update(update)))
            let kept = try await backend.scalar(
                "select concat_ws(' ', jsonb_strip_nulls(it), coalesce(more::text, 'none')) from deeps"
            )
            #expect(kept == #"{"name": "new"} none"#)
        }
    }

    /// JSON, and whether it is such an object.
    private static let documents: [(json: String, isRight: Bool)] =
        [
            (#"{"name": "a"}"#, true), (#"{"name": "a", "nick": null, "int": 1}"#, true), ("[]", false),
            ("1", false),
            ("null", false), ("{}", false), (#"{"name": null}"#, false), (#"{"name": 1}"#, false),
            (#"{"name": "a", "town": "b"}"#, false), (#"{"name": "much too long"}"#, false),
            (#"{"name": "a", "int": "1"}"#, false), (#"{"name": "a", "int": 0}"#, false),
            (#"{"name": "a", "int": 1.5}"#, false), (#"{"name": "a", "int": 2147483648}"#, false),
            (#"{"name": "a", "small": 32768}"#, false), (#"{"name": "a", "big": 5}"#, false),
            (#"{"name": "a", "big": "9223372036854775807"}"#, true),
            (#"{"name": "a", "big": "9223372036854775808"}"#, false),
            (#"{"name": "a", "price": 1.5}"#, false),
            (#"{"name": "a", "price": "1.50"}"#, true), (#"{"name": "a", "price": "1.505"}"#, false),
            (#"{"name": "a", "price": "NaN"}"#, false), (#"{"name": "a", "ratio": 1e3}"#, true),
            (#"{"name": "a", "ratio": "1"}"#, false), (#"{"name": "a", "flag": "true"}"#, false),
            (#"{"name": "a", "key": "x"}"#, false), (#"{"name": "a", "at": "2026-01-01T00:00:00Z"}"#, true),
            (#"{"name": "a", "at": "2026-01-01 00:00:00+01"}"#, false),
            (#"{"name": "a", "day": "2026-01-31"}"#, true),
            (#"{"name": "a", "day": "2026-02-30"}"#, false), (#"{"name": "a", "day": "1999-12-31"}"#, false),
            (#"{"name": "a", "day": "infinity"}"#, false), (#"{"name": "a", "time": "09:00:00"}"#, true),
            (#"{"name": "a", "time": "24:00:00"}"#, false), (#"{"name": "a", "span": "-PT90M"}"#, true),
            (#"{"name": "a", "span": "P1M"}"#, false), (#"{"name": "a", "span": "PT"}"#, false),
            (#"{"name": "a", "blob": "AP+/Zg=="}"#, true), (#"{"name": "a", "blob": "%"}"#, false),
            (#"{"name": "a", "ip": "::1"}"#, true), (#"{"name": "a", "ip": "1.2.3"}"#, false),
            (#"{"name": "a", "document": [null]}"#, true), (#"{"name": "a", "mood": "bad"}"#, true),
            (#"{"name": "a", "mood": "sad"}"#, false), (#"{"name": "a", "season": "winter"}"#, false),
        ]

    @Test("The database takes no other JSON, whoever writes it")
    func shapes() async throws {
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            for (json, isRight) in Self.documents {
                let insert = "insert into deeps (it) values ('\(json)') returning 'done'"
                let done = try? await backend.scalar(insert)
                #expect((done == "done") == isRight, "\(json)")
            }
        }
    }
}
