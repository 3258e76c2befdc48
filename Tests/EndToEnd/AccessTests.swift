import Foundation
import PlumblineServerTestSupport
import Testing

@Suite("A client cannot see another client's appointment")
struct AccessTests {
    /// Every way to a row, as a query that would show Ben's appointment to somebody who may read it.
    private static let ways: [String] = [
        "{ appointment(id: \"\(Fixture.bensAppointment)\") { id } }",
        "{ appointments { nodes { id } totalCount } }",
        "{ appointments(filter: { clientId: { eq: \"\(Fixture.ben)\" } }) { nodes { id } totalCount } }",
        "{ appointments(filter: { client: { fullName: { startsWith: \"Ben\" } } }) { nodes { id } totalCount } }",
        "{ provider(id: \"\(Fixture.provider)\") { appointments { nodes { id } totalCount } } }",
        "{ service(id: \"\(Fixture.service)\") { appointments { nodes { id } totalCount } } }",
        "{ providers { nodes { services { nodes { appointments { nodes { id } } } } } } }",
        "{ users { nodes { id appointments { nodes { id } } } } }",
    ]

    @Test("by id, list, filter, nesting or count")
    func hides() async throws {
        try await RunningServer.reference { server in
            let (adasToken, adminsToken) = (try await server.signIn("ada"), try await server.signIn("admin"))
            for query in Self.ways {
                let ada = try await server.graphQL(query, token: adasToken)
                #expect(ada.json.errors == .null, "\(ada.text)")
                #expect(!ada.text.contains(Fixture.bensAppointment), "\(query)")
                #expect(!ada.text.contains("\"totalCount\":2"), "\(query)")
                let anonymous = try await server.graphQL(query)
                #expect(!anonymous.text.contains(Fixture.bensAppointment), "\(query)")
                #expect(!anonymous.text.contains(Fixture.adasAppointment), "\(query)")
                let admin = try await server.graphQL(query, token: adminsToken)
                #expect(admin.text.contains(Fixture.bensAppointment), "\(admin.text)")
            }
        }
    }

    @Test("over REST either: the answer is that of a row which does not exist")
    func hidesOverREST() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("ada")
            let hidden = try await server.send(
                "GET",
                "/api/v1/appointments/\(Fixture.bensAppointment)",
                token: token
            )
            let absent = try await server.send(
                "GET",
                "/api/v1/appointments/00000000-0000-7000-8000-00000000dead",
                token: token
            )
            #expect(hidden.status == 404)
            #expect(absent.status == 404)
            #expect(hidden.json.detail == absent.json.detail)
            let list = try await server.send("GET", "/api/v1/appointments", token: token)
            #expect(list.json.items.elements.map(\.id.string) == [Fixture.adasAppointment], "\(list.text)")
        }
    }

    @Test("A provider sees its own appointments, whoever comes")
    func showsProviders() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("nora")
            let answer = try await server.graphQL(
                "{ appointments { totalCount nodes { client { fullName } } } }",
                token: token
            )
            #expect(answer.json.data.appointments.totalCount.integer == 2, "\(answer.text)")
            // A relation to a row that the caller may not read is null, and never an error.
            #expect(answer.json.data.appointments.nodes[0].client == .null)
        }
    }

    @Test("A change whose answer the caller may not read is undone")
    func undoesUnreadableChanges() async throws {
        try await RunningServer.reference { server in
            // Nora may change her provider's appointments; giving one to a provider that is not hers hides it from her.
            let move = #"{"providerId":"\#(Fixture.otherProvider)","serviceId":"\#(Fixture.otherService)"}"#
            let path = "/api/v1/appointments/\(Fixture.adasAppointment)"
            let answer = try await server.send(
                "PATCH",
                path,
                token: try await server.signIn("nora"),
                body: move
            )
            #expect(answer.status == 403, "\(answer.text)")
            let after = try await server.send("GET", path, token: try await server.signIn("admin"))
            #expect(after.json.providerId.string == Fixture.provider)
        }
    }

    @Test("A role is given by an admin only")
    func protectsRoles() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("ada")
            let answer = try await server.send(
                "PATCH",
                "/api/v1/users/\(Fixture.ada)",
                token: token,
                body: #"{"role":"admin"}"#
            )
            #expect(answer.status == 403, "\(answer.text)")
        }
    }

    @Test("A password is never shown, and the schema does not know one")
    func hidesPasswords() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let user = try await server.send("GET", "/api/v1/users/\(Fixture.ada)", token: token)
            #expect(user.status == 200)
            #expect(!user.text.lowercased().contains("password"))
            let query = try await server.graphQL(
                "{ user(id: \"\(Fixture.ada)\") { password } }",
                token: token
            )
            #expect(query.json.errors[0].message.string?.contains("Cannot query field \"password\"") == true)
        }
    }
}
