import Foundation
import PlumblineServerTestSupport
import Testing

@Suite("HTTP")
struct HTTPTests {
    @Test("Pages of an allowed origin may call, those of others may not")
    func allowsOrigins() async throws {
        try await RunningServer.reference(settings: ["CORS_ORIGINS": "https://app.example"]) { server in
            for (origin, isAllowed) in [("https://app.example", true), ("https://evil.example", false)] {
                let headers = ["Origin": origin, "Access-Control-Request-Method": "POST"]
                let preflight = try await server.send("OPTIONS", "/graphql", headers: headers)
                #expect(preflight.status == 204)
                for answer in [
                    preflight, try await server.send("GET", "/health", headers: ["Origin": origin]),
                ] {
                    #expect(answer.fields["access-control-allow-origin"] == (isAllowed ? origin : nil))
                    #expect(answer.fields["vary"]?.contains("Origin") == true)
                }
            }
        }
    }

    @Test("An id that a proxy gave names the request, unless it could do harm")
    func keepsRequestIDs() async throws {
        try await RunningServer.reference { server in
            for path in ["/health", "/nowhere"] {
                let kept = try await server.send("GET", path, headers: ["X-Request-Id": "proxy-7.a_b"])
                #expect(kept.fields["x-request-id"] == "proxy-7.a_b")
                let replaced = try await server.send("GET", path, headers: ["X-Request-Id": "a b\"<script>"])
                #expect(replaced.fields["x-request-id"]?.contains("script") == false)
            }
        }
    }

    @Test("Requests sent ahead are answered in their order, whether the event loop or the router answers")
    func ordersPipelinedRequests() async throws {
        try await RunningServer.reference { server in
            let paths = [
                "/nowhere/1", "/health", "/api/v1/services?first=1", "/nowhere/2", "/ready", "/health",
            ]
            let requests = paths.enumerated().map { index, path in
                let close = index == paths.count - 1 ? "Connection: close\r\n" : ""
                return "GET \(path) HTTP/1.1\r\nHost: test\r\nX-Request-Id: r\(index)\r\n\(close)\r\n"
            }
            let text = requests.joined()
            let answer = try await onOwnThread { try RawHTTP.exchange(text, with: server.base) }
            let ids = answer.split(separator: "\r\n").filter { $0.lowercased().hasPrefix("x-request-id:") }
            #expect(ids.map { $0.suffix(2) } == (0..<paths.count).map { "r\($0)" }, "\(answer)")
        }
    }

    @Test(
        "The answer to HEAD has no body, so that the next answer is read where it begins",
        arguments: ["/health", "/docs"]
    )
    func answersHead(path: String) async throws {
        try await RunningServer.reference { server in
            let text =
                "HEAD \(path) HTTP/1.1\r\nHost: test\r\n\r\nGET /health HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
            let answer = try await onOwnThread { try RawHTTP.exchange(text, with: server.base) }
            let parts = answer.components(separatedBy: "\r\n\r\n")
            #expect(parts.count == 3, "\(answer)")
            #expect(parts.dropFirst().first?.hasPrefix("HTTP/1.1 200") == true, "\(answer)")
        }
    }

    @Test(
        "An answer that comes before its request's end is read whole and ends the connection, whoever answers",
        arguments: [("/nowhere", "404"), ("/graphql", "413")]
    )
    func answersEarly(path: String, status: String) async throws {
        try await RunningServer.reference { server in
            let head = "POST \(path) HTTP/1.1\r\nHost: test\r\nContent-Length: 50000000\r\n\r\n"
            let text = head + String(repeating: "x", count: 3_000_000)
            let answer = try await onOwnThread { try RawHTTP.exchange(text, with: server.base) }
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
            #expect(answer.contains("\r\nConnection: close\r\n"), "\(answer)")
            #expect(answer.hasSuffix("}"), "\(answer)")
        }
    }

    @Test(
        "Whoever sends no more is answered all that was asked",
        arguments: ["/health", "/nowhere", "/ready"]
    )
    func answersHalfClosed(path: String) async throws {
        try await RunningServer.reference { server in
            let text = String(repeating: "GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n", count: 3)
            let answer = try await onOwnThread {
                try RawHTTP.exchange(text, with: server.base, closesInput: true)
            }
            #expect(answer.components(separatedBy: "HTTP/1.1 ").count == 4, "\(answer)")
        }
    }

    @Test("What is no HTTP is refused, after the answers to what came before it")
    func refusesOtherBytes() async throws {
        try await RunningServer.reference { server in
            let good = "GET /health HTTP/1.1\r\nHost: test\r\n\r\n"
            let long = "GET /health HTTP/1.1\r\nA: \(String(repeating: "a", count: 200_000))\r\n\r\n"
            for (text, statuses) in [
                ("nonsense\r\n\r\n", ["400"]), (good + "nonsense\r\n\r\n", ["200", "400"]), (long, ["400"]),
            ] {
                let answer = try await onOwnThread { try RawHTTP.exchange(text, with: server.base) }
                let found = answer.components(separatedBy: "HTTP/1.1 ").dropFirst().map {
                    String($0.prefix(3))
                }
                #expect(found == statuses, "\(answer)")
            }
        }
    }

    @Test("A client of HTTP/1.0 is answered on a connection that ends, or stays open where it asks for that")
    func answersOldClients() async throws {
        try await RunningServer.reference { server in
            let kept = "GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
            let text = kept + "GET /nowhere HTTP/1.0\r\n\r\n"
            let answer = try await onOwnThread { try RawHTTP.exchange(text, with: server.base) }
            let answers = answer.components(separatedBy: "HTTP/1.1 ").dropFirst()
            #expect(answers.count == 2, "\(answer)")
            #expect(answers.first?.contains("\r\nConnection: keep-alive\r\n") == true, "\(answer)")
            #expect(answers.last?.contains("\r\nConnection: close\r\n") == true, "\(answer)")
        }
    }

    @Test("A client that waits with its body is told to send it")
    func encourages() async throws {
        try await RunningServer.reference { server in
            let body = #"{"query":"{__typename}"}"#
            let head = "POST /graphql HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
            let text =
                head
                + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                + body
            let answer = try await onOwnThread { try RawHTTP.exchange(text, with: server.base) }
            #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"), "\(answer)")
        }
    }
}
