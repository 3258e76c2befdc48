import Foundation
import PlumblineGraphQL
import PlumblineSchema
import Testing

@Suite("The corpus of the fuzzers")
struct ReplayTests {
    @Test("Every file is dealt with", arguments: files)
    func replays(file: String) throws {
        let bytes = try [UInt8](Data(contentsOf: Self.corpus.appending(path: file)))
        let fault = file.hasPrefix("Spec/") ? SpecSubject.fault(in: bytes) : GraphQLSubject.fault(in: bytes)
        #expect(fault == nil)
    }

    @Test("Both corpora are there, and the reference application that documents are planned for")
    func corpora() {
        #expect(!GraphQLSubject.api.schema.entities.isEmpty)
        #expect(Self.files.contains { $0.hasPrefix("Spec/") })
        #expect(Self.files.contains { $0.hasPrefix("GraphQL/") })
    }

    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../Corpus"
    )
    .standardized

    private static let files = ["Spec", "GraphQL"].flatMap { folder in
        let names = try? FileManager.default.contentsOfDirectory(atPath: corpus.appending(path: folder).path)
        return (names ?? []).sorted().map { "\(folder)/\($0)" }
    }
}
