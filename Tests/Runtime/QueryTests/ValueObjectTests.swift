import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Value objects in queries and mutations")
struct ValueObjectTests {
    private static let spec = """
        types:
          Address:
            fields:
              street: { type: text, max_length: 20 }
              zip: { type: text, optional: true }
              country: CountryCode
        entities:
          Person:
            fields:
              name: text
              home: Address
              work: { type: Address, optional: true, access: { read: "name != 'hidden'" } }
              salary: { type: Money, optional: true }
            rules:
              works_elsewhere:
                check: work.country != 'XX'
                message: Nobody works in XX.
            access: { read: everyone, create: everyone, update: everyone }
            indexes:
              - { fields: [home.country] }
        """

    private static let seed = """
        insert into persons (id, name, home_street, home_country) values ('\(Clinic.id(1))', 'Ada', 'High 1', 'AT');
        insert into persons (id, name, home_street, home_country, work_street, work_country) values
            ('\(Clinic.id(2))', 'hidden', 'Low 1', 'AT', 'Mill 1', 'DE');
        """

    private static let home = Selection.Member.object(
        key: "home",
        object: "home",
        [
            .typename(key: "type"), .field(key: "street", field: "home_street"),
            .field(key: "zip", field: "home_zip"),
        ]
    )
    private static let work = Selection.Member.object(
        key: "work",
        object: "work",
        [.field(key: "country", field: "work_country")]
    )

    @Test("An object is shown with its members, or is null where there is none or it may not be seen")
    func reading() async throws {
        try await Backend.with(spec: Self.spec, seed: Self.seed) { backend in
            try await backend.expect(
                .query(.row("Person", Clinic.id(1), Self.home, Self.work)),
                gives: #"{"r":{"home":{"type":"Address","street":"High 1","zip":null},"work":null}}"#
            )
            try await backend.expect(
                .query(.row("Person", Clinic.id(2), Self.work)),
                gives: #"{"r":{"work":null}}"#
            )
        }
    }

    @Test("Members are written as the fields they are, normalised and checked at their place")
    func writing() async throws {
        try await Backend.with(spec: Self.spec, seed: Self.seed) { backend in
            try await backend.expect(
                .mutation(
                    .update(
                        "Person",
                        Clinic.id(1),
                        [
                            "work_street": .string("Mill 2"), "work_zip": .null,
                            "work_country": .string(" de "),
                        ],
                        Self.work
                    )
                ),
                gives: #"{"r0":{"work":{"country":"DE"}}}"#
            )
            let errors = await backend.errors(
                .mutation(
                    .create(
                        "Person",
                        ["name": .string("Eve"), "home_country": .string("AT"), "work_zip": .string("1")]
                    )
                )
            )
            #expect(
                errors.map { $0.field.joined(separator: ".") } == [
                    "input.home.street", "input.work.street", "input.work.country",
                ]
            )
            let broken = await backend.errors(
                .mutation(
                    .update(
                        "Person",
                        Clinic.id(1),
                        ["work_street": .string("Mill 2"), "work_zip": .null, "work_country": .string("XX")]
                    )
                )
            )
            #expect(broken.map(\.message) == ["Nobody works in XX."])
            #expect(broken.map(\.field) == [["input", "work", "country"]])
        }
    }

    @Test(
        "The database keeps an optional object whole, whoever writes",
        arguments: [
            ("work_street = 'x'", false), ("work_zip = 'x'", false), ("work_country = 'AT'", false),
            ("work_street = 'x', work_country = 'AT'", true), ("salary_amount = 5", false),
            ("salary_amount = 5, salary_currency = 'EUR'", true),
        ]
    )
    func wholeness(change: String, isRight: Bool) async throws {
        try await Backend.with(spec: Self.spec, seed: Self.seed) { backend in
            let update = "update persons set \(change) where name = 'Ada' returning 'done'"
            let done = try? await backend.scalar(update)
            #expect((done == "done") == isRight)
        }
    }
}
