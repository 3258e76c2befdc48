import PlumblineQuery
import Testing

@testable import PlumblineGraphQL

private let someHash = String(repeating: "0a", count: 32)

@Suite("The requests of GraphQL over HTTP")
struct RequestDecodingTests {
    private func post(
        _ body: String,
        contentType: String? = "application/json",
        accept: String? = nil
    ) throws -> GraphQLRequest {
        let payload = try GraphQLPayload(
            method: "POST",
            contentType: contentType,
            accept: accept,
            query: nil,
            body: Array(body.utf8)
        )
        return try single(payload)
    }

    private func get(_ query: String, method: String = "GET") throws -> GraphQLRequest {
        try single(
            GraphQLPayload(method: method, contentType: nil, accept: nil, query: query, body: [])
        )
    }

    private func single(_ payload: GraphQLPayload) throws -> GraphQLRequest {
        guard case .single(let request) = payload else { throw NotSingle() }
        return request
    }

    private struct NotSingle: Error {}

    @Test("A POST has its document, operation, variables and extensions, and other members mean nothing")
    func post() throws {
        let request = try post(
            #"{"query":"{a}","operationName":"A","variables":{"v":[1.50]},"extensions":{},"other":1}"#
        )
        #expect(request.document == "{a}")
        #expect(request.operationName == "A")
        #expect(request.variables == .object([.init("v", .list([.number("1.50")]))]))
        #expect(request.extensions == .object([]))
        #expect(!request.isReadOnly)
    }

    @Test("A GET has the same as parameters of its URL, and may only read")
    func get() throws {
        let request = try get("query=%7B+a%F0%9F%98%80%7D&variables=%7B%22v%22%3A1%7D&operationName=A&x")
        #expect(request.document == "{ a😀}")
        #expect(request.variables == .object([.init("v", .integer(1))]))
        #expect(request.operationName == "A")
        #expect(request.isReadOnly)
        #expect(GraphQLRefusal.readOnly(.mutation, mediaType: .json).status == 405)
        #expect(GraphQLRefusal.readOnly(.mutation, mediaType: .json).allow == "POST")
    }

    @Test(
        "The response is what the client accepts, the newer type only where it is named",
        arguments: [
            (nil, .json), ("*/*", .json), ("application/json", .json),
            ("application/graphql-response+json", .graphQLResponse),
            ("application/graphql-response+json; charset=utf-8, application/json;q=0.9", .graphQLResponse),
            ("application/json, application/graphql-response+json", .graphQLResponse),
            ("application/graphql-response+json;q=0.1, application/json", .json),
            ("text/html, application/*;q=0.5", .json), ("application/json;q=0, */*", .graphQLResponse),
            ("*/*, application/graphql-response+json;q=0.5", .json),
            ("APPLICATION/GraphQL-Response+JSON", .graphQLResponse), ("", .json),
        ] as [(String?, GraphQLMediaType)]
    )
    func accept(header: String?, expected: GraphQLMediaType) throws {
        #expect(try post(#"{"query":"{a}"}"#, accept: header).mediaType == expected)
    }

    @Test(
        "A malformed request gets a clear client error",
        arguments: [
            (#"{"query":"#, 400), (#"[{"query":"{a}"}]"#, 400), ("{}", 400), (#"{"query":1}"#, 400),
            (#"{"query":"{a}","operationName":1}"#, 400), (#"{"query":"{a}","variables":[]}"#, 400),
            (#"{"query":"{a}","variables":"x"}"#, 400), (#"{"query":"{a}","extensions":7}"#, 400), ("", 400),
        ]
    )
    func malformed(body: String, status: Int) throws {
        let refusal = try #require(throws: GraphQLRefusal.self) { try post(body) }
        #expect(refusal.status == status)
        #expect(refusal.error.extensions == [.init("code", .string("BAD_REQUEST"))])
    }

    @Test(
        "What a page of another site can send without asking is refused",
        arguments: [
            nil, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
            "application/json; charset=latin1",
        ] as [String?]
    )
    func contentType(header: String?) throws {
        let refusal = try #require(throws: GraphQLRefusal.self) {
            try post(#"{"query":"{a}"}"#, contentType: header)
        }
        #expect(refusal.status == 415)
    }

    @Test("Types that are not served are 406, methods that are not are 405 with those that are")
    func notServed() throws {
        let type = try #require(throws: GraphQLRefusal.self) { try post("{}", accept: "text/html") }
        #expect(type.status == 406)
        let method = try #require(throws: GraphQLRefusal.self) {
            try get("query={a}", method: "PUT")
        }
        #expect(method.status == 405)
        #expect(method.allow == "GET, HEAD, POST")
    }

    @Test(
        "A broken URL is a client error",
        arguments: ["query=%7", "query=%FF", "query=a&query=b", "query=a&variables=%7B", ""]
    )
    func brokenURL(query: String) throws {
        let refusal = try #require(throws: GraphQLRefusal.self) {
            try get(query)
        }
        #expect(refusal.status == 400)
    }

    @Test(
        "Types that are refused by their weight are not sent",
        arguments: ["application/json;q=0", "*/*;q=0", "application/graphql-response+json;q=0, text/html"]
    )
    func refusedTypes(accept: String) throws {
        let refusal = try #require(throws: GraphQLRefusal.self) {
            try post(#"{"query":"{a}"}"#, accept: accept)
        }
        #expect(refusal.status == 406)
    }

    @Test("A byte order mark is passed over, and a member that comes twice is a mistake")
    func bytes() throws {
        #expect(try post("\u{FEFF}{\"query\":\"{a}\"}").document == "{a}")
        let refusal = try #require(throws: GraphQLRefusal.self) {
            try post(#"{"query":"{a}","query":"{b}"}"#)
        }
        #expect(refusal.status == 400)
        #expect(refusal.error.message.contains("occurs twice"))
    }

    @Test("An empty operation name of a URL is none")
    func emptyName() throws {
        #expect(try get("query={a}&operationName=").operationName == nil)
        #expect(try get("query={a}&operationName=&variables=&extensions=").variables == nil)
        #expect(try get("query={a}", method: "HEAD").isReadOnly)
    }

    @Test(
        "A document is named by its hash in either way, with or without its text",
        arguments: [
            #"{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(someHash)"}}}"#,
            #"{"query":null,"documentId":"sha256:\#(someHash)"}"#,
            #"{"query":"{a}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(someHash)"}}}"#,
            #"{"documentId":"sha256:\#(someHash)","extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(someHash)"}}}"#,
        ]
    )
    func hashes(body: String) throws {
        let request = try post(body)
        #expect(request.hash?.hex == someHash)
        #expect(request.document == (body.contains("{a}") ? "{a}" : nil))
    }

    @Test(
        "What is not a hash names no document",
        arguments: [
            #"{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"\#(someHash)"}}}"#,
            #"{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(someHash.uppercased())"}}}"#,
            #"{"extensions":{"persistedQuery":{"version":1}}}"#, #"{"extensions":{"persistedQuery":"x"}}"#,
            #"{"documentId":"\#(someHash)"}"#, #"{"documentId":"md5:abc"}"#, #"{"documentId":7}"#,
            #"{"documentId":"sha256:\#(String(repeating: "1", count: 64))","extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(someHash)"}}}"#,
        ]
    )
    func wrongHashes(body: String) throws {
        let refusal = try #require(throws: GraphQLRefusal.self) { try post(body) }
        #expect(refusal.status == 400)
    }

    private func batch(_ body: String, atMost limit: Int) throws(GraphQLRefusal) -> GraphQLPayload {
        try GraphQLPayload(
            method: "POST",
            contentType: "application/json",
            accept: nil,
            query: nil,
            body: Array(body.utf8),
            maximumBatch: limit
        )
    }

    @Test("An array is a batch where that is allowed, up to so many operations")
    func batches() throws {
        let two = #"[{"query":"{a}"},{"query":"{b}"}]"#
        guard case .batch(let requests) = try batch(two, atMost: 2) else {
            Issue.record("not a batch")
            return
        }
        #expect(requests.map(\.document) == ["{a}", "{b}"])
        for (body, limit) in [
            (two, 1), (#"[{"query":"{a}"},{"query":"{b}"},{"query":"{c}"}]"#, 2), ("[]", 2), ("[1]", 2),
        ] {
            let refusal = try #require(throws: GraphQLRefusal.self) { try batch(body, atMost: limit) }
            #expect(refusal.status == 400)
        }
    }

    @Test(
        "The draft of 2026 tells refusals apart, and tells older clients the same",
        arguments: [GraphQLMediaType.json, .graphQLResponse]
    )
    func draftStatuses(mediaType: GraphQLMediaType) {
        let outcomes: [GraphQLStatuses.Outcome] = [
            .success, .partial, .unreadable, .malformed, .unparsable, .invalid,
        ]
        #expect(
            outcomes.map { GraphQLStatuses.draft2026.code($0, mediaType) } == [200, 294, 400, 422, 400, 422]
        )
        #expect(GraphQLStatuses.draft2026.mediaType(mediaType, status: 422) == .graphQLResponse)
        #expect(GraphQLStatuses.draft2026.mediaType(mediaType, status: 294) == mediaType)
    }

    @Test("The classic statuses tell refusals to newer clients only")
    func classicStatuses() {
        let outcomes: [GraphQLStatuses.Outcome] = [
            .success, .partial, .unreadable, .malformed, .unparsable, .invalid,
        ]
        #expect(outcomes.map { GraphQLStatuses.classic.code($0, .json) } == [200, 200, 400, 400, 200, 200])
        #expect(
            outcomes.map { GraphQLStatuses.classic.code($0, .graphQLResponse) } == [
                200, 200, 400, 400, 400, 400,
            ]
        )
        #expect(GraphQLStatuses.classic.mediaType(.json, status: 400) == .json)
    }

    @Test("Errors are written as the specification says, and only where there are some")
    func response() {
        let error = GraphQLError(
            "a \"b\"",
            locations: [SourceLocation(line: 1, column: 2)],
            path: [.key("x"), .index(0)],
            extensions: [.init("code", .string("C"))]
        )
        let json =
            #"{"message":"a \"b\"","locations":[{"line":1,"column":2}],"path":["x",0],"extensions":{"code":"C"}}"#
        #expect(String(decoding: GraphQLResponse.refused([error]), as: UTF8.self) == "{\"errors\":[\(json)]}")
        let executed = GraphQLResponse.executed(data: Array("null".utf8), errors: [error])
        #expect(String(decoding: executed, as: UTF8.self) == "{\"errors\":[\(json)],\"data\":null}")
        let fine = GraphQLResponse.executed(data: Array("{}".utf8))
        #expect(String(decoding: fine, as: UTF8.self) == "{\"data\":{}}")
    }
}
