import Foundation
import PlumblineEmit
import PlumblineSpec
import Testing

@Suite("The Swift of whole specs")
struct FormattedSpecTests {
    /// The folders of specs that tests use for other things; together they have all of the language.
    private static let folders = [
        "spec", "Benchmarks/spec", "Tests/Builds/Library/spec", "Tests/EndToEnd/Archive",
        "Tests/EndToEnd/Keys",
        "Tests/EndToEnd/Ports/Chinook", "Tests/EndToEnd/Ports/Northwind", "Tests/EndToEnd/Reuse",
        "Tests/Generator/ProveTests/Specs", "Tests/Generator/Specs",
    ]

    @Test("The toolchain's formatter leaves every file as it is")
    func format() throws {
        let root = URL(filePath: #filePath).appending(path: "../../../../..").standardized
        let folder = FileManager.default.temporaryDirectory.appending(path: "format-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var sources: [String: String] = [:]
        for (number, path) in Self.folders.enumerated() {
            let files = try SpecDirectory.load(root.appending(path: path), relativeTo: root)
            let result = SpecReader.read(files, name: "sample")
            let schema = try #require(result.schema, "\(result.diagnostics)")
            let emitter = SwiftEmitter(schema, module: "Sample")
            for file in files {
                let name = try #require(SwiftEmitter.fileName(forSpec: file.path))
                sources["\(number)\(name)"] = emitter.source(forSpec: file.path)
            }
            sources["\(number)Summary.swift"] = emitter.summary()
        }
        for (name, text) in sources { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "swift", "format", "--in-place", "--recursive", "--configuration",
            root.appending(path: ".swift-format").path, folder.path,
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        for (name, text) in sources {
            let formatted = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            #expect(formatted == text, "\(name)")
        }
    }
}
