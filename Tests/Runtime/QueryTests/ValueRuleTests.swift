import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Normalisation and transitions on the way to the database")
struct ValueRuleTests {
    private static let spec = """
        enums:
          State: { values: { open, paid, closed } }
        entities:
          Bill:
            fields:
              email: Email
              country: { type: CountryCode, optional: true }
              state:
                type: State
                default: open
                transitions: { open: [paid], paid: [closed] }
            access: { read: everyone, create: everyone, update: everyone }
        """

    private static let seed = "insert into bills (id, email) values ('\(Clinic.id(1))', 'ada@example.com');"

    @Test("What is written is stored as its type says, new or changed")
    func normalization() async throws {
        try await Backend.with(spec: Self.spec, seed: Self.seed) { backend in
            try await backend.expect(
                .mutation(
                    .create(
                        "Bill",
                        ["email": .string("  Eve@Example.COM "), "country": .string("at")],
                        .field("email"),
                        .field("country")
                    ),
                    .update(
                        "Bill",
                        Clinic.id(1),
                        ["country": .string(" de")],
                        .field("email"),
                        .field("country")
                    )
                ),
                gives: #"{"r0":{"email":"eve@example.com","country":"AT"},"#
                    + #""r1":{"email":"ada@example.com","country":"DE"}}"#
            )
        }
    }

    @Test("A text that is wrong however it is written is refused")
    func refusal() async throws {
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            let errors = await backend.errors(
                .mutation(.create("Bill", ["email": .string(" eve "), "country": .string("AUT")]))
            )
            #expect(errors.map(\.field) == [["input", "email"], ["input", "country"]])
            #expect(errors.map(\.code.rawValue) == ["BAD_FORMAT", "BAD_FORMAT"])
            #expect(errors.last?.message == "Country does not have the form of AT.")
        }
    }

    @Test("A step that the life of a field does not have is refused with its code and place")
    func transitions() async throws {
        try await Backend.with(spec: Self.spec, seed: Self.seed) { backend in
            let skipped = await backend.errors(
                .mutation(.update("Bill", Clinic.id(1), ["state": .string("CLOSED")]))
            )
            #expect(skipped.map(\.code.rawValue) == ["INVALID_TRANSITION"])
            #expect(skipped.map(\.field) == [["input", "state"]])
            for state in ["PAID", "PAID", "CLOSED"] {
                try await backend.expect(
                    .mutation(.update("Bill", Clinic.id(1), ["state": .string(state)], .field("state"))),
                    gives: #"{"r0":{"state":"\#(state)"}}"#
                )
            }
            let born = await backend.errors(
                .mutation(.create("Bill", ["email": .string("a@b.co"), "state": .string("PAID")]))
            )
            #expect(born.map(\.message) == ["State begins as open."])
        }
    }
}
