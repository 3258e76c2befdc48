import Foundation

/// Runs SQL with `psql` against the server that the tests are given.
enum PSQL {
    /// Where `PLUMBLINE_TEST_DATABASE_URL` points; the tests that need it are skipped without.
    static let url = ProcessInfo.processInfo.environment["PLUMBLINE_TEST_DATABASE_URL"]

    /// The lines of output, one row each, columns separated by `|`. Stops at the first error.
    static func run(_ sql: String) throws -> [String] {
        guard let url else { throw Command.Failure(message: "PLUMBLINE_TEST_DATABASE_URL is not set.") }
        let options = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        return try Command.run("psql", options + [url, "-f"], file: sql)
    }
}

/// Runs JavaScript with Node.
enum JavaScript {
    /// Whether Node is installed; the tests that need it are skipped without.
    static let isAvailable = (try? run("")) != nil

    /// The lines that the script prints.
    static func run(_ script: String) throws -> [String] {
        try Command.run("node", [], file: script)
    }
}

/// A command of this machine.
private enum Command {
    struct Failure: Error {
        let message: String
    }

    /// The lines of output of a command whose last argument is a file of this text.
    static func run(_ name: String, _ arguments: [String], file text: String) throws -> [String] {
        let input = FileManager.default.temporaryDirectory.appendingPathComponent(
            "plumbline-\(UUID().uuidString)"
        )
        try Data(text.utf8).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments + [input.path]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // These scripts write little to standard error, so reading it last cannot block the process.
        let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(message: message) }
        return lines.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
