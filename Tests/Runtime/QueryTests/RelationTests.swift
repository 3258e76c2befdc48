import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Relations nest both ways at any depth")
struct RelationTests {
    private static func page(_ members: Connection.Member..., order: [OrderTerm] = []) -> Connection {
        Connection(filter: nil, order: order, page: Page(), members: members)
    }

    @Test(
        "From a user to its provider, to the provider's appointments, and back to each one's provider's user"
    )
    func thereAndBack() async throws {
        let user = Selection([.field("username")])
        let provider = Selection([.toOne(key: "user", relation: "user", user)])
        let appointments = Self.page(
            .nodes(.field("starts_at"), .toOne(key: "provider", relation: "provider", provider)),
            order: [OrderTerm(field: "starts_at", isDescending: true)]
        )
        let operation = PlumblineQuery.Operation.query(
            .row(
                "User",
                Clinic.id(5),
                .typename(key: "type"),
                .inverseOne(
                    key: "provider",
                    inverse: "provider",
                    Selection([.field("name"), .toMany(key: "list", inverse: "appointments", appointments)])
                )
            )
        )
        let back = #""provider":{"user":{"username":"doctor"}}}"#
        try await Backend.with { backend in
            try await backend.expect(
                operation,
                as: Clinic.doctor,
                gives: #"{"r":{"type":"User","provider":{"name":"Practice \"One\"","list":{"nodes":["#
                    + #"{"starts_at":"2026-01-01T10:00:00.25Z",\#(back),{"starts_at":"2026-01-01T09:00:00Z",\#(back)"#
                    + "]}}}}"
            )
        }
    }

    @Test("A user without a provider has null there, and nothing below it")
    func absentInverse() async throws {
        let below = Selection.Member.toMany(key: "list", inverse: "services", Self.page(.count))
        let operation = PlumblineQuery.Operation.query(
            .row(
                "User",
                Clinic.id(3),
                .inverseOne(key: "provider", inverse: "provider", Selection([.field("id"), below]))
            )
        )
        try await Backend.with { backend in
            try await backend.expect(operation, gives: #"{"r":{"provider":null}}"#)
        }
    }

    @Test(
        "A row without an owner and one whose owner the caller may not read have null; the key is the row's own"
    )
    func nullableRelation() async throws {
        let seed = """
            insert into samples (id, rank, owner_id) values
                ('\(Clinic.id(1))', 1, '\(Clinic.id(3))'), ('\(Clinic.id(2))', 2, '\(Clinic.id(4))'),
                ('\(Clinic.id(3))', 3, null);
            """
        let owner = Selection.Member.toOne(key: "o", relation: "owner", Selection([.field("username")]))
        let operation = PlumblineQuery.Operation.query(
            .all(
                "Sample",
                .nodes(.field("owner"), owner),
                .edges(key: "e", [.node(key: "n", Selection([owner]))])
            )
        )
        let (ann, ben) = (Clinic.id(3), Clinic.id(4))
        try await Backend.with(seed: seed) { backend in
            try await backend.expect(
                operation,
                as: Clinic.ann,
                gives:
                    #"{"r":{"nodes":[{"owner":"\#(ann)","o":{"username":"ann"}},{"owner":"\#(ben)","o":null},"#
                    + #"{"owner":null,"o":null}],"e":[{"n":{"o":{"username":"ann"}}},{"n":{"o":null}},{"n":{"o":null}}]}}"#
            )
            // A row that the caller may not read meets no filter, and so meets every `not` of one.
            let named = Filter.related(relation: "owner", .isNull(field: "username", false))
            let none = PlumblineQuery.Operation.query(
                .all("Sample", filter: .not(named), .nodes(.field("rank")))
            )
            try await backend.expect(none, as: Clinic.ann, gives: #"{"r":{"nodes":[{"rank":2},{"rank":3}]}}"#)
        }
    }

    @Test("Aliases give one field twice, and members keep the order they were asked for in")
    func aliases() async throws {
        let operation = PlumblineQuery.Operation(
            kind: .query,
            style: .rest,
            roots: ["b", "a"].map { key in
                Root(
                    key: key,
                    action: .row(
                        "Service",
                        Clinic.id(201),
                        .field(key: "y", field: "name"),
                        .field(key: "x", field: "name")
                    )
                )
            } + [Root(key: "t", action: .constant(Array(#""Query""#.utf8)))]
        )
        try await Backend.with { backend in
            let row = #"{"y":"Visit","x":"Visit"}"#
            try await backend.expect(operation, gives: #"{"b":\#(row),"a":\#(row),"t":"Query"}"#)
        }
    }
}
