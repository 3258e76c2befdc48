import Foundation
import PlumblineGraphQL
import PlumblineQuery
import Testing

@testable import plumbline_conformance

/// Cases laid out as the cross-language corpus has them, in a folder of our own: a schema, documents below it, and
/// below these perhaps variables. Beside the last is what the server must answer, one line for each part.
@Suite("The conformance server")
struct ConformanceSampleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../Conformance/Execution/Sample"
    ).standardizedFileURL

    private static let cases =
        FileManager.default.subpaths(atPath: folder.path)?.filter {
            $0.hasSuffix("/response.jsonl")
        }.sorted() ?? []

    @Test("It answers by fixed wiring", arguments: cases)
    func sample(_ path: String) async throws {
        let place = Self.folder.appending(path: path).deletingLastPathComponent()
        let variables = try? String(contentsOf: place.appending(path: "variables.json"), encoding: .utf8)
        let query = variables == nil ? place : place.deletingLastPathComponent()
        let body = InputValue.object([
            .init("schema", .string(try text(query.deletingLastPathComponent(), "schema.graphqls"))),
            .init("query", .string(try text(query, "query.graphql"))),
            .init("variables", try variables.map { try JSONReader.read(Array($0.utf8)) } ?? .null),
        ])
        let request = try #require(ConformanceRequest(json: Array(JSONWriter.text(body).utf8)))
        let answer = try await request.answer()
        let parts = answer.parts.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
        #expect(parts == (try text(place, "response.jsonl")))
        #expect(answer.status == 200)
    }

    @Test("There is a sample")
    func sampleIsThere() { #expect(Self.cases.count == 6) }

    @Test("What cannot be read is a failure of the server, and what is no request is refused")
    func unreadable() async throws {
        #expect(ConformanceRequest(json: Array("{".utf8)) == nil)
        #expect(ConformanceRequest(json: Array(#"{"schema": "type Query { a: Int }"}"#.utf8)) == nil)
        for (schema, query) in [("type Query {", "{ a }"), ("type Query { a: Int }", "{")] {
            let body = InputValue.object([.init("schema", .string(schema)), .init("query", .string(query))])
            let request = try #require(ConformanceRequest(json: Array(JSONWriter.text(body).utf8)))
            #expect(try await request.answer().status == 500)
        }
    }

    private func text(_ folder: URL, _ file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }
}
