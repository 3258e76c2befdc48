import Foundation
import Testing

@testable import PlumblineSpec

/// Spec files without a mistake: all that the repository has.
enum SpecCorpus {
    struct Document: Sendable, CustomStringConvertible, CustomTestStringConvertible {
        let testDescription: String
        let text: String

        var description: String { testDescription }
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../.."
    )
    .standardized

    /// The examples of the language's description.
    static let examples: [Document] = text("docs/spec-language.md").components(separatedBy: "```yaml\n")
        .dropFirst().enumerated().map { index, part in
            Document(
                testDescription: "example \(index + 1) of docs/spec-language.md",
                text: part.components(separatedBy: "```")[0]
            )
        }

    /// What the pages of the diagnostics say is right.
    static let pages: [Document] = DiagnosticPage.all.map {
        Document(testDescription: "the right spec of \($0.code)", text: $0.right)
    }

    /// The specs of the reference application, the benchmarks and the tests.
    static let files: [Document] = ["spec", "Benchmarks", "Tests"].flatMap { folder in
        let found = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        let paths = (found?.compactMap { $0 as? String } ?? []).filter {
            // What the fuzzer keeps is mostly broken, and folders with a point are built.
            $0.hasSuffix(".yaml") && !$0.contains("Corpus/") && !"/\($0)".contains("/.")
        }
        return paths.sorted().map {
            Document(testDescription: "\(folder)/\($0)", text: text("\(folder)/\($0)"))
        }
    }

    /// A spec for what no other says.
    static let everyKey: Document = {
        let path = "Tests/Generator/SpecTests/Editors/every-key.yaml"
        return Document(testDescription: path, text: text(path))
    }()

    static let all = examples + pages + files

    static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: root.appending(path: path).path)
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
