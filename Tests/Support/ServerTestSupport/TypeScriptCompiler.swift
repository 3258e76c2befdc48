import Foundation
public import PlumblineClient

/// The compiler of TypeScript, for tests of the client's types.
public enum TypeScriptCompiler {
    /// Whether `tsc` is installed; the tests that need it are skipped without.
    public static let isAvailable = (try? run(["--version"], in: URL(filePath: "/")))?.isEmpty == false

    /// What it says, at its strictest, of modules beside folders with clients; empty if nothing is wrong.
    public static func complaints(
        about modules: [String: String],
        beside clients: [String: [ClientFile]]
    ) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tsc-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, files) in clients {
            let client = folder.appending(path: name)
            try FileManager.default.createDirectory(at: client, withIntermediateDirectories: true)
            for file in files { try Data(file.text.utf8).write(to: client.appending(path: file.name)) }
        }
        for (name, text) in modules { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let options = [
            "--noEmit", "--strict", "--noUncheckedIndexedAccess", "--skipDefaultLibCheck", "--pretty",
            "false",
            "--target", "es2022", "--module", "es2022", "--moduleResolution", "node", "--lib", "es2022,dom",
        ]
        return try run(options + modules.keys.sorted(), in: folder)
    }

    private static func run(_ arguments: [String], in folder: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["tsc"] + arguments
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }
}
