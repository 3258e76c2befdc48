import Foundation
import PlumblineEmit
import PlumblineSpec
import Testing

@Suite("Files that a spec includes")
struct IncludeTests {
    /// Writes files below a folder of their own, and reads the spec in its folder `spec`.
    private func read(_ files: [String: String]) throws -> (files: [SpecFile], result: SpecResult) {
        let root = FileManager.default.temporaryDirectory.appending(path: "include-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, text) in files {
            let file = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        let read = try SpecDirectory.load(root.appending(path: "spec"), relativeTo: root)
        return (read, SpecReader.read(read, name: "test"))
    }

    @Test("What an included file declares is part of the spec, and of the Swift of the file that includes it")
    func included() throws {
        let (files, result) = try read([
            "spec/a.yaml": "include: [../shared/traits.yaml]\nentities:\n  Note:\n    traits: [Named]\n",
            "spec/b.yaml": "include: [../shared/more/kinds.yaml]\n",
            "shared/traits.yaml":
                "include: [more/kinds.yaml]\ntraits:\n  Named:\n    fields: { kind: Kind }\n",
            "shared/more/kinds.yaml": "enums:\n  Kind: { values: { one, two } }\n",
            "shared/unused.yaml": "entities: 1",
        ])
        #expect(result.diagnostics.map(\.description) == [])
        #expect(
            files.map(\.path) == [
                "spec/a.yaml", "shared/traits.yaml", "shared/more/kinds.yaml", "spec/b.yaml",
            ]
        )
        #expect(files.map(\.host) == [nil, "spec/a.yaml", "spec/a.yaml", nil])
        let schema = try #require(result.schema)
        let swift = SwiftEmitter(schema).source(
            forSpec: "spec/a.yaml",
            including: ["shared/traits.yaml", "shared/more/kinds.yaml"]
        )
        #expect(swift.contains("public nonisolated enum Kind:"))
        // A place in another file is told in full.
        #expect(swift.contains(#"origin: Origin("shared/traits.yaml", 4)"#))
        #expect(!SwiftEmitter(schema).source(forSpec: "spec/b.yaml").contains("Kind"))
    }

    @Test("An include that leads to no file, out of the package or back is a mistake")
    func mistakes() throws {
        let (_, result) = try read([
            "spec/a.yaml": """
            include: [../shared/none.yaml, ../../out.yaml, /etc/hosts.yaml, b.yaml, ../shared/x.yaml]
            entities: { Note: { fields: { title: text } } }
            """,
            "spec/b.yaml": "types: { T: { base: text } }",
            "shared/x.yaml": "include: [y.yaml]",
            "shared/y.yaml": "include: [./x.yaml]",
        ])
        #expect(
            result.diagnostics.map { "\($0.file):\($0.line):\($0.column) \($0.code)" } == [
                "shared/x.yaml:1:11 PL0114", "shared/y.yaml:1:11 PL0114",
                "spec/a.yaml:1:11 PL0113", "spec/a.yaml:1:32 PL0112", "spec/a.yaml:1:48 PL0112",
                "spec/a.yaml:1:65 PL0112",
            ]
        )
        #expect(result.schema == nil)
    }
}
