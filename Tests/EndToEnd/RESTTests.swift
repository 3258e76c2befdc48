import Foundation
import PlumblineServerTestSupport
import Testing

@Suite("REST")
struct RESTTests {
    @Test("A row is made, read, changed under its version, and deleted")
    func lives() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let body = """
                {"clientId":"\(Fixture.ada)","providerId":"\(Fixture.provider)","serviceId":"\(Fixture.service)",\
                "startsAt":"2030-05-01T08:00:00Z"}
                """
            let made = try await server.send("POST", "/api/v1/appointments", token: token, body: body)
            #expect(made.status == 201, "\(made.text)")
            #expect(made.fields["etag"] == "\"1\"")
            #expect(made.json.endsAt.string == "2030-05-01T08:45:00Z")
            #expect(made.json.status.string == "requested")
            let location = try #require(made.fields["location"])

            let read = try await server.send("GET", location, token: token)
            #expect(read.json == made.json)
            let unchanged = try await server.send(
                "GET",
                location,
                token: token,
                headers: ["If-None-Match": "\"1\""]
            )
            #expect(unchanged.status == 304)

            let patch = #"{"status":"confirmed"}"#
            let changed = try await server.send(
                "PATCH",
                location,
                token: token,
                headers: ["If-Match": "\"1\""],
                body: patch
            )
            #expect(changed.status == 200, "\(changed.text)")
            #expect(changed.json.status.string == "confirmed")
            #expect(changed.fields["etag"] == "\"2\"")
            let stale = try await server.send(
                "PATCH",
                location,
                token: token,
                headers: ["If-Match": "\"1\""],
                body: patch
            )
            #expect(stale.status == 412)

            let gone = try await server.send("DELETE", location, token: token)
            #expect(gone.status == 204)
            #expect(try await server.send("GET", location, token: token).status == 404)
        }
    }

    @Test("A list is filtered, ordered and paged")
    func lists() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let path =
                "/api/v1/appointments?providerId=\(Fixture.provider)&orderBy=-startsAt&first=1&totalCount=true"
            let first = try await server.send("GET", path, token: token)
            #expect(first.status == 200, "\(first.text)")
            #expect(first.json.items.elements.map(\.id.string) == [Fixture.bensAppointment])
            #expect(first.json.totalCount.integer == 2)
            let cursor = try #require(first.json.pageInfo.endCursor.string)
            let second = try await server.send("GET", path + "&after=\(cursor)", token: token)
            #expect(second.json.items.elements.map(\.id.string) == [Fixture.adasAppointment])
            let filtered = try await server.send(
                "GET",
                "/api/v1/appointments?status.in=requested,completed",
                token: token
            )
            #expect(filtered.json.items.elements.map(\.id.string) == [Fixture.bensAppointment])
        }
    }

    @Test("PUT gives the whole row: an optional field left out is cleared, a required one is missed")
    func replaces() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let path = "/api/v1/appointments/\(Fixture.adasAppointment)"
            _ = try await server.send("PATCH", path, token: token, body: #"{"notes":"Ring twice."}"#)
            let whole = """
                {"clientId":"\(Fixture.ada)","providerId":"\(Fixture.provider)","serviceId":"\(Fixture.service)",\
                "startsAt":"2030-01-07T09:00:00Z"}
                """
            let replaced = try await server.send("PUT", path, token: token, body: whole)
            #expect(replaced.status == 200, "\(replaced.text)")
            #expect(replaced.json.notes == .null)
            let partial = try await server.send("PUT", path, token: token, body: "{}")
            #expect(partial.status == 422)
            #expect(partial.json.errors.elements.map(\.field.string).contains("startsAt"))
        }
    }

    private static let problems: [(method: String, path: String, body: String?, status: Int, code: String)] =
        [
            ("GET", "/api/v1/nothing", nil, 404, "NOT_FOUND"),
            ("PUT", "/api/v1/users", "{}", 405, "METHOD_NOT_ALLOWED"),
            ("GET", "/api/v1/users?first=abc", nil, 400, "BAD_USER_INPUT"),
            ("GET", "/api/v1/users?shoeSize=42", nil, 400, "BAD_USER_INPUT"),
            ("GET", "/api/v1/users/not-a-uuid", nil, 400, "BAD_USER_INPUT"),
            ("POST", "/api/v1/users", "{", 400, "BAD_USER_INPUT"),
            ("POST", "/api/v1/users", "[]", 400, "BAD_USER_INPUT"),
            ("POST", "/api/v1/users", #"{"shoeSize":42}"#, 422, "VALIDATION_FAILED"),
            ("GET", "/nowhere", nil, 404, "NOT_FOUND"),
        ]

    @Test("Errors are problem documents (RFC 9457)")
    func describesProblems() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            for problem in Self.problems {
                let answer = try await server.send(
                    problem.method,
                    problem.path,
                    token: token,
                    body: problem.body
                )
                #expect(answer.status == problem.status, "\(problem): \(answer.text)")
                #expect(answer.fields["content-type"] == "application/problem+json", "\(problem)")
                #expect(answer.json.code.string == problem.code, "\(problem): \(answer.text)")
                #expect(answer.fields["x-request-id"] != nil, "\(problem)")
            }
        }
    }

    @Test("A body that is not JSON by its type is refused")
    func wantsJSON() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let answer = try await server.send(
                "POST",
                "/api/v1/users",
                token: token,
                headers: ["Content-Type": "text/plain"],
                body: "{}"
            )
            #expect(answer.status == 415)
        }
    }

    @Test("Two users of one name: a conflict that names the field")
    func tellsConflicts() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let body =
                #"{"username":"ada","email":"other@example.org","fullName":"Ada","password":"long enough for all"}"#
            let answer = try await server.send("POST", "/api/v1/users", token: token, body: body)
            #expect(answer.status == 409, "\(answer.text)")
            #expect(answer.json.code.string == "NOT_UNIQUE")
            #expect(answer.json.errors[0].field.string == "username")
        }
    }

    @Test("A deletion that would orphan rows is a conflict")
    func tellsReferences() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let answer = try await server.send("DELETE", "/api/v1/users/\(Fixture.ada)", token: token)
            #expect(answer.status == 409, "\(answer.text)")
            #expect(answer.json.code.string == "STILL_REFERENCED")
        }
    }

    @Test("Every operation of the OpenAPI document is answered, and none with a fault of ours")
    func servesWhatItDescribes() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let document = try await server.send("GET", "/openapi.json")
            guard case .object(let paths) = document.json.paths else {
                Issue.record("no paths: \(document.text)")
                return
            }
            for (path, item) in paths {
                guard case .object(let operations) = item else { continue }
                for method in operations.keys where method != "parameters" && method != "delete" {
                    let target = path.replacing("{id}", with: Fixture.ada)
                    let answer = try await server.send(
                        method.uppercased(),
                        target,
                        token: token,
                        body: method == "get" ? nil : "{}"
                    )
                    #expect(answer.status < 500 && answer.status != 405, "\(method) \(path): \(answer.text)")
                    let described = operations[method].map { $0.responses } ?? .null
                    guard case .object(let responses) = described else { continue }
                    #expect(
                        responses[String(answer.status)] != nil,
                        "\(method) \(path) answers \(answer.status)"
                    )
                }
            }
        }
    }
}
