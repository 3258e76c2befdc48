import PlumblineQuery
import Testing

@Suite("Ranges of values")
struct RangeTests {
    private static let spec = """
        entities:
          Booking:
            fields:
              room: text
              period: { type: range, of: timestamp }
              days: { type: range, of: date, optional: true }
              floors: { type: range, of: integer, optional: true }
              keys: { type: range, of: bigint, optional: true }
              prices: { type: range, of: decimal, precision: 6, scale: 2, optional: true }
              is_held: { type: boolean, default: true }
            rules:
              one_at_a_time:
                no_overlap: [period]
                per: [room]
                when: is_held
                message: The room is taken then.
                code: ROOM_TAKEN
              other_floors: { check: floors is null or days is null or room != 'none', message: No room. }
            access: { read: everyone, create: everyone, update: everyone }
        """

    private static func range(_ start: InputValue?, _ end: InputValue?) -> InputValue {
        .object([start.map { .init("start", $0) }, end.map { .init("end", $0) }].compactMap(\.self))
    }

    private static let morning = range(.string("2026-01-01T09:00:00Z"), .string("2026-01-01T12:00:00Z"))

    private func create(
        _ values: [String: InputValue],
        _ members: [Selection.Member] = [.field("room")]
    ) -> PlumblineQuery.Operation {
        let given = values.merging(["room": .string("one"), "period": Self.morning]) { own, _ in own }
        let assignments = given.sorted { $0.key < $1.key }.map {
            Assignment(field: $0.key, value: .constant($0.value))
        }
        let create = Create(entity: "Booking", assignments: assignments, selection: Selection(members))
        return .mutation(.create(create))
    }

    @Test("Both ends come back in the spelling of their type; an open one is null")
    func roundTrip() async throws {
        let values: [String: InputValue] = [
            "days": Self.range(.string("2026-02-28"), .string("2026-03-01")),
            "floors": Self.range(.integer(-1), nil), "keys": Self.range(.null, .string("9007199254740993")),
            "prices": Self.range(.number("0.5"), .string("9999.99")),
        ]
        let members: [Selection.Member] = ["period", "days", "floors", "keys", "prices"].map { .field($0) }
        let part = Selection.Member.range(
            key: "p",
            field: "period",
            [.init(key: "e", value: .end), .init(key: "t", value: .typename("DateTimeRange"))]
        )
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            try await backend.expect(
                create(values, members + [part]),
                gives: #"{"r0":{"period":{"start":"2026-01-01T09:00:00Z","end":"2026-01-01T12:00:00Z"},"#
                    + #""days":{"start":"2026-02-28","end":"2026-03-01"},"floors":{"start":-1,"end":null},"#
                    + #""keys":{"start":null,"end":"9007199254740993"},"prices":{"start":"0.50","end":"9999.99"},"#
                    + #""p":{"e":"2026-01-01T12:00:00Z","t":"DateTimeRange"}}}"#
            )
            let none = Selection.Member.range(key: "d", field: "days", [.init(key: "s", value: .start)])
            let open = create(
                ["period": Self.range(nil, nil), "room": .string("two")],
                [.field("period"), none]
            )
            try await backend.expect(open, gives: #"{"r0":{"period":{"start":null,"end":null},"d":null}}"#)
        }
    }

    @Test(
        "What is no range of the type is refused before the database and by it",
        arguments: [
            ("days", range(.string("2026-03-01"), .string("2026-03-01")), "EMPTY_RANGE", "'empty'"),
            ("days", range(.string("2026-03-02"), .string("2026-03-01")), "EMPTY_RANGE", nil),
            ("floors", range(.string("x"), nil), "INVALID_TYPE", nil),
            ("floors", .object([.init("from", .integer(1))]), "INVALID_TYPE", nil),
            ("floors", .integer(1), "INVALID_TYPE", nil),
            ("prices", range(.number("0.125"), nil), "BAD_FORMAT", "'[0.125,)'"),
            ("prices", range(nil, .integer(10000)), "TOO_LARGE", "'[,10000)'"),
            ("prices", range(.integer(2), .integer(1)), "EMPTY_RANGE", "'[1,2]'"),
            ("period", range(.integer(1), nil), "INVALID_TYPE", "'(2026-01-01,2026-01-02)'"),
        ] as [(String, InputValue, String, String?)]
    )
    func refusals(field: String, value: InputValue, code: String, stored: String?) async throws {
        let seed = "insert into bookings (room, period) values ('two', '[2026-01-01,2026-01-02)')"
        try await Backend.with(spec: Self.spec, seed: seed) { backend in
            let errors = await backend.errors(create([field: value]))
            #expect(errors.map(\.code.rawValue) == [code])
            #expect(errors.first?.field == ["input", field])
            guard let stored else { return }
            await #expect(throws: (any Error).self) {
                try await backend.scalar("update bookings set \(field) = \(stored)")
            }
        }
    }

    @Test("No two ranges of one room overlap; they may touch, or no longer count")
    func exclusion() async throws {
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            _ = try await backend.run(create([:]))
            _ = try await backend.run(create(["room": .string("two")]))
            _ = try await backend.run(create(["period": Self.range(.string("2026-01-01T12:00:00Z"), nil)]))
            _ = try await backend.run(create(["is_held": .boolean(false)]))
            let errors = await backend.errors(
                create(["period": Self.range(nil, .string("2026-01-01T09:00:01Z"))])
            )
            #expect(errors.map(\.code.rawValue) == ["ROOM_TAKEN"])
            #expect(errors.map(\.message) == ["The room is taken then."])
        }
    }

    @Test("Filters ask what is in a range and what it meets")
    func filters() async throws {
        let seed = """
            insert into bookings (room, period, floors) values
                ('one', '[2026-01-01,2026-01-02)', '[1,5)'), ('two', '[2026-01-02,)', null),
                ('three', '(,2025-01-01)', '[5,6)');
            """
        let at: (String) -> Filter = { .compare(field: "period", .contains, .constant(.string($0))) }
        let floors: (Comparison, InputValue) -> Filter = { .compare(field: "floors", $0, .constant($1)) }
        let meets = Operand.object([.init("start", .constant(.string("2026-01-01T12:00:00Z")))])
        let cases: [(Filter, [String])] = [
            (at("2026-01-01T23:59:59.999999Z"), ["one"]), (at("2026-01-02T00:00:00Z"), ["two"]),
            (at("0001-01-01T00:00:00Z"), ["three"]),
            (.compare(field: "period", .overlaps, meets), ["one", "two"]),
            (floors(.contains, .integer(4)), ["one"]), (floors(.contains, .integer(5)), ["three"]),
            (floors(.eq, Self.range(.integer(5), .integer(6))), ["three"]),
            (floors(.ne, Self.range(.integer(5), .integer(6))), ["one"]),
            (floors(.containedBy, Self.range(.integer(1), .integer(6))), ["one", "three"]),
            (.isNull(field: "floors", true), ["two"]),
        ]
        try await Backend.with(spec: Self.spec, seed: seed) { backend in
            for (filter, expected) in cases {
                let operation = PlumblineQuery.Operation.query(
                    .all("Booking", filter: filter, .nodes(.field("room")))
                )
                let json = try await backend.run(operation)
                for room in ["one", "two", "three"] {
                    #expect(json.contains("\"\(room)\"") == expected.contains(room), "\(filter)")
                }
            }
            let empty = floors(.overlaps, Self.range(.integer(2), .integer(2)))
            let errors = await backend.errors(.query(.all("Booking", filter: empty, .count)))
            #expect(errors.map(\.code) == [.badInput])
        }
    }
}
