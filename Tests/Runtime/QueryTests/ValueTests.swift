import NIOCore
import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Values go in and come out as the API says")
struct ValueTests {
    private static let fields = [
        "label", "rank", "total", "price", "ratio", "flag", "day", "clock", "moment", "extra", "status",
        "owner",
    ]

    private static let selection = Selection(fields.map { .field($0) })

    private func create(_ values: [String: InputValue], style: PlumblineQuery.Operation.Style)
        -> PlumblineQuery.Operation
    {
        let assignments = values.sorted { $0.key < $1.key }.map {
            Assignment(field: $0.key, value: .constant($0.value))
        }
        let create = Create(entity: "Sample", assignments: assignments, selection: Self.selection)
        return PlumblineQuery.Operation(
            kind: .mutation,
            style: style,
            roots: [Root(key: "r", action: .create(create))]
        )
    }

    @Test("Every type survives the way to the database and back, in both spellings")
    func allTypes() async throws {
        let values: [String: InputValue] = [
            "label": .string("a \"quoted\" \\ text\n\u{1} ☃"), "rank": .integer(-7),
            "total": .string("9007199254740993"), "price": .number("1234567890.5"),
            "ratio": .number("1.5e-7"),
            "flag": .boolean(true), "day": .string("2024-02-29"), "clock": .string("23:59:59.5"),
            "moment": .string("2026-06-01T00:30:00.000001+02:00"),
            "extra": .object([.init("a", .list([.null, .number("1.10"), .string("x")]))]),
            "owner": .string(Clinic.id(3).uppercased()),
        ]
        let body =
            #""label":"a \"quoted\" \\ text\n\u0001 ☃","rank":-7,"total":"9007199254740993","#
            + #""price":"1234567890.50","ratio":1.5e-07,"flag":true,"day":"2024-02-29","clock":"23:59:59.5","#
            + #""moment":"2026-05-31T22:30:00.000001Z","extra":{"a": [null, 1.10, "x"]},"#
        try await Backend.with { backend in
            var graphQL = values
            graphQL["status"] = .string("CHECKED_IN")
            let owner = #""owner":"\#(Clinic.id(3))""#
            try await backend.expect(
                create(graphQL, style: .graphQL),
                gives: #"{"r":{\#(body)"status":"CHECKED_IN",\#(owner)}}"#
            )
            var rest = values
            rest["status"] = .string("checked_in")
            try await backend.expect(
                create(rest, style: .rest),
                gives: #"{"r":{\#(body)"status":"checked_in",\#(owner)}}"#
            )
        }
    }

    @Test("Null is null in every type")
    func nulls() async throws {
        try await Backend.with { backend in
            let json = try await backend.run(create(["rank": .integer(1)], style: .graphQL))
            #expect(
                json
                    == #"{"r":{"label":null,"rank":1,"total":"0","price":"0.00","ratio":null,"flag":false,"day":null,"#
                    + #""clock":null,"moment":null,"extra":null,"status":null,"owner":null}}"#
            )
        }
    }

    @Test(
        "A value that is not of the field's type is refused with the field's name",
        arguments: [
            ("rank", InputValue.integer(1 << 31)), ("rank", .number("1.5")), ("rank", .null),
            ("total", .string("1e3")), ("moment", .string("2026-02-30T00:00:00Z")),
            ("moment", .string("2026-02-03T00:00:00")), ("day", .string("2023-02-29")),
            ("clock", .string("24:00:00")),
            ("ratio", .number("1e999")), ("owner", .string("not-a-uuid")), ("status", .string("checked_in")),
            ("label", .string("a\0b")), ("flag", .string("true")),
        ]
    )
    func malformedFilters(field: String, value: InputValue) async throws {
        let filter = Filter.compare(field: field, .eq, .variable("v", path: [.member("x")]))
        let planner = Planner(schema: ClinicSpec.schema)
        let plan = try planner.plan(
            .query(.all("Sample", filter: filter, .count)),
            for: CallerShape(Clinic.admin)
        )
        #expect(plan.steps.count == 1)
        try await Backend.with { backend in
            let errors = await backend.errors(
                .query(.all("Sample", filter: filter, .count)),
                ["v": .object([.init("x", value)])]
            )
            #expect(errors.map(\.code) == [.badInput])
            let name = field == "owner" ? "ownerId" : field
            #expect(errors.map(\.field) == [["filter", name]])
        }
    }

    @Test("Comparisons select what they say, and lists are one parameter")
    func comparisons() async throws {
        let seed = """
            insert into samples (id, rank, label) values
                ('\(Clinic.id(1))', 1, 'Äpfel'), ('\(Clinic.id(2))', 2, '100%'), ('\(Clinic.id(3))', 3, 'a_b'),
                ('\(Clinic.id(4))', 4, null);
            """
        let text: (Comparison, String) -> Filter = { .compare(field: "label", $0, .constant(.string($1))) }
        let ranks: (Comparison, InputValue) -> Filter = { .compare(field: "rank", $0, .constant($1)) }
        let cases: [(Filter, [Int])] = [
            (ranks(.eq, .integer(2)), [2]), (ranks(.ne, .integer(2)), [1, 3, 4]),
            (ranks(.lt, .integer(2)), [1]), (ranks(.lte, .integer(2)), [1, 2]),
            (ranks(.gt, .integer(3)), [4]), (ranks(.gte, .integer(3)), [3, 4]),
            (ranks(.in, .list([.integer(1), .integer(4)])), [1, 4]), (ranks(.in, .list([])), []),
            (ranks(.notIn, .list([.integer(1)])), [2, 3, 4]),
            (text(.contains, "%"), [2]), (text(.contains, "_"), [3]), (text(.startsWith, "a"), [3]),
            (text(.endsWith, "b"), [3]), (text(.endsWith, ""), [1, 2, 3]), (text(.icontains, "äP"), [1]),
            (.compare(field: "label", .in, .constant(.list([.string("a_b"), .string("{\"\\,")]))), [3]),
            (.isNull(field: "label", true), [4]), (.isNull(field: "label", false), [1, 2, 3]),
            (.not(text(.eq, "a_b")), [1, 2]), (.and([]), [1, 2, 3, 4]), (.or([]), []),
            (
                .or([ranks(.eq, .integer(1)), .and([ranks(.gt, .integer(1)), text(.contains, "0")])]), [1, 2]
            ),
        ]
        try await Backend.with(seed: seed) { backend in
            for (filter, expected) in cases {
                let operation = PlumblineQuery.Operation.query(
                    .all("Sample", filter: filter, .nodes(.field("rank")))
                )
                let nodes = expected.map { "{\"rank\":\($0)}" }.joined(separator: ",")
                try await backend.expect(operation, gives: "{\"r\":{\"nodes\":[\(nodes)]}}", "\(filter)")
            }
        }
    }

    @Test("The version comes beside the JSON when it is asked for")
    func version() async throws {
        try await Backend.with { backend in
            let row = Root.Action.row("Appointment", Clinic.id(301), .field("notes"))
            let output = try await backend.output(.query(row, style: .rest, returnsVersion: true))
            #expect(output.version == 1)
            #expect(!output.isNull(root: "r"))
            let none = try await backend.output(
                .query(.row("Appointment", Clinic.id(9)), returnsVersion: true)
            )
            #expect(none.version == nil)
            #expect(none.isNull(root: "r"))
        }
    }

    @Test("A root can be written alone, and an empty page is not null")
    func singleRoots() async throws {
        try await Backend.with { backend in
            let page = PlumblineQuery.Operation.query(.all("Appointment", .nodes(.field("id"))))
            let stranger = Principal(id: Clinic.id(999).lowercased(), roles: ["client"])
            let output = try await backend.output(page, as: stranger)
            #expect(!output.isNull(root: "r"))
            var buffer = ByteBuffer()
            output.write(root: "r", to: &buffer)
            #expect(String(buffer: buffer) == #"{"nodes":[]}"#)
            let none = PlumblineQuery.Operation.query(.row("Appointment", Clinic.id(301), .field("id")))
            #expect(try await backend.output(none, as: stranger).isNull(root: "r"))
        }
    }
}
