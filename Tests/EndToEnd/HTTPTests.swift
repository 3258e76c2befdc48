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
}
