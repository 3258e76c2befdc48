import PlumblinePostgres
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("Beyond capacity")
struct OverloadTests {
    private static let list = "/api/v1/services?first=1"
    private static let query = "/graphql?query=%7Bservices%7Bnodes%7Bid%7D%7D%7D"

    /// Over a connection of its own: the client library has a few only.
    private static func get(_ path: String, from server: RunningServer) async throws -> String {
        let request = "GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
        return try await onOwnThread { try RawHTTP.exchange(request, with: server.base) }
    }

    @Test("Whoever finds no place in time gets 503 with Retry-After, whoever has one an answer")
    func refusesInTime() async throws {
        let settings = ["DATABASE_CONNECTIONS": "1", "DATABASE_WAIT_MS": "300"]
        try await RunningServer.reference(settings: settings) { server in
            // The connection may take longer than that where much else is tested.
            while try await server.send("GET", "/ready").status != 200 { await Task.yield() }
            try await server.database.withClient { client in
                try await client.withConnection { connection in
                    try await connection.execute(
                        script: "begin; lock table services in access exclusive mode"
                    )
                    let answers = try await withThrowingTaskGroup(of: String.self) { group in
                        for number in 0..<60 {
                            // GraphQL and REST wait in one line.
                            let path = number % 2 == 0 ? Self.list : Self.query
                            group.addTask { try await Self.get(path, from: server) }
                        }
                        var answers: [String] = []
                        // Those who wait are told while nothing moves; at most 16 are with the database.
                        for _ in 0..<44 { if let answer = try await group.next() { answers.append(answer) } }
                        #expect(try await server.send("GET", "/health").status == 200)
                        try await connection.execute(script: "commit")
                        return try await group.reduce(into: answers) { $0.append($1) }
                    }
                    let refused = answers.filter { $0.hasPrefix("HTTP/1.1 503 ") }
                    #expect((44..<60).contains(refused.count))
                    #expect(answers.count { $0.hasPrefix("HTTP/1.1 200 ") } == 60 - refused.count)
                    for answer in refused {
                        #expect(answer.contains(/Retry-After: ([1-9]|10)\r\n/), "\(answer)")
                        #expect(answer.contains("OVERLOADED"), "\(answer)")
                    }
                }
            }
            #expect(try await server.send("GET", Self.list).status == 200)
            #expect(try await server.send("GET", "/ready").status == 200)
        }
    }

    @Test("When PostgreSQL stands still, /ready says so and /health does not mind")
    func noticesAStandstill() async throws {
        let cluster = try await TestCluster.start()
        do {
            try await RunningServer.with(cluster: cluster, seed: Fixture.sql) { server in
                while try await server.send("GET", "/ready").status != 200 { await Task.yield() }
                try await cluster.pause()
                let answers = try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
                    for _ in 0..<20 { group.addTask { try await server.send("GET", "/ready") } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.allSatisfy { $0.status == 503 && $0.fields["retry-after"] != nil })
                #expect(try await server.send("GET", "/health").status == 200)
                try await cluster.unpause()
                while try await server.send("GET", "/ready").status != 200 { await Task.yield() }
                #expect(try await server.send("GET", Self.list).status == 200)
            }
        } catch {
            try? await cluster.unpause()
            await cluster.stop()
            throw error
        }
        await cluster.stop()
    }
}
