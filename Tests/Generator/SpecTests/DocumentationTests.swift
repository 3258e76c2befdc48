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

    @Test("It shows every key")
    func keys() throws {
        let file = SpecFile(path: "main.yaml", text: Self.unknownKeys)
        let fixes = SpecReader.read([file], name: "test").diagnostics.filter { $0.code == "PL0102" }
            .compactMap { $0.fix?.wholeMatch(of: /It may have these keys: (.+)\./)?.1 }
        #expect(fixes.count == Self.unknownKeys.components(separatedBy: "unknown:").count - 1)
        for key in Set(fixes.flatMap { $0.components(separatedBy: ", ") }) {
            let shown = try Regex(#"(^|[^a-z_])\#(key):"#)
            #expect(text.contains(shown), "\(key) is not shown")
        }
    }

    /// A key that nothing reads in every mapping that has keys, so that the diagnostics tell all there are.
    private static let unknownKeys = """
        unknown: 1
        principal: { unknown: 1 }
        sequences: { n: { unknown: 1 } }
        types:
          A: { base: text, unknown: 1 }
          B: { fields: { a: { type: text, unknown: 1 } }, unknown: 1 }
        enums:
          C: { values: { a: { unknown: 1 } }, unknown: 1 }
        traits:
          D: { unknown: 1 }
        entities:
          E:
            unknown: 1
            deprecated: { unknown: 1 }
            access: { unknown: 1 }
            search: { unknown: 1 }
            indexes: [{ unknown: 1 }]
            rules: { r: { unknown: 1 } }
            many_to_many: { m: { unknown: 1 } }
            fields:
              a: { type: text, unknown: 1, access: { unknown: 1 }, preset: { unknown: 1 } }
              b: { to: E, unknown: 1 }
              c: { type: text, default: { unknown: 1 } }
              d: { type: text, computed: { unknown: 1 } }
        unions:
          F: { unknown: 1 }
        queries:
          q: { unknown: 1 }
        """

    @Test("It names every format and function")
    func names() {
        for name in Format.allCases.map(\.rawValue) + Function.allCases.map(\.rawValue)
            + Normalization.allCases.map(\.rawValue)
        {
            #expect(text.contains("`\(name)`") || text.contains("`\(name)()`"), "\(name) is not described")
        }
    }
}
