import Foundation
import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("The description of the spec language")
struct DocumentationTests {
    private let text: String

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardized
        text = try String(contentsOf: root.appending(path: "docs/spec-language.md"), encoding: .utf8)
    }

    @Test("Its examples are specs without a mistake")
    func examples() {
        let examples = text.components(separatedBy: "```yaml\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(!examples.isEmpty)
        for (index, example) in examples.enumerated() {
            let file = SpecFile(path: "example\(index).yaml", text: example)
            #expect(SpecReader.read([file], name: "test").diagnostics.map(\.description) == [])
        }
    }

    @Test("It names every format and function")
    func names() {
        for name in Format.allCases.map(\.rawValue) + Function.allCases.map(\.rawValue)
            + Normalization.allCases.map(\.rawValue)
        {
            #expect(text.contains("`\(name)`") || text.contains("`\(name)()`"), "\(name) is not described")
        }
    }
}
