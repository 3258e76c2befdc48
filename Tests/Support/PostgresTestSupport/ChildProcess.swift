import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// Runs the tools of PostgreSQL.
///
/// Not by Foundation's `Process`: that one takes a tool for running as long as any child of it lives, and
/// `pg_ctl start` leaves one behind.
enum ChildProcess {
    /// Waits on a thread of its own.
    static func run(_ executable: String, _ arguments: [String]) async throws {
        let status: Int32 = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: runBlocking(executable, arguments)) }
        }
        guard status == 0 else {
            throw TestFailure(
                "\(executable) \(arguments.joined(separator: " ")) ended with status \(status)."
            )
        }
    }

    /// Runs a program without input and output. 0 is success.
    @discardableResult
    static func runBlocking(_ executable: String, _ arguments: [String]) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
        argv.append(nil)
        defer { argv.forEach { free($0) } }
        var child = pid_t()
        let refusal = posix_spawn(&child, executable, &actions, nil, argv, environ)
        guard refusal == 0 else { return refusal }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return errno }
        }
        return status
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
