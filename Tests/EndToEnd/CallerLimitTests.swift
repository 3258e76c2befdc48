import Foundation
import PlumblinePostgres
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("The limits of callers, over HTTP")
struct CallerLimitTests {
    private static let typename = "/graphql?query=%7B__typename%7D"
    private static let proxied = ["TRUSTED_PROXIES": "127.0.0.0/8", "RATE_LIMIT": "1"]

    @Test("A caller beyond the limit gets 429, whatever answers, and nobody else does")
    func limitsRates() async throws {
        try await RunningServer.reference(settings: Self.proxied) { server in
            let paths = [(Self.typename, 200), ("/api/v1/services", 200), ("/nowhere", 404)]
            for (number, (path, status)) in paths.enumerated() {
                let headers = ["X-Forwarded-For": "192.0.2.\(number)"]
                let first = try await server.send("GET", path, headers: headers)
                #expect(first.status == status, "\(path)")
                // GraphQL, REST and the router take from one bucket.
                for (other, _) in paths {
                    let answer = try await server.send("GET", other, headers: headers)
                    #expect(answer.status == 429, "\(path), then \(other)")
                    #expect(answer.json.code.string == "RATE_LIMITED")
                    #expect(
                        answer.fields["retry-after"].flatMap { Int($0) }.map { (1...60).contains($0) } == true
                    )
                    #expect(answer.fields["ratelimit"]?.hasPrefix("\"minute\";r=0;t=") == true)
                    #expect(answer.fields["ratelimit-policy"] == "\"minute\";q=1;w=60")
                }
            }
            let health = try await server.send("GET", "/health", headers: ["X-Forwarded-For": "192.0.2.0"])
            #expect(health.status == 200)
        }
    }

    @Test("Whoever is signed in is counted as such, from whatever address")
    func countsPrincipals() async throws {
        try await RunningServer.reference(settings: Self.proxied) { server in
            let (ada, ben) = (try await server.signIn("ada"), try await server.signIn("ben"))
            func status(_ token: String, _ address: Int) async throws -> Int {
                let headers = ["X-Forwarded-For": "192.0.2.\(address)"]
                return try await server.send("GET", "/api/v1/users/me", token: token, headers: headers).status
            }
            #expect(try await status(ada, 1) == 200)
            #expect(try await status(ada, 2) == 429)
            #expect(try await status(ben, 2) == 200)
        }
    }

    @Test("So many requests of one caller are answered at a time")
    func limitsConcurrency() async throws {
        let settings = ["TRUSTED_PROXIES": "127.0.0.0/8", "CONCURRENCY_LIMIT": "1"]
        try await RunningServer.reference(settings: settings) { server in
            let headers = ["X-Forwarded-For": "192.0.2.1"]
            try await server.database.withClient { client in
                try await client.withConnection { connection in
                    // The table is locked, so the first request waits until the lock is given back. The second one comes
                    // when it does: of two that come together either may be refused.
                    try await connection.execute(
                        script: "begin; lock table services in access exclusive mode"
                    )
                    async let slow = server.send("GET", "/api/v1/services", headers: headers)
                    let waiting = PostgresStatement(
                        """
                        select count(*)::text from pg_locks join pg_database on pg_database.oid = database
                            where not granted and datname = current_database()
                        """
                    )
                    while try await connection.query(waiting).string(row: 0, column: 0) == "0" {
                        await Task.yield()
                    }
                    let answer = try await server.send("GET", Self.typename, headers: headers)
                    #expect(answer.status == 429)
                    #expect(answer.json.code.string == "TOO_MANY_AT_ONCE")
                    #expect(answer.fields["retry-after"] == "1")
                    try await connection.execute(script: "commit")
                    #expect(try await slow.status == 200)
                }
            }
            let after = try await server.send("GET", Self.typename, headers: headers)
            #expect(after.status == 200)
        }
    }
}
