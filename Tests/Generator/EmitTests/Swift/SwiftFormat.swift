import Foundation

/// The toolchain's formatter.
enum SwiftFormat {
    /// What `swift format` makes of it with this package's configuration.
    static func formatted(_ source: String) throws -> String {
        let package = URL(fileURLWithPath: #filePath).pathComponents.dropLast(5).joined(separator: "/")
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).swift")
        try Data(source.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "swift", "format", "--configuration", package.dropFirst() + "/.swift-format", file.path,
        ]
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}
