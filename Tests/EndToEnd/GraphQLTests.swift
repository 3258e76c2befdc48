import Foundation
import PlumblineServerTestSupport
import Testing

@Suite("GraphQL over HTTP")
struct GraphQLTests {
    private static let page = """
        query Page($provider: ID!, $from: DateTime!, $first: Int, $after: String, $last: Int, $before: String) {
          appointments(
            first: $first, after: $after, last: $last, before: $before
            filter: { providerId: { eq: $provider }, startsAt: { gte: $from } }
            orderBy: [{ startsAt: ASC }]
          ) {
            edges { cursor node { id startsAt status client { fullName } service { name } provider { name timeZone } } }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
            totalCount
          }
        }
        """

    @Test("Staff lists a provider's appointments with their relations, forward and back")
    func pages() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("omar")
            let common = #""provider":"\#(Fixture.provider)","from":"2030-01-01T00:00:00Z""#
            let first = try await server.graphQL(
                Self.page,
                variables: #"{\#(common),"first":1}"#,
                token: token
            )
            #expect(first.status == 200, "\(first.text)")
            let connection = first.json.data.appointments
            #expect(connection.totalCount.integer == 2)
            #expect(connection.pageInfo.hasNextPage == .boolean(true))
            #expect(connection.edges[0].node.id.string == Fixture.adasAppointment)
            #expect(connection.edges[0].node.startsAt.string == "2030-01-07T09:00:00Z")
            #expect(connection.edges[0].node.status.string == "CONFIRMED")
            #expect(connection.edges[0].node.client.fullName.string == "Ada Client")
            #expect(connection.edges[0].node.service.name.string == "Treatment")
            #expect(connection.edges[0].node.provider.timeZone.string == "Europe/Vienna")

            let cursor = try #require(connection.pageInfo.endCursor.string)
            let variables = #"{\#(common),"first":1,"after":"\#(cursor)"}"#
            let second = try await server.graphQL(Self.page, variables: variables, token: token).json.data
                .appointments
            #expect(second.edges[0].node.id.string == Fixture.bensAppointment)
            #expect(second.pageInfo.hasNextPage == .boolean(false))
            #expect(second.pageInfo.hasPreviousPage == .boolean(true))

            let back = try #require(second.pageInfo.startCursor.string)
            let last = #"{\#(common),"last":1,"before":"\#(back)"}"#
            let before = try await server.graphQL(Self.page, variables: last, token: token).json.data
                .appointments
            #expect(before.edges[0].node.id.string == Fixture.adasAppointment)
        }
    }

    private static let create = """
        mutation Book($input: CreateAppointmentInput!) {
          createAppointment(input: $input) { id startsAt endsAt status client { fullName } }
        }
        """

    private static func booking(
        _ startsAt: String,
        client: String = Fixture.ada,
        service: String = Fixture.service
    ) -> String {
        #"{"input":{"clientId":"\#(client)","providerId":"\#(Fixture.provider)","serviceId":"\#(service)","startsAt":"\#(startsAt)"}}"#
    }

    @Test("A client books: the end follows from the service's duration")
    func books() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("ada")
            let answer = try await server.graphQL(
                Self.create,
                variables: Self.booking("2030-02-01T08:00:00+01:00"),
                token: token
            )
            let made = answer.json.data.createAppointment
            #expect(made.startsAt.string == "2030-02-01T07:00:00Z", "\(answer.text)")
            #expect(made.endsAt.string == "2030-02-01T07:45:00Z")
            #expect(made.status.string == "REQUESTED")
            #expect(made.client.fullName.string == "Ada Client")
        }
    }

    @Test("A taken time is refused by the rule's own code and sentence, and nothing is written")
    func refusesDoubleBooking() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("ada")
            let answer = try await server.graphQL(
                Self.create,
                variables: Self.booking("2030-01-07T09:30:00Z"),
                token: token
            )
            #expect(answer.status == 200)
            #expect(answer.json.data == .null)
            #expect(answer.json.errors[0].extensions.code.string == "SLOT_TAKEN", "\(answer.text)")
            #expect(answer.json.errors[0].message.string == "That time is already taken.")
            #expect(answer.json.errors[0].path == .list([.string("createAppointment")]))
        }
    }

    @Test("Another provider's service is refused by the database's composite key")
    func refusesForeignService() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("ada")
            let variables = Self.booking("2030-03-01T08:00:00Z", service: Fixture.otherService)
            let answer = try await server.graphQL(Self.create, variables: variables, token: token)
            #expect(
                answer.json.errors[0].message.string == "The service is not one of this provider's.",
                "\(answer.text)"
            )
        }
    }

    @Test("A client cannot book for another")
    func refusesForeignClient() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("ada")
            let variables = Self.booking("2030-03-01T08:00:00Z", client: Fixture.ben)
            let answer = try await server.graphQL(Self.create, variables: variables, token: token)
            #expect(answer.json.errors[0].extensions.code.string == "FORBIDDEN", "\(answer.text)")
        }
    }

    @Test("All broken rules are told at once, each with its field")
    func tellsAllViolations() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let answer = try await server.graphQL(
                """
                mutation { createUser(input: { username: "a", email: "nowhere", fullName: "", password: "short" }) { id } }
                """,
                token: token
            )
            let fields = answer.json.errors.elements.compactMap { $0.extensions.field[1].string }
            #expect(Set(fields) == ["username", "email", "fullName", "password"], "\(answer.text)")
        }
    }

    @Test("An update with a stale version is refused, and one with the right version counts on")
    func checksVersions() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let update = """
                mutation U($id: ID!, $version: Int) {
                  updateAppointment(id: $id, expectedVersion: $version, input: { notes: "Bring the letter." }) { notes version }
                }
                """
            let id = #""id":"\#(Fixture.adasAppointment)""#
            let good = try await server.graphQL(update, variables: #"{\#(id),"version":1}"#, token: token)
            #expect(good.json.data.updateAppointment.version.integer == 2, "\(good.text)")
            let stale = try await server.graphQL(update, variables: #"{\#(id),"version":1}"#, token: token)
            #expect(stale.json.errors[0].extensions.code.string == "VERSION_MISMATCH", "\(stale.text)")
        }
    }

    @Test("An error in one mutation undoes all of them and names each")
    func undoesAll() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let answer = try await server.graphQL(
                """
                mutation {
                  first: updateUser(id: "\(Fixture.ada)", input: { fullName: "Changed" }) { fullName }
                  second: deleteUser(id: "00000000-0000-7000-8000-00000000dead")
                }
                """,
                token: token
            )
            #expect(answer.json.data == .null)
            let codes = answer.json.errors.elements.map { ($0.path[0].string, $0.extensions.code.string) }
            #expect(codes.contains { $0 == ("second", "NOT_FOUND") }, "\(answer.text)")
            #expect(codes.contains { $0 == ("first", "UNDONE") }, "\(answer.text)")
            let after = try await server.graphQL(
                "{ user(id: \"\(Fixture.ada)\") { fullName } }",
                token: token
            )
            #expect(after.json.data.user.fullName.string == "Ada Client")
        }
    }

    @Test("A query over GET works; a mutation over GET does not")
    func answersGet() async throws {
        try await RunningServer.reference { server in
            let good = try await server.send("GET", "/graphql?query=%7Bproviders%7Bnodes%7Bname%7D%7D%7D")
            #expect(good.status == 200)
            #expect(good.json.data.providers.nodes.elements.count == 2, "\(good.text)")
            let bad = try await server.send("GET", "/graphql?query=mutation%7BdeleteUser(id:%221%22)%7D")
            #expect(bad.status == 405)
        }
    }

    @Test("The media type decides the status of a refused document")
    func negotiatesMediaTypes() async throws {
        try await RunningServer.reference { server in
            let body = #"{"query":"{ nothing }"}"#
            let strict = try await server.send(
                "POST",
                "/graphql",
                headers: ["Accept": "application/graphql-response+json"],
                body: body
            )
            #expect(strict.status == 400)
            #expect(strict.fields["content-type"]?.hasPrefix("application/graphql-response+json") == true)
            let legacy = try await server.send(
                "POST",
                "/graphql",
                headers: ["Accept": "application/json"],
                body: body
            )
            #expect(legacy.status == 200)
            #expect(legacy.json.errors[0].message.string?.contains("nothing") == true)
        }
    }
}
