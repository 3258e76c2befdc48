import Foundation
import PlumblineSchema
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("GraphQL over HTTP")
struct GraphQLOverHTTPTests {
    private static let newer = ["Accept": "application/graphql-response+json"]
    private static let older = ["Accept": "application/json"]

    @Test("All 61 audits are met")
    func audits() async throws {
        #expect(Set(Audit.all.map(\.id)).count == 61)
        try await RunningServer.reference { server in
            for audit in Audit.all {
                let failures = try await audit.failures(on: server)
                #expect(failures.isEmpty, "\(failures)")
            }
        }
    }

    @Test("Without Accept the answer is JSON; a body without Content-Type is refused")
    func absentHeaders() async throws {
        try await RunningServer.reference { server in
            let body = #"{"query":"{ __typename }"}"#
            for (header, line) in [
                ("Content-Type: application/json\r\n", "HTTP/1.1 200"), ("", "HTTP/1.1 415"),
                ("Content-Type: application/x-www-form-urlencoded\r\n", "HTTP/1.1 415"),
                ("Content-Type: application/json\r\nContent-Encoding: gzip\r\n", "HTTP/1.1 415"),
            ] {
                let text =
                    "POST /graphql HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\(header)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                let answer = try await onOwnThread { try RawHTTP.exchange(text, with: server.base) }
                #expect(answer.hasPrefix(line), "\(header): \(answer)")
            }
        }
    }

    @Test("The draft of 2026 has statuses of its own, the same for older clients")
    func draftStatuses() async throws {
        try await RunningServer.reference(settings: ["GRAPHQL_STATUSES": "draft-2026"]) { server in
            for accept in [Self.newer, Self.older] {
                for (body, status) in [
                    ("{", 400), (#"{"query":"{"}"#, 400), ("{}", 422), (#"{"query":"{ nothing }"}"#, 422),
                    (#"{"query":"query A { __typename } query B { __typename }"}"#, 422),
                    (#"{"query":"query ($id: ID!) { user(id: $id) { id } }"}"#, 422),
                    (#"{"query":"{ services(first: 1000) { nodes { id } } }"}"#, 294),
                    (#"{"query":"{ __typename }"}"#, 200),
                ] {
                    let answer = try await server.send("POST", "/graphql", headers: accept, body: body)
                    #expect(answer.status == status, "\(body) \(accept) \(answer.text)")
                    let isJSON = answer.fields["content-type"]?.hasPrefix("application/json") == true
                    #expect(isJSON == (accept == Self.older && status < 300), "\(body)")
                }
            }
            let mutation = try await server.send("GET", "/graphql?query=mutation%7B__typename%7D")
            #expect(mutation.status == 405)
            #expect(mutation.fields["allow"] == "POST")
        }
    }

    private static let services = "/graphql?query=%7Bservices%7Bnodes%7Bname%7D%7D%7D"

    @Test("A query by GET is answered once: whoever has the answer is told that it still holds")
    func entityTags() async throws {
        try await RunningServer.reference { server in
            let first = try await server.send("GET", Self.services, headers: ["Accept-Encoding": "identity"])
            let tag = try #require(first.fields["etag"])
            #expect(first.fields["cache-control"] == "private, no-cache")
            #expect(first.fields["vary"]?.contains("Authorization") == true)
            let same = try await server.send(
                "GET",
                Self.services,
                headers: ["If-None-Match": "\"x\", \(tag)", "Cache-Control": "no-cache"]
            )
            #expect(same.status == 304)
            #expect(same.body.isEmpty)
            #expect(same.fields["etag"] == tag)
            try await server.database.run(script: "update services set name = 'Another'")
            let changed = try await server.send("GET", Self.services, headers: ["If-None-Match": tag])
            #expect(changed.status == 200)
            #expect(changed.text.contains("Another"))
            #expect(changed.fields["etag"] != tag)
            let broken = try await server.send("GET", "/graphql?query=%7Bnothing%7D")
            #expect(broken.fields["cache-control"] == "no-store")
            #expect(broken.fields["etag"] == nil)
        }
    }

    @Test("Long answers are compressed for those who take it, short ones are not")
    func compression() async throws {
        let aliases = (0..<40).map { "a_rather_long_alias_\($0): __typename" }.joined(separator: " ")
        let long = #"{"query":"{ \#(aliases) services { nodes { id name provider { id name } } } }"}"#
        try await RunningServer.reference { server in
            for (path, body, accept, isCompressed) in [
                ("/graphql", long, "gzip", true), ("/graphql", long, "br;q=1, *;q=0.5", true),
                ("/graphql", long, "gzip;q=0, *", false), ("/graphql", long, "identity", false),
                ("/graphql", #"{"query":"{ __typename }"}"#, "gzip", false),
            ] {
                let text =
                    "POST \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\nAccept-Encoding: \(accept)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                let answer = try await onOwnThread { try RawHTTP.exchange(text, with: server.base) }
                #expect(answer.hasPrefix("HTTP/1.1 200"))
                #expect(answer.contains("Content-Encoding: gzip") == isCompressed, "\(accept)")
                #expect(answer.contains("Vary: Accept-Encoding") == (body == long), "\(accept)")
                #expect(answer.contains("Query") != isCompressed, "\(accept)")
            }
            // The client library unpacks what it asked for.
            let unpacked = try await server.send(
                "POST",
                "/graphql",
                headers: ["Accept-Encoding": "gzip"],
                body: long
            )
            #expect(unpacked.json.data.services.nodes[0].provider.name.string != nil)
            #expect(unpacked.json.data.a_rather_long_alias_39.string == "Query")
            let docs = try await server.send("GET", "/openapi.json", headers: ["Accept-Encoding": "gzip"])
            #expect(docs.json.openapi.string != nil)
        }
    }

    // MARK: Persisted documents

    private static let document = "{services{nodes{name}}}"

    @Test("A document is sent once with its hash, and named by it from then on, by GET too")
    func persistedDocuments() async throws {
        let hash = SHA256Digest.hex(of: Self.document.utf8)
        let extensions = #"{"persistedQuery":{"version":1,"sha256Hash":"\#(hash)"}}"#
        try await RunningServer.reference { server in
            let named = #"{"extensions":\#(extensions)}"#
            let unknown = try await server.send("POST", "/graphql", headers: Self.older, body: named)
            #expect(unknown.status == 200)
            #expect(unknown.json.errors[0].message.string == "PersistedQueryNotFound")
            #expect(unknown.json.errors[0].extensions.code.string == "PERSISTED_QUERY_NOT_FOUND")
            let strict = try await server.send("POST", "/graphql", headers: Self.newer, body: named)
            #expect(strict.status == 400)

            let wrong = #"{"query":"{__typename}","extensions":\#(extensions)}"#
            let mismatch = try await server.send("POST", "/graphql", headers: Self.older, body: wrong)
            #expect(mismatch.status == 400)
            #expect(mismatch.json.errors[0].message.string?.contains("hash") == true)
            let still = try await server.send("POST", "/graphql", headers: Self.older, body: named)
            #expect(still.json.errors[0].extensions.code.string == "PERSISTED_QUERY_NOT_FOUND")

            let full = #"{"query":"\#(Self.document)","extensions":\#(extensions)}"#
            let first = try await server.send("POST", "/graphql", body: full)
            #expect(first.json.data.services.nodes.elements.count == 2, "\(first.text)")
            let url =
                "/graphql?extensions="
                + (extensions.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
            for answer in [
                try await server.send("POST", "/graphql", body: named), try await server.send("GET", url),
                try await server.send("POST", "/graphql", body: #"{"documentId":"sha256:\#(hash)"}"#),
                try await server.send("GET", "/graphql?documentId=sha256:\(hash)"),
            ] {
                #expect(answer.text == first.text)
            }
        }
    }

    @Test("What is not valid is not kept, and a mutation that is kept is still none for GET")
    func persistedRefusals() async throws {
        try await RunningServer.reference { server in
            for (document, status) in [("{nothing}", 400), ("mutation{__typename}", 405)] {
                let id = "sha256:\(SHA256Digest.hex(of: document.utf8))"
                let body = #"{"query":"\#(document)","documentId":"\#(id)"}"#
                _ = try await server.send("POST", "/graphql", body: body)
                let answer = try await server.send(
                    "GET",
                    "/graphql?documentId=\(id)",
                    headers: Self.newer
                )
                #expect(answer.status == status, "\(answer.text)")
            }
        }
    }

    @Test("An array is refused, but where the setting lets one in, up to its bound")
    func batches() async throws {
        let two = #"[{"query":"{ __typename }"},{"query":"{ nothing }"}]"#
        try await RunningServer.reference { server in
            let answer = try await server.send("POST", "/graphql", body: two)
            #expect(answer.status == 400)
            #expect(answer.json.errors[0].message.string?.contains("batching is off") == true)
        }
        try await RunningServer.reference(settings: ["GRAPHQL_MAX_BATCH": "2"]) { server in
            let answer = try await server.send("POST", "/graphql", body: two)
            #expect(answer.status == 200)
            #expect(answer.json[0].data.__typename.string == "Query")
            #expect(answer.json[1].errors[0].message.string?.contains("nothing") == true)
            let three =
                "[" + Array(repeating: #"{"query":"{ __typename }"}"#, count: 3).joined(separator: ",") + "]"
            #expect(try await server.send("POST", "/graphql", body: three).status == 400)
        }
    }
}
