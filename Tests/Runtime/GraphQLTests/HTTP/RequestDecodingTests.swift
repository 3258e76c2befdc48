import PlumblineQuery
import Testing

@testable import PlumblineGraphQL

@Suite("The requests of GraphQL over HTTP")
struct RequestDecodingTests {
    private func post(
        _ body: String,
        contentType: String? = "application/json",
        accept: String? = nil
    ) throws(GraphQLRefusal) -> GraphQLRequest {
        try GraphQLRequest(
            method: "POST",
            contentType: contentType,
            accept: accept,
            query: nil,
            body: Array(body.utf8)
        )
    }

    @Test("A POST has its document, operation, variables and extensions, and other members mean nothing")
    func post() throws {
        let request = try post(
            #"{"query":"{a}","operationName":"A","variables":{"v":[1.50]},"extensions":{},"other":1}"#
        )
        #expect(request.document == Array("{a}".utf8))
        #expect(request.operationName == "A")
        #expect(request.variables == .object([.init("v", .list([.number("1.50")]))]))
        #expect(request.extensions == .object([]))
        #expect(!request.isReadOnly)
    }

    @Test("A GET has the same as parameters of its URL, and may only read")
    func get() throws {
        let request = try GraphQLRequest(
            method: "GET",
            contentType: nil,
            accept: nil,
            query: "query=%7B+a%F0%9F%98%80%7D&variables=%7B%22v%22%3A1%7D&operationName=A&x",
            body: []
        )
        #expect(request.document == Array("{ a😀}".utf8))
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
            ("text/html, application/*;q=0.5", .json),
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
            try GraphQLRequest(method: "PUT", contentType: nil, accept: nil, query: nil, body: [])
        }
        #expect(method.status == 405)
        #expect(method.allow == "GET, POST")
    }

    @Test(
        "A broken URL is a client error",
        arguments: ["query=%7", "query=%FF", "query=a&query=b", "query=a&variables=%7B", ""]
    )
    func brokenURL(query: String) throws {
        let refusal = try #require(throws: GraphQLRefusal.self) {
            try GraphQLRequest(method: "GET", contentType: nil, accept: nil, query: query, body: [])
        }
        #expect(refusal.status == 400)
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
