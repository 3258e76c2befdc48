import HTTPTypes
import NIOCore
import NIOHTTP1
import PlumblineSchema
import Testing

@testable import PlumblineServer

@Suite("The limits of callers")
struct RequestLimiterTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private let ada = RequestLimiter.Account.principal("ada")

    @Test("A caller may use a minute's requests at once, then as many as the bucket fills")
    func rate() {
        let limiter = RequestLimiter(limits: .init(requestsPerMinute: 6))
        for remaining in (0..<6).reversed() {
            #expect(limiter.enter(ada, now: start) == .admitted(remaining: remaining))
        }
        #expect(limiter.enter(ada, now: start) == .refused(.tooMany(retryAfter: 10)))
        #expect(limiter.enter(.principal("ben"), now: start) == .admitted(remaining: 5))
        #expect(limiter.enter(ada, now: start + .seconds(4)) == .refused(.tooMany(retryAfter: 6)))
        #expect(limiter.enter(ada, now: start + .seconds(10)) == .admitted(remaining: 0))
        #expect(limiter.enter(ada, now: start + .hours(1)) == .admitted(remaining: 5))
    }

    @Test("As many as allowed are answered at a time, and each that is answered makes room")
    func concurrency() {
        let limiter = RequestLimiter(limits: .init(concurrentRequests: 2))
        #expect(limiter.enter(ada) == .admitted(remaining: nil))
        #expect(limiter.enter(ada) == .admitted(remaining: nil))
        #expect(limiter.enter(ada) == .refused(.tooManyAtOnce))
        limiter.leave(ada)
        #expect(limiter.enter(ada) == .admitted(remaining: nil))
        #expect(limiter.enter(ada) == .refused(.tooManyAtOnce))
    }

    @Test("Whoever has not come for the longest is forgotten, so that memory is bounded")
    func forgets() {
        let limiter = RequestLimiter(limits: .init(requestsPerMinute: 1), capacity: 4)
        #expect(limiter.enter(ada, now: start) == .admitted(remaining: 0))
        for number in 0..<8 { _ = limiter.enter(.address("192.0.2.\(number)"), now: start) }
        #expect(limiter.enter(ada, now: start) == .admitted(remaining: 0))
    }

    @Test("The answer says when to come again, in the standard's fields")
    func problem() {
        let limiter = RequestLimiter(limits: .init(requestsPerMinute: 60, concurrentRequests: 1))
        let response = limiter.problem(.tooMany(retryAfter: 7)).response(requestID: "r")
        #expect(response.status == .tooManyRequests)
        #expect(response.headerFields[.retryAfter] == "7")
        #expect(response.headerFields["RateLimit"] == [#""minute";r=0;t=7"#])
        #expect(response.headerFields["RateLimit-Policy"] == [#""minute";q=60;w=60"#])
        #expect(limiter.problem(.tooManyAtOnce).code == "TOO_MANY_AT_ONCE")
        #expect(limiter.fields(remaining: 40) == nil)
        #expect(limiter.fields(remaining: 10)?["RateLimit"] == [#""minute";r=10;t=50"#])
    }
}

@Suite("The addresses of clients")
struct ClientAddressTests {
    private func address(
        _ forwarded: [String],
        from peer: String,
        trusting proxies: [String] = []
    ) -> ClientAddress {
        let headers = HTTPHeaders(forwarded.map { ("X-Forwarded-For", $0) })
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: headers)
        let addresses = ClientAddresses(trustedProxies: proxies.compactMap { InternetAddress($0) })
        return addresses.address(of: RequestHead(head), from: peer)
    }

    @Test("A header is believed of a trusted proxy only, and only what that proxy has seen")
    func forwarded() {
        let proxies = ["10.0.0.0/8", "2001:db8::/33", "127.0.0.1"]
        let cases: [(header: [String], peer: String, expected: String)] = [
            ([], "192.0.2.1", "192.0.2.1"), (["198.51.100.7"], "192.0.2.1", "192.0.2.1"),
            (["198.51.100.7"], "10.1.2.3", "198.51.100.7"),
            (["203.0.113.9, 198.51.100.7, 10.2.2.2"], "10.1.2.3", "198.51.100.7"),
            (["203.0.113.9", "198.51.100.7"], "10.1.2.3", "198.51.100.7"),
            (["10.2.2.2"], "10.1.2.3", "10.1.2.3"), (["nonsense"], "10.1.2.3", "10.1.2.3"),
            (["2001:DB8:8000::1"], "2001:db8:7fff::1", "2001:db8:8000::1"),
            (["198.51.100.7"], "127.0.0.1", "198.51.100.7"), (["198.51.100.7"], "11.0.0.1", "11.0.0.1"),
            ([], "::ffff:192.0.2.1", "192.0.2.1"),
            (["::FFFF:198.51.100.7"], "::ffff:10.1.2.3", "198.51.100.7"),
        ]
        for (header, peer, expected) in cases {
            #expect(address(header, from: peer, trusting: proxies).text == expected, "\(header) \(peer)")
        }
    }

    @Test(
        "A program on this machine is not limited, and what an unknown proxy forwards only by its principal"
    )
    func accounts() {
        let ada = Principal(id: "ada", roles: [])
        let local = address([], from: "127.0.0.1")
        #expect(RequestLimiter.Account(ada, local) == nil)
        #expect(RequestLimiter.Account(.anonymous, address([], from: "::1")) == nil)
        let proxied = address(["192.0.2.1"], from: "127.0.0.1")
        #expect(RequestLimiter.Account(ada, proxied) == .principal("ada"))
        #expect(RequestLimiter.Account(.anonymous, proxied) == nil)
        let remote = address([], from: "192.0.2.1")
        #expect(RequestLimiter.Account(ada, remote) == .principal("ada"))
        #expect(RequestLimiter.Account(nil, remote) == .address("192.0.2.1"))
        #expect(
            RequestLimiter.Account(nil, address([], from: "2001:db8:1:2:3:4:5:6"))
                == .address("2001:db8:1:2::/64")
        )
    }
}
