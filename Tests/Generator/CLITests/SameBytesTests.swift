import Foundation
import Testing

@Suite("The same spec gives the same bytes everywhere")
struct SameBytesTests {
    private static let repository = URL(filePath: #filePath).appending(path: "../../../..").standardized

    @Test(
        "Whatever the locale, the time zone, the folder and the seed of hashes",
        arguments: [
            "spec", "Tests/Generator/Specs", "Tests/Generator/ProveTests/Specs", "Tests/EndToEnd/Keys",
            "Tests/EndToEnd/Archive", "Tests/EndToEnd/Reuse", "Tests/EndToEnd/Ports/Northwind",
        ]
    )
    func snapshots(folder: String) async throws {
        let places = [
            ["LC_ALL": "C.UTF-8", "TZ": "UTC"],
            // Where `I` is no capital of `i`, decimals have commas, and it is tomorrow.
            [
                "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati",
                "HOME": "/nonexistent",
            ],
        ]
        var outputs: [[String: Data]] = []
        for place in places { outputs.append(try await Self.generated(from: folder, in: place)) }
        #expect(outputs[0].count > 8)
        #expect(outputs[0].keys.sorted() == outputs[1].keys.sorted())
        for (name, bytes) in outputs[0] where outputs[1][name] != bytes { Issue.record("\(name) differs") }
    }

    /// The snapshots and the Swift of a spec, made in a folder of its own.
    private static func generated(
        from folder: String,
        in environment: [String: String]
    ) async throws -> [String: Data] {
        try await TemporaryPackage.with { package in
            let spec = package.folder.appending(path: "spec")
            try FileManager.default.removeItem(at: spec)
            try FileManager.default.copyItem(at: repository.appending(path: folder), to: spec)
            let snapshots = try await package.plumbline(
                "generate",
                "--name",
                "same",
                "--output",
                "out",
                environment: environment
            )
            #expect(snapshots.code == 0, "\(snapshots.complaint)")
            let files = try FileManager.default.contentsOfDirectory(atPath: spec.path)
            let sources = files.filter { $0.hasSuffix(".yaml") }.sorted().map { "spec/" + $0 }
            let swift = try await package.run(
                "plumbline-generate",
                ["--output", "out/swift", "--name", "same"] + sources,
                environment: environment
            )
            #expect(swift.code == 0, "\(swift.complaint)")
            return try contents(of: package.folder.appending(path: "out"))
        }
    }

    private static func contents(of folder: URL) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            let file = folder.appending(path: path)
            if !file.hasDirectoryPath, let bytes = try? Data(contentsOf: file) { contents[path] = bytes }
        }
        return contents
    }
}
