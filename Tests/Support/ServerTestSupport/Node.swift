import Foundation
public import PlumblineClient

/// Runs JavaScript beside the files of a client.
public enum Node {
    /// Whether Node is installed; the tests that need it are skipped without.
    public static let isAvailable = (try? run("console.log(1)", beside: [])) == ["1"]

    /// The lines that a module prints.
    public static func run(_ script: String, beside files: [ClientFile]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "node-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in files { try Data(file.text.utf8).write(to: folder.appending(path: file.name)) }
        try Data(script.utf8).write(to: folder.appending(path: "script.mjs"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["node", "script.mjs"]
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }
}
