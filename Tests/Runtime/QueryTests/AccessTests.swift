import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("A caller reads only what the spec allows")
struct AccessTests {
    @Test(
        "A client cannot read another client's appointment by id, by list, by nesting, by filter or by count"
    )
    func otherClientsAreOutOfReach() async throws {
        try await Backend.with { backend in
            let byID = PlumblineQuery.Operation.query(.row("Appointment", Clinic.id(302), .field("id")))
            try await backend.expect(byID, as: Clinic.ann, gives: #"{"r":null}"#)
            try await backend.expect(byID, as: Clinic.ben, gives: #"{"r":{"id":"\#(Clinic.id(302))"}}"#)

            let list = PlumblineQuery.Operation.query(.all("Appointment", .nodes(.field("id")), .count))
            let own = #"{"r":{"nodes":[{"id":"\#(Clinic.id(301))"}],"count":1}}"#
            try await backend.expect(list, as: Clinic.ann, gives: own)

            let nested = Connection(
                filter: nil,
                order: [],
                page: Page(),
                members: [.nodes(.field("id")), .count]
            )
            let nesting = PlumblineQuery.Operation.query(
                .row("Provider", Clinic.id(101), .toMany(key: "a", inverse: "appointments", nested))
            )
            let nestedOwn = #"{"r":{"a":{"nodes":[{"id":"\#(Clinic.id(301))"}],"count":1}}}"#
            try await backend.expect(nesting, as: Clinic.ann, gives: nestedOwn)

            let ben = Operand.constant(.string(Clinic.id(4)))
            let byFilter = PlumblineQuery.Operation.query(
                .all("Appointment", filter: .compare(field: "client", .eq, ben), .nodes(.field("id")), .count)
            )
            try await backend.expect(byFilter, as: Clinic.ann, gives: #"{"r":{"nodes":[],"count":0}}"#)

            let named = Filter.related(
                relation: "client",
                .compare(field: "username", .eq, .constant(.string("ben")))
            )
            let related = PlumblineQuery.Operation.query(.all("Appointment", filter: named, .count))
            try await backend.expect(related, as: Clinic.ann, gives: #"{"r":{"count":0}}"#)
            try await backend.expect(related, as: Clinic.staff, gives: #"{"r":{"count":1}}"#)
        }
    }

    @Test("The user of a provider sees the provider's appointments, though not their clients")
    func ownershipAcrossARelation() async throws {
        try await Backend.with { backend in
            let operation = PlumblineQuery.Operation.query(
                .all(
                    "Appointment",
                    order: [OrderTerm(field: "starts_at", isDescending: true)],
                    .nodes(
                        .field("starts_at"),
                        .toOne(key: "client", relation: "client", Selection([.field("username")])),
                        .toOne(key: "provider", relation: "provider", Selection([.field("name")]))
                    )
                )
            )
            let provider = #""provider":{"name":"Practice \"One\""}"#
            try await backend.expect(
                operation,
                as: Clinic.doctor,
                gives: #"{"r":{"nodes":[{"starts_at":"2026-01-01T10:00:00.25Z","client":null,\#(provider)},"#
                    + #"{"starts_at":"2026-01-01T09:00:00Z","client":null,\#(provider)}]}}"#
            )
        }
    }

    @Test("What an anonymous caller could never read is refused, as signing in may help; 'me' is null")
    func anonymous() async throws {
        try await Backend.with { backend in
            let page = Root.Action.all("Appointment", .nodes(.field("id")))
            let errors = await backend.errors(.query(page), as: .anonymous)
            #expect(errors.map(\.code) == [.unauthenticated])
            #expect(errors.map(\.message) == ["Sign in to read appointments."])
            // A row may be null, so the other roots are answered all the same.
            let row = Root.Action.row("Appointment", Clinic.id(301), .field("id"))
            let refused = try backend.engine.planner.plan(.query(row), for: CallerShape(.anonymous))
            #expect(refused.refusals.map(\.message) == errors.map(\.message))
            #expect(try await backend.run(.query(row), as: .anonymous) == #"{"r":null}"#)
            let me = Root.Action.row(RowQuery(entity: "User", key: .me, selection: Selection([])))
            let plan = try backend.engine.planner.plan(.query(me), for: CallerShape(.anonymous))
            #expect(plan.steps.isEmpty)
            #expect(try await backend.run(.query(me), as: .anonymous) == #"{"r":null}"#)
        }
    }

    @Test("A masked field is null in the selection, in filters and in the order alike")
    func maskedFields() async throws {
        try await Backend.with { backend in
            let list = PlumblineQuery.Operation.query(
                .all("User", .nodes(.field("username"), .field("email")))
            )
            let seen = try await backend.run(list, as: Clinic.staff)
            #expect(seen.contains(#"{"username":"staff","email":"staff@example.org"}"#))
            #expect(seen.contains(#"{"username":"ann","email":null}"#))

            let filter = Filter.compare(field: "email", .contains, .constant(.string("ann@")))
            let search = PlumblineQuery.Operation.query(.all("User", filter: filter, .count))
            try await backend.expect(search, as: Clinic.staff, gives: #"{"r":{"count":0}}"#)
            try await backend.expect(search, as: Clinic.admin, gives: #"{"r":{"count":1}}"#)

            let order = [OrderTerm(field: "email", isDescending: false)]
            let sorted = PlumblineQuery.Operation.query(
                .all("User", order: order, .nodes(.field("username")))
            )
            let first = try await backend.run(sorted, as: Clinic.staff)
            #expect(first.hasPrefix(#"{"r":{"nodes":[{"username":"staff"}"#))
        }
    }

    @Test("What the caller wrote but may not read is not answered")
    func rereadUnderTheReadRule() async throws {
        try await Backend.with { backend in
            let plan = try backend.engine.planner.plan(
                .mutation(.update("Sample", Clinic.id(1), ["rank": .integer(1)], .field("hidden_rank"))),
                for: CallerShape(Clinic.ann)
            )
            let reread = try #require(plan.steps.last?.statement.sql)
            #expect(reread.contains("case when (t1.owner_id = $"))
        }
    }
}
