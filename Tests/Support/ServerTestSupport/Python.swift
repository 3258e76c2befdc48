import Foundation

/// Runs Python, where there is one.
public enum Python {
    /// Whether there is a Python that runs a line, such as an import; the tests that need it are skipped without.
    public static func canRun(_ line: String) -> Bool { (try? run(["-c", line]))?.status == 0 }

    /// Runs the Python that `PLUMBLINE_TEST_PYTHON` names, or `python3`, to its end.
    ///
    /// Nothing is written beside the scripts.
    public static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let name = ProcessInfo.processInfo.environment["PLUMBLINE_TEST_PYTHON"] ?? "python3"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name, "-B"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}
