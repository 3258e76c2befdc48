import PlumblineSchema
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("Idempotency keys")
struct IdempotencyTests {
    private static let path = "/api/v1/appointments"

    private static func booking(_ start: String = "2031-05-01T08:00:00Z") -> String {
        """
        {"clientId":"\(Fixture.ada)","providerId":"\(Fixture.provider)","serviceId":"\(Fixture.service)",\
        "startsAt":"\(start)"}
        """
    }

    /// The parts of an answer that a repeated one has, too.
    private static func essence(_ answer: HTTPAnswer) -> [String] {
        let fields = ["etag", "location", "content-type"].map { answer.fields[$0] ?? "-" }
        return ["\(answer.status)", answer.text] + fields
    }

    @Test("A row that 16 requests make at once is made once, and each gets its status, body and fields")
    func race() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("ada")
            let answers = try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        try await server.send(
                            "POST",
                            Self.path,
                            token: token,
                            headers: ["Idempotency-Key": "book"],
                            body: Self.booking()
                        )
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.map(Self.essence)).count == 1, "\(Set(answers.map(Self.essence)))")
            #expect(answers[0].status == 201)
            #expect(answers[0].fields["location"] != nil && answers[0].fields["etag"] == "\"1\"")
            #expect(answers.filter { $0.fields["idempotency-replayed"] == "true" }.count == 15)
            let count = "select count(*)::text from appointments where starts_at = '2031-05-01 08:00Z'"
            #expect(try await server.database.scalar(count) == "1")
        }
    }

    @Test("Every change of a row is repeated as it was answered")
    func verbs() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let row = Self.path + "/" + Fixture.adasAppointment
            let changes: [(method: String, body: String?, match: String)] = [
                ("PATCH", #"{"notes":"one"}"#, "\"1\""), ("DELETE", nil, "\"2\""),
            ]
            for (method, body, match) in changes {
                let headers = ["Idempotency-Key": method, "If-Match": match]
                let first = try await server.send(method, row, token: token, headers: headers, body: body)
                #expect((200..<300).contains(first.status), "\(first.text)")
                #expect(first.fields["idempotency-replayed"] == nil)
                let second = try await server.send(method, row, token: token, headers: headers, body: body)
                #expect(Self.essence(second) == Self.essence(first))
                #expect(second.fields["idempotency-replayed"] == "true")
            }
        }
    }

    @Test("A key stands for one request of one caller, in REST and GraphQL alike")
    func mismatches() async throws {
        try await RunningServer.reference { server in
            let admin = try await server.signIn("admin")
            func book(_ start: String, token: String, match: String? = nil) async throws -> HTTPAnswer {
                let headers = ["Idempotency-Key": "k", "If-Match": match].compactMapValues { $0 }
                return try await server.send(
                    "POST",
                    Self.path,
                    token: token,
                    headers: headers,
                    body: Self.booking(start)
                )
            }
            #expect(try await book("2031-05-01T08:00:00Z", token: admin).status == 201)
            let other = try await book("2031-05-02T08:00:00Z", token: admin)
            #expect(other.status == 422)
            #expect(other.json.code.string == "IDEMPOTENCY_KEY_REUSED")
            #expect(try await book("2031-05-01T08:00:00Z", token: admin, match: "\"1\"").status == 422)
            let ada = try await server.signIn("ada")
            #expect(try await book("2031-05-03T08:00:00Z", token: ada).status == 201)

            let mutation = #"mutation { updateUser(id: \"\#(Fixture.admin)\", input: {}) { id } }"#
            for accept in ["application/json", "application/graphql-response+json"] {
                let answer = try await server.send(
                    "POST",
                    "/graphql",
                    token: admin,
                    headers: ["Idempotency-Key": "k", "Accept": accept],
                    body: #"{"query":"\#(mutation)"}"#
                )
                #expect(answer.status == 422)
                #expect(answer.json.errors[0].extensions.code.string == "IDEMPOTENCY_KEY_REUSED")
                #expect(answer.json.data == .null)
            }
        }
    }

    @Test("A GraphQL document is the same by its text and by its hash; its variables make another request")
    func graphQL() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("ada")
            let document = """
                mutation ($id: ID!, $name: String!) { updateUser(id: $id, input: { fullName: $name }) { version } }
                """
            let hash = SHA256Digest.hex(of: document.utf8)
            func send(_ members: String, name: String) async throws -> HTTPAnswer {
                try await server.send(
                    "POST",
                    "/graphql",
                    token: token,
                    headers: ["Idempotency-Key": "\"k\""],
                    body: #"{\#(members),"variables":{"id":"\#(Fixture.ada)","name":"\#(name)"}}"#
                )
            }
            let byText = #""query":"\#(document)""#
            let byHash = #""documentId":"sha256:\#(hash)""#
            let first = try await send(byText + "," + byHash, name: "Ada L.")
            #expect(first.text == #"{"data":{"updateUser":{"version":2}}}"#)
            for members in [byText, byHash] {
                let again = try await send(members, name: "Ada L.")
                #expect(again.text == first.text)
                #expect(again.fields["idempotency-replayed"] == "true")
            }
            #expect(try await send(byHash, name: "Ada").status == 422)
            let version = "select version::text from users where id = '\(Fixture.ada)'"
            #expect(try await server.database.scalar(version) == "2")
        }
    }

    @Test("A key that is none is refused, and so is one of a batch or of nobody")
    func refusals() async throws {
        try await RunningServer.reference(settings: ["GRAPHQL_MAX_BATCH": "5"]) { server in
            let token = try await server.signIn("ada")
            func status(_ path: String, _ body: String, key: String, token: String?) async throws -> Int {
                let headers = ["Idempotency-Key": key]
                return try await server.send("POST", path, token: token, headers: headers, body: body)
                    .status
            }
            let query = #"{"query":"{ __typename }"}"#
            #expect(try await status(Self.path, Self.booking(), key: "\"", token: token) == 400)
            #expect(try await status("/graphql", query, key: "\"", token: token) == 400)
            #expect(try await status("/graphql", query, key: "k", token: token) == 200)
            #expect(try await status("/graphql", "[\(query)]", key: "k", token: token) == 400)
            let change = #"{"query":"mutation { __typename }"}"#
            let anonymous = try await server.send(
                "POST",
                "/graphql",
                headers: ["Idempotency-Key": "k"],
                body: change
            )
            #expect(anonymous.json.errors[0].extensions.code.string == "UNAUTHENTICATED")
        }
    }

    @Test("A token with fewer rights does not get what one with more was answered")
    func rights() async throws {
        try await RunningServer.reference { server in
            let path = "/api/v1/users/\(Fixture.ada)"
            func change(_ token: String) async throws -> HTTPAnswer {
                let headers = ["Idempotency-Key": "k"]
                return try await server.send(
                    "PATCH",
                    path,
                    token: token,
                    headers: headers,
                    body: #"{"fullName":"A"}"#
                )
            }
            let client = try await server.signIn("ada")
            #expect(try await change(client).status == 200)
            let promotion = "update users set role = 'staff' where id = '\(Fixture.ada)'"
            try await server.database.run(script: promotion)
            let staff = try await server.signIn("ada")
            #expect(try await change(staff).status == 422)
            #expect(try await change(client).fields["idempotency-replayed"] == "true")
        }
    }
}
