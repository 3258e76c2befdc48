import Foundation

/// Runs SQL with `psql` against the server that the tests are given.
enum PSQL {
    /// Where `PLUMBLINE_TEST_DATABASE_URL` points; the tests that need it are skipped without.
    static let url = ProcessInfo.processInfo.environment["PLUMBLINE_TEST_DATABASE_URL"]

    struct Failure: Error {
        let message: String
    }

    /// The lines of output, one row each, columns separated by `|`. Stops at the first error.
    static func run(_ sql: String) throws -> [String] {
        guard let url else { throw Failure(message: "PLUMBLINE_TEST_DATABASE_URL is not set.") }
        let folder = FileManager.default.temporaryDirectory
        let input = folder.appendingPathComponent("plumbline-\(UUID().uuidString).sql")
        try Data(sql.utf8).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", input.path, url]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // The scripts write little to standard error, so reading it last cannot block the process.
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(message: message) }
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
