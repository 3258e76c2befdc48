import HTTPTypes
import NIOCore
import NIOHTTP1
import PlumblineIdentity
import PlumblineSchema
import PlumblineSecrets
import Testing

@testable import PlumblineServer

@Suite("Idempotency keys in headers")
struct IdempotencyKeyTests {
    private static let longest = String(repeating: "k", count: 255)

    @Test(
        "A key is a string of structured fields, or bare",
        arguments: [
            ("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324"),
            (#""8e03978e""#, "8e03978e"), (#"  "a b"  "#, "a b"), (#""a\"\\b""#, #"a"\b"#),
            ("a,b;c=1", "a,b;c=1"), (longest, longest), ("\"\(longest)\"", longest),
        ]
    )
    func names(header: String, name: String) throws {
        #expect(try IdempotencyKeys.name(in: ["Idempotency-Key": header]) == name)
    }

    @Test(
        "What is empty, too long, not printable or badly quoted is refused",
        arguments: [
            "", #""""#, "a b", "é", "\"é\"", "\"a", #""a"b"#, #""a";x=1"#, #""a\b""#, #""a\"#, longest + "k",
            "\"\(longest)k\"",
        ]
    )
    func refusals(header: String) {
        let problem = #expect(throws: Problem.self) {
            try IdempotencyKeys.name(in: ["Idempotency-Key": header])
        }
        #expect(problem?.status == .badRequest)
    }

    @Test("Two keys are none, and no key is no mistake")
    func counts() throws {
        let fields: HTTPHeaders = ["Idempotency-Key": "a", "idempotency-key": "b"]
        #expect(throws: Problem.self) { try IdempotencyKeys.name(in: fields) }
        #expect(try IdempotencyKeys.name(in: [:]) == nil)
    }

    @Test("Requests are told apart by each of their parts and the caller's rights, by who has the secret")
    func digests() throws {
        func key(
            _ content: [String],
            roles: [String] = ["a"],
            scopes: [String] = [],
            secret: Int = 1
        ) throws -> AnyHashable {
            let token = Secret(String(repeating: "\(secret)", count: 32))
            let request = ServerRequest(
                head: RequestHead(
                    HTTPRequestHead(
                        version: .http1_1,
                        method: .POST,
                        uri: "/",
                        headers: ["Idempotency-Key": "k"]
                    )
                ),
                body: ByteBuffer(),
                id: "",
                principal: Principal(id: "me", roles: roles, scopes: scopes),
                address: ""
            )
            let keys = IdempotencyKeys(tokenKey: try .hs256(secret: token))
            return try #require(try keys.key(of: request, content: content.map { Array($0.utf8) }))
        }
        let others = [
            try key(["a", "b"]), try key(["ab", ""]), try key(["", "ab"]),
            try key(["a", "b", ""]),
            try key(["a", "b"], roles: ["b"]), try key(["a", "b"], roles: [], scopes: ["a"]),
            try key(["a", "b"], secret: 2),
        ]
        #expect(Set(others).count == others.count)
        #expect(try key(["a", "b"]) == others[0])
    }
}
