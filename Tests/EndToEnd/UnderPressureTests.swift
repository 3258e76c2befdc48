import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("Under pressure")
struct UnderPressureTests {
    @Test("64 clients want one slot at once: one gets it, 63 are told that it is taken")
    func racesForASlot() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let body = """
                {"clientId":"\(Fixture.ada)","providerId":"\(Fixture.provider)","serviceId":"\(Fixture.service)",\
                "startsAt":"2031-01-07T09:00:00Z"}
                """
            let answers = try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        try await server.send("POST", "/api/v1/appointments", token: token, body: body)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.filter { $0.status == 201 }.count == 1)
            let refused = answers.filter { $0.status == 409 && $0.json.code.string == "SLOT_TAKEN" }
            #expect(refused.count == 63, "\(Set(answers.map { "\($0.status) \($0.text)" }))")
        }
    }

    @Test("PostgreSQL restarts under load: requests fail cleanly, then all is well")
    func survivesARestart() async throws {
        let cluster = try await TestCluster.start()
        do {
            try await RunningServer.with(cluster: cluster, seed: Fixture.sql) { server in
                let token = try await server.signIn("admin")
                let path = "/api/v1/users/\(Fixture.ada)"
                let statuses = try await withThrowingTaskGroup(of: [Int].self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            var seen: [Int] = []
                            for _ in 0..<150 {
                                let answer = try await server.send("GET", path, token: token)
                                seen.append(answer.status)
                                #expect(answer.status != 200 || answer.json.username.string == "ada")
                                if answer.status == 503 { try await Task.sleep(for: .milliseconds(20)) }
                            }
                            return seen
                        }
                    }
                    try await cluster.interrupt(immediate: true)
                    try await cluster.resume()
                    return try await group.reduce(into: []) { $0 += $1 }
                }
                #expect(Set(statuses).isSubset(of: [200, 503]), "\(Set(statuses))")
                var last = 0
                for _ in 0..<1_200 where last != 200 {
                    last = try await server.send("GET", path, token: token).status
                    if last != 200 { try await Task.sleep(for: .milliseconds(50)) }
                }
                #expect(last == 200)
                #expect(try await server.send("GET", "/ready").status == 200)
            }
        } catch {
            await cluster.stop()
            throw error
        }
        await cluster.stop()
    }

    private static let brokenRequests: [(body: String, status: Int)] = [
        ("{", 400), ("[]", 400), ("null", 400), (#"{"query":1}"#, 400), (#"{"query":"{"}"#, 400),
        (#"{"query":"{ user(id: \"x\") { id } }"}"#, 200),
        (#"{"query":"\#(String(repeating: "{a", count: 5_000))"}"#, 400),
        (#"{"query":"{ \#(String(repeating: "a ", count: 20_000)) }"}"#, 400),
        (#"{"query":"{ __typename }","variables":\#(String(repeating: "[", count: 5_000))}"#, 400),
        (#"{"query":"\#(String(repeating: "x", count: 1_100_000))"}"#, 413),
    ]

    @Test("What is broken, huge or deep is refused with a clear 4xx")
    func refusesBrokenRequests() async throws {
        try await RunningServer.reference { server in
            for (body, status) in Self.brokenRequests {
                let accept = [
                    "Accept": status == 200 ? "application/json" : "application/graphql-response+json"
                ]
                let answer = try await server.send("POST", "/graphql", headers: accept, body: body)
                #expect(answer.status == status, "\(body.prefix(80)): \(answer.text.prefix(300))")
                #expect(answer.json.errors != .null || answer.json.detail != .null, "\(body.prefix(80))")
                for word in ["Swift", "PlumblineGraphQL", "select ", "/Sources/"] {
                    #expect(!answer.text.contains(word), "\(body.prefix(80))")
                }
                #expect(try await server.send("GET", "/health").status == 200)
            }
        }
    }
}
