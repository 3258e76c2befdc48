import Foundation

/// A program that runs in a folder, with no more of the environment than is given.
struct Program {
    /// What a run left.
    struct Run {
        let code: Int32
        /// What it wrote to standard output and standard error.
        let output: String
    }

    private let process = Process()
    private let log: URL

    init(_ executable: URL, _ arguments: [String], in folder: URL, environment: [String: String]) {
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
        log = folder.appending(path: "../log-\(UUID().uuidString)").standardizedFileURL
    }

    /// What it has written until now.
    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// Whether it has not ended yet.
    var isRunning: Bool { process.isRunning }

    /// Starts it. Whoever does waits for the end, too.
    func start() throws -> Ending {
        try Data().write(to: log)
        let file = try FileHandle(forWritingTo: log)
        process.standardOutput = file
        process.standardError = file
        process.standardInput = FileHandle.nullDevice
        let (codes, code) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            code.yield($0.terminationStatus)
            code.finish()
        }
        try process.run()
        return Ending(codes: codes)
    }

    /// Asks it to end.
    func terminate() {
        process.terminate()
    }

    /// Runs it to its end; a test that runs out of time ends it.
    func run() async throws -> Run {
        let ending = try start()
        guard let code = await ending.code() else {
            terminate()
            throw CancellationError()
        }
        return Run(code: code, output: output)
    }

    /// The end of a program.
    struct Ending {
        fileprivate let codes: AsyncStream<Int32>

        /// Waits for it and returns the exit code; nil when the task is cancelled before.
        func code() async -> Int32? {
            await codes.first { _ in true }
        }
    }
}
