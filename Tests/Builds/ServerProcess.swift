import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport

/// A compiled server, in a process of its own.
struct ServerProcess: HTTPService {
    let base: String

    /// Lends the built server of a package when it listens, and asks it to stop afterwards, which it must do in order.
    static func with<R>(
        of package: TestPackage,
        database: TestDatabase,
        _ body: (ServerProcess) async throws -> R
    ) async throws -> R {
        let environment = [
            "PORT": "0", "DATABASE_URL": database.url, "ENVIRONMENT": "development",
            "JWT_ALGORITHM": "HS256", "JWT_SECRET": RunningServer.tokenSecret, "SELF_REGISTRATION": "on",
            "DATABASE_CONNECTIONS": "4",
        ]
        return try await with(
            Program(TestPackage.server, [], in: package.folder, environment: environment),
            body
        )
    }

    /// Lends a server that is not started yet, likewise.
    static func with<R>(_ program: Program, _ body: (ServerProcess) async throws -> R) async throws -> R {
        let ending = try program.start()
        let result: R
        do {
            let port = try await portOnceServing(program)
            result = try await body(ServerProcess(base: "http://127.0.0.1:\(port)"))
        } catch {
            program.terminate()
            throw error
        }
        program.terminate()
        guard await ending.code() == 0 else {
            throw TestFailure("The server did not stop in order:\n\(program.output)")
        }
        return result
    }

    /// Waits for the line of the log that tells the port.
    private static func portOnceServing(_ program: Program) async throws -> String {
        while true {
            let isRunning = program.isRunning
            let output = program.output
            if let line = output.firstMatch(of: /"message":"serving".*"port":"(\d+)"/) {
                return String(line.output.1)
            }
            guard isRunning else { throw TestFailure("The server ended before it served:\n\(output)") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
