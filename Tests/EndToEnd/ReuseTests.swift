import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("Traits and values over the network")
struct ReuseTests {
    private static let box = "00000000-0000-7000-8000-000000000001"

    private func withLetter(
        seed: String = "",
        _ body: @escaping @Sendable (RunningServer, String) async throws -> Void
    ) async throws {
        try await RunningServer.with(spec: Repository.path("Tests/EndToEnd/Reuse"), seed: seed) { server in
            let made = try await server.send(
                "POST",
                "/api/v1/letters",
                body: #"{"subject": "Hello", "boxId": "\#(Self.box)"}"#
            )
            #expect(made.status == 201, "\(made.text)")
            try await body(server, try #require(made.json.id.string))
        }
    }

    @Test("What is computed is read, filtered and ordered like any other field, and never given")
    func computed() async throws {
        try await withLetter { server, id in
            let query = """
                { letters(filter: { boxName: { eq: "First" } }, orderBy: [{ shout: DESC }]) {
                  nodes { mark length boxName shout } } }
                """
            let found = try await server.graphQL(query)
            let letter = #"{"mark":"100","length":5,"boxName":"First","shout":"HELLO"}"#
            #expect(found.text == #"{"data":{"letters":{"nodes":[\#(letter)]}}}"#)
            let rest = try await server.send("GET", "/api/v1/letters?shout.startsWith=HE&orderBy=-boxName")
            #expect(rest.json.items[0].id.string == id, "\(rest.text)")
            let given = try await server.send("PATCH", "/api/v1/letters/\(id)", body: #"{"length": 1}"#)
            #expect(given.status == 422)
        }
    }

    @Test("A deleted letter is gone, is listed on request, and comes back with its history")
    func deletion() async throws {
        try await withLetter { server, id in
            #expect(try await server.send("DELETE", "/api/v1/letters/\(id)").status == 204)
            #expect(try await server.send("GET", "/api/v1/letters/\(id)").status == 404)
            let hidden = try await server.send("GET", "/api/v1/letters")
            #expect(hidden.json.items.elements.isEmpty, "\(hidden.text)")
            let listed = try await server.graphQL("{ letters(includeDeleted: true) { nodes { id } } }")
            #expect(listed.json.data.letters.nodes[0].id.string == id, "\(listed.text)")
            let rest = try await server.send("GET", "/api/v1/letters?includeDeleted=true&totalCount=true")
            #expect(rest.json.totalCount.integer == 1, "\(rest.text)")
            let back = try await server.send("POST", "/api/v1/letters/\(id)/restore")
            #expect(back.status == 200 && back.json.deletedAt == .null, "\(back.text)")
            #expect(try await server.send("POST", "/api/v1/letters/\(id)/restore").status == 404)
            let history = try await server.graphQL(
                "{ letter(id: \"\(id)\") { history(orderBy: [{ changedAt: ASC }]) { nodes { operation } } } }"
            )
            let operations = #"[{"operation":"CREATED"},{"operation":"UPDATED"},{"operation":"UPDATED"}]"#
            #expect(history.text == #"{"data":{"letter":{"history":{"nodes":\#(operations)}}}}"#)
            let again = try await server.graphQL(
                "mutation { deleteLetter(id: \"\(id)\") restoreLetter(id: \"\(id)\", expectedVersion: 4) { version } }"
            )
            #expect(again.text == #"{"data":{"deleteLetter":"\#(id)","restoreLetter":{"version":5}}}"#)
        }
    }

    @Test("Nobody signs in as a deleted person")
    func signIn() async throws {
        // The bcrypt hash of 'correct horse battery'.
        let hash = "$2b$12$abcdefghijklmnopqrstuuE3j5FFjC71WyDL2KIK7ShSoj8tPD3m6"
        let seed = """
            insert into persons (name, password, role, deleted_at) values
                ('ann', '\(hash)', 'visitor', null), ('ben', '\(hash)', 'visitor', now())
            """
        try await withLetter(seed: seed) { server, _ in
            _ = try await server.signIn("ann", "correct%20horse%20battery")
            await #expect(throws: (any Error).self) {
                try await server.signIn("ben", "correct%20horse%20battery")
            }
        }
    }
}
