import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Filters ask what they say")
struct FilterTests {
    private static let spec = """
        types:
          Place:
            fields:
              city: text
              code: { type: integer, optional: true }
        entities:
          Thing:
            fields:
              name: text
              title: { type: text, optional: true }
              tags: { type: array, of: text, optional: true }
              extra: { type: json, optional: true }
              days: { type: range, of: date, optional: true }
              address: { type: inet, optional: true }
              home: { type: Place, optional: true, storage: jsonb }
              whole: { to: Thing, optional: true, inverse: parts, on_delete: restrict }
              is_shown: { type: boolean, default: true }
            access: { read: is_shown }
        """

    private static let seed = """
        insert into things (id, name, title, tags, extra, days, address, home) values
            ('\(Clinic.id(1))', 'a', 'Äpfel & Kiwi', '{x,y}', '{"k": 1, "l": {"m": [true, null]}}',
                '[2026-01-01,2026-01-05)', '10.1.0.0/16', '{"city": "Wien", "code": 1010}'),
            ('\(Clinic.id(2))', 'b', '100%_\\', '{}', '["k", 2]', '[2026-01-05,)', '10.1.2.3', null),
            ('\(Clinic.id(3))', 'c', 'straSSE', '{y}', '{"k": null}', '(,2026-01-01)', '2001:db8::/32', null),
            ('\(Clinic.id(4))', 'd', null, null, null, null, null, null);
        insert into things (name, whole_id, title, is_shown) values
            ('a1', '\(Clinic.id(1))', 'x', true), ('a2', '\(Clinic.id(1))', 'y', true),
            ('b1', '\(Clinic.id(2))', 'x', true), ('b2', '\(Clinic.id(2))', 'y', false),
            ('c1', '\(Clinic.id(3))', null, true);
        """

    private static func range(_ start: String?, _ end: String?) -> InputValue {
        .object([
            .init("start", start.map { .string($0) } ?? .null),
            .init("end", end.map { .string($0) } ?? .null),
        ])
    }

    private static func title(_ comparison: Comparison, _ text: String) -> Filter {
        .compare(field: "title", comparison, .constant(.string(text)))
    }

    private static func field(
        _ name: String,
        of aspect: Aspect = .value,
        _ comparison: Comparison,
        _ value: InputValue
    )
        -> Filter
    {
        .compare(field: name, of: aspect, comparison, .constant(value))
    }

    private static func member(_ path: String...) -> Aspect {
        .member(path: .constant(.list(path.map { .string($0) })))
    }

    private static let texts: [(Filter, String)] = [
        (title(.contains, "pfel &"), "a"), (title(.contains, "%"), "b"), (title(.contains, "_"), "b"),
        (title(.contains, "\\"), "b"), (title(.contains, "0%_\\"), "b"), (title(.contains, "Ä"), "a"),
        (title(.contains, ""), "abc"), (title(.startsWith, "100%"), "b"), (title(.startsWith, "%"), ""),
        (title(.endsWith, "_\\"), "b"), (title(.endsWith, "0_\\"), ""), (title(.contains, "kiwi"), ""),
        (title(.icontains, "kIWI"), "a"), (title(.icontains, "äP"), "a"),
        (title(.istartsWith, "äPFEL"), "a"), (title(.istartsWith, "kiwi"), ""),
        (title(.iendsWith, "SSe"), "c"),
        (title(.iendsWith, "%_"), ""), (title(.ieq, "STRASSE"), "c"), (title(.ieq, "STRASS"), ""),
        (title(.ieq, "100%_\\"), "b"), (title(.ieq, "100x_\\"), ""), (.not(title(.icontains, "k")), "bc"),
    ]

    private static let lists: [(Filter, String)] = [
        (field("tags", .contains, .list([.string("y")])), "ac"),
        (field("tags", of: .length, .eq, .integer(0)), "b"),
        (field("tags", of: .length, .gte, .integer(1)), "ac"),
        (field("tags", of: .length, .ne, .integer(2)), "bc"),
        (field("tags", of: .length, .in, .list([.integer(0), .integer(2)])), "ab"),
        (.isNull(field: "tags", true), "d"),
    ]

    private static let documents: [(Filter, String)] = [
        (field("extra", .contains, .object([.init("k", .integer(1))])), "a"),
        (field("extra", .containedBy, .list([.string("k"), .integer(2), .integer(3)])), "b"),
        (field("extra", .eq, .list([.string("k"), .number("2.0")])), "b"),
        (field("extra", .ne, .list([.string("k"), .integer(2)])), "ac"),
        (field("extra", .hasKey, .string("k")), "abc"),
        (field("extra", .hasAllKeys, .list([.string("k"), .string("l")])), "a"),
        (field("extra", .hasAnyKey, .list([.string("l"), .string("z")])), "a"),
        (field("extra", of: member("l", "m", "0"), .eq, .boolean(true)), "a"),
        (field("extra", of: member("l"), .hasKey, .string("m")), "a"),
        (field("extra", of: member("k"), .ne, .integer(2)), "ac"),
        (field("extra", of: member("'; drop table things"), .eq, .integer(1)), ""),
        (.isNull(field: "extra", of: member("k"), true), "bcd"),
        (.isNull(field: "extra", of: member("k"), false), "a"),
        (.isNull(field: "extra", of: member("l", "m", "1"), false), ""),
        (field("home_city", .istartsWith, .string("W")), "a"), (field("home_code", .gt, .integer(1009)), "a"),
        (.isNull(field: "home_code", true), "bcd"),
    ]

    private static let ranges: [(Filter, String)] = [
        (field("days", .contains, .string("2026-01-05")), "b"),
        (field("days", .containsRange, range("2026-01-02", "2026-01-05")), "a"),
        (field("days", .containsRange, range(nil, "2025-01-01")), "c"),
        (field("days", .adjacent, range("2026-01-01", "2026-01-05")), "bc"),
        (field("days", .before, range("2026-01-05", nil)), "ac"),
        (field("days", .after, range(nil, "2026-01-01")), "ab"),
        (field("days", of: .start, .gte, .string("2026-01-01")), "ab"),
        (field("days", of: .end, .in, .list([.string("2026-01-05")])), "a"),
        (.isNull(field: "days", of: .end, true), "bd"), (.isNull(field: "days", of: .start, false), "ab"),
    ]

    private static let addresses: [(Filter, String)] = [
        (field("address", .within, .string("10.0.0.0/8")), "ab"),
        (field("address", .within, .string("10.1.0.0/16")), "ab"),
        (field("address", .within, .string("10.1.2.0/24")), "b"),
        (field("address", .contains, .string("10.1.255.1")), "a"),
        (field("address", .contains, .string("2001:db8:1::/48")), "c"),
        (field("address", .within, .string("::/0")), "c"),
    ]

    private static let relations: [(Filter, String)] = [
        (.every(inverse: "parts", title(.eq, "x")), "bd"),
        (.not(.every(inverse: "parts", title(.eq, "x"))), "ac"),
        (.every(inverse: "parts", .not(title(.eq, "x"))), "d"), (.every(inverse: "parts", .or([])), "d"),
        (.some(inverse: "parts", title(.eq, "y")), "a"), (.some(inverse: "parts", .and([])), "abc"),
        (.not(.some(inverse: "parts", .and([]))), "d"),
        (
            .some(inverse: "parts", .related(relation: "whole", .every(inverse: "parts", title(.eq, "x")))),
            "b"
        ),
        (.not(.and([title(.eq, "straSSE"), .isNull(field: "tags", true)])), "abc"),
        (.not(.or([title(.eq, "straSSE"), .not(title(.eq, "straSSE"))])), ""),
    ]

    @Test(
        "Of texts, lists, JSON, ranges, addresses, and of rows behind relations",
        arguments: [texts, lists, documents, ranges, addresses, relations]
    )
    func filters(cases: [(Filter, String)]) async throws {
        try await Backend.with(spec: Self.spec, seed: Self.seed) { backend in
            for (filter, expected) in cases {
                let operation = PlumblineQuery.Operation.query(
                    .all(
                        "Thing",
                        filter: .and([filter, .isNull(field: "whole", true)]),
                        order: [OrderTerm(field: "name", isDescending: false)],
                        .nodes(.field("name"))
                    )
                )
                let nodes = expected.map { "{\"name\":\"\($0)\"}" }.joined(separator: ",")
                try await backend.expect(operation, gives: "{\"r\":{\"nodes\":[\(nodes)]}}", "\(filter)")
            }
        }
    }

    @Test("Parts whatever the case are the same as those that lower-case texts have, letter by letter")
    func folding() async throws {
        let letters = [
            "k", "K", "\u{212A}", "i", "I", "İ", "ı", "ß", "ẞ", "Å", "\u{212B}", "σ", "ς", "Σ", "%", "_",
            "\\",
        ]
        let seed = letters.map { "insert into things (name, title) values ('x', 'a\($0)b');" }.joined()
        try await Backend.with(spec: Self.spec, seed: seed) { backend in
            for letter in letters {
                let filter = Self.title(.icontains, letter + "B")
                let found = try await backend.run(.query(.all("Thing", filter: filter, .count)))
                let expected = try await backend.scalar(
                    """
                    select count(*) from things where strpos(lower(title collate "default"),
                        lower('\(letter)B' collate "default")) > 0
                    """
                )
                #expect(found == "{\"r\":{\"count\":\(expected ?? "")}}", "\(letter)")
            }
        }
    }
}
