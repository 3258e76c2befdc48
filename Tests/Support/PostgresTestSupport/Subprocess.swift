import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// Runs the tools of PostgreSQL.
enum Subprocess {
    /// Waits without blocking a thread of Swift's pool.
    static func run(_ executable: String, _ arguments: [String]) async throws {
        let process = prepared(executable, arguments)
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else {
            throw TestFailure("\(executable) \(arguments.joined(separator: " ")) ended with \(status).")
        }
    }

    /// For the end of the process, where nothing else runs any more.
    static func runBlocking(_ executable: String, _ arguments: [String]) {
        let process = prepared(executable, arguments)
        guard (try? process.run()) != nil else { return }
        process.waitUntilExit()
    }

    /// The server that `pg_ctl` leaves behind must not hold our pipes open, so it gets none.
    private static func prepared(_ executable: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }
}

/// What is to be done when the process ends.
enum AtExit {
    private static let actions = Mutex<[@Sendable () -> Void]>([])

    static func add(_ action: @escaping @Sendable () -> Void) {
        let isFirst = actions.withLock { actions in
            actions.append(action)
            return actions.count == 1
        }
        if isFirst { atexit { AtExit.actions.withLock { $0 }.forEach { $0() } } }
    }
}
