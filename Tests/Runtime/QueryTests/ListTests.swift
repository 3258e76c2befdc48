import PlumblineQuery
import Testing

@Suite("Lists of values")
struct ListTests {
    private static let spec = """
        types:
          Tag: { base: text, min_length: 1, max_length: 5, format: slug }
          Percent: { base: integer, min: 0, max: 100 }
        enums:
          Day: { values: { monday, tuesday } }
          Month: { storage: native, values: { may, june } }
        entities:
          Plan:
            fields:
              name: text
              tags: { type: array, of: Tag, max_items: 3, unique_items: true, optional: true }
              shares: { type: array, of: Percent, min_items: 1, optional: true }
              days: { type: array, of: Day, optional: true }
              totals: { type: array, of: bigint, optional: true }
              prices: { type: array, of: decimal, precision: 6, scale: 2, optional: true }
              times: { type: array, of: timestamp, optional: true }
              marks: { type: array, of: float, optional: true }
              texts: { type: array, of: text, optional: true }
              month: { type: Month, default: may }
              months: { type: array, of: Month, optional: true }
            rules:
              as_many_days: { check: length(days) <= length(shares), message: A share for each day. }
              other_texts: { check: texts != tags, message: Texts are no tags. }
              not_in_june: { check: month != june or name = 'a', message: Not in June. }
            access: { read: everyone, create: everyone, update: everyone }
        """

    private func create(
        _ values: [String: InputValue],
        _ fields: [String],
        style: PlumblineQuery.Operation.Style = .graphQL
    ) -> PlumblineQuery.Operation {
        let given = values.merging(["name": .string("a")]) { own, _ in own }
        let assignments = given.sorted { $0.key < $1.key }.map {
            Assignment(field: $0.key, value: .constant($0.value))
        }
        let selection = Selection(fields.map { .field($0) })
        return .mutation(
            .create(Create(entity: "Plan", assignments: assignments, selection: selection)),
            style: style
        )
    }

    @Test("Items come back in their order and in the spelling of their type")
    func roundTrip() async throws {
        let values: [String: InputValue] = [
            "tags": .list([.string("b"), .string("a-1")]), "shares": .list([.integer(0), .integer(100)]),
            "totals": .list([.string("9007199254740993"), .integer(-1)]), "prices": .list([.number("1.5")]),
            "times": .list([.string("2026-01-01T00:00:00+01:00"), .string("2026-01-01T00:00:00.5Z")]),
            "marks": .list([.number("0.1"), .integer(2)]),
            "texts": .list([.string("a,\"b\" {\\}"), .string(""), .string("null"), .string("☃")]),
        ]
        let body =
            #""tags":["b","a-1"],"shares":[0,100],"totals":["9007199254740993","-1"],"prices":["1.50"],"#
            + #""times":["2025-12-31T23:00:00Z","2026-01-01T00:00:00.5Z"],"marks":[0.1,2],"#
            + #""texts":["a,\"b\" {\\}","","null","☃"]"#
        let names = ["tags", "shares", "totals", "prices", "times", "marks", "texts", "days"]
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            let graphQL = values.merging(["days": .list([.string("TUESDAY")])]) { own, _ in own }
            try await backend.expect(create(graphQL, names), gives: #"{"r0":{\#(body),"days":["TUESDAY"]}}"#)
            let rest = values.merging(["days": .list([.string("tuesday")])]) { own, _ in own }
            try await backend.expect(
                create(rest, names, style: .rest),
                gives: #"{"r0":{\#(body),"days":["tuesday"]}}"#
            )
            try await backend.expect(
                create(
                    ["month": .string("JUNE"), "months": .list([.string("JUNE"), .string("MAY")])],
                    ["month", "months"]
                ),
                gives: #"{"r0":{"month":"JUNE","months":["JUNE","MAY"]}}"#
            )
            let empty: [String: InputValue] = [
                "tags": .list([]), "times": .list([]), "shares": .list([.integer(1)]),
            ]
            try await backend.expect(
                create(empty, ["tags", "times", "days", "month"], style: .rest),
                gives: #"{"r0":{"tags":[],"times":[],"days":null,"month":"may"}}"#
            )
        }
    }

    @Test(
        "What a rule refuses is refused before the database and by it",
        arguments: [
            ("tags", .list([.string("a"), .string("toolong")]), "TOO_LONG", "'{a,toolong}'"),
            ("tags", .list([.string("")]), "TOO_SHORT", "'{\"\"}'"),
            ("tags", .list([.string("A")]), "BAD_FORMAT", "'{A}'"),
            ("tags", .list([.string("a"), .null]), "REQUIRED", "'{a,null}'"),
            ("tags", .list([.string("a"), .string("a")]), "DUPLICATE_ITEM", "'{a,a}'"),
            ("tags", .list(["a", "b", "c", "d"].map { .string($0) }), "TOO_LONG", "'{a,b,c,d}'"),
            ("tags", .list([.integer(1)]), "INVALID_TYPE", "'{{a}}'"),
            ("tags", .string("a"), "INVALID_TYPE", nil),
            ("shares", .list([]), "TOO_SHORT", "'{}'"),
            ("shares", .list([.integer(1), .integer(101)]), "TOO_LARGE", "'{1,101}'"),
            ("shares", .list([.integer(-1)]), "TOO_SMALL", "'{-1}'"),
            ("days", .list([.string("SUNDAY")]), "NOT_A_MEMBER", "'{sunday}'"),
            ("prices", .list([.number("0.125")]), "BAD_FORMAT", nil),
            ("marks", .list([.number("1e999")]), "INVALID_TYPE", "'{NaN}'"),
            ("marks", .list([.string("x")]), "INVALID_TYPE", "'{-Infinity}'"),
        ] as [(String, InputValue, String, String?)]
    )
    func refusals(field: String, value: InputValue, code: String, stored: String?) async throws {
        try await Backend.with(spec: Self.spec, seed: "insert into plans (name) values ('a')") { backend in
            let errors = await backend.errors(create([field: value], ["id"]))
            #expect(errors.map(\.code.rawValue) == [code])
            #expect(errors.first?.field == ["input", field])
            guard let stored else { return }
            await #expect(throws: (any Error).self) {
                try await backend.scalar("update plans set \(field) = \(stored)")
            }
        }
    }

    @Test("A rule over lists counts and compares them")
    func rules() async throws {
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            let days = InputValue.list([.string("MONDAY"), .string("MONDAY")])
            let uncounted = create(["days": days, "shares": .list([.integer(1)])], ["id"])
            #expect(await backend.errors(uncounted).map(\.message) == ["A share for each day."])
            let same: InputValue = .list([.string("a")])
            let errors = await backend.errors(create(["texts": same, "tags": same], ["id"]))
            #expect(errors.map(\.message) == ["Texts are no tags."])
        }
    }

    @Test("Filters ask which items there are")
    func filters() async throws {
        let seed = """
            insert into plans (name, tags, days, months) values
                ('one', '{a,b}', '{monday}', '{may}'), ('two', '{b}', null, '{june}'),
                ('three', '{}', '{monday,tuesday}', null);
            """
        let tags: (Comparison, [String]) -> Filter = { comparison, items in
            .compare(field: "tags", comparison, .constant(.list(items.map { .string($0) })))
        }
        let monday = Operand.list([.constant(.string("MONDAY"))])
        let cases: [(Filter, [String])] = [
            (tags(.eq, ["a", "b"]), ["one"]), (tags(.ne, ["b"]), ["one", "three"]),
            (tags(.contains, ["b"]), ["one", "two"]), (tags(.contains, []), ["one", "two", "three"]),
            (tags(.containedBy, ["b"]), ["two", "three"]), (tags(.overlaps, ["a", "c"]), ["one"]),
            (.compare(field: "days", .contains, monday), ["one", "three"]),
            (.isNull(field: "days", true), ["two"]),
            (.compare(field: "month", .in, .constant(.list([.string("MAY")]))), ["one", "two", "three"]),
            (.compare(field: "month", .eq, .constant(.string("JUNE"))), []),
            (.compare(field: "months", .overlaps, .constant(.list([.string("JUNE")]))), ["two"]),
        ]
        try await Backend.with(spec: Self.spec, seed: seed) { backend in
            for (filter, expected) in cases {
                let json = try await backend.run(.query(.all("Plan", filter: filter, .nodes(.field("name")))))
                for name in ["one", "two", "three"] {
                    #expect(json.contains("\"\(name)\"") == expected.contains(name), "\(filter)")
                }
            }
        }
    }
}
