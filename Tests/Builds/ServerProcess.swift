import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport

#if canImport(Glibc)
import Glibc
#endif

/// A server in a process of its own.
struct ServerProcess: HTTPService {
    let base: String

    /// Lends a server that listens, and asks it to stop afterwards, which it must do in order.
    static func with<R>(
        _ executable: URL,
        _ arguments: [String] = [],
        in package: TestPackage,
        database: TestDatabase,
        _ body: (ServerProcess) async throws -> R
    ) async throws -> R {
        let port = try freePort()
        let environment = [
            "PORT": "\(port)", "DATABASE_URL": database.url, "ENVIRONMENT": "development",
            "JWT_ALGORITHM": "HS256", "JWT_SECRET": RunningServer.tokenSecret, "SELF_REGISTRATION": "on",
            "DATABASE_CONNECTIONS": "4",
        ]
        let program = Program(executable, arguments, in: package.folder, environment: environment)
        let ending = try program.start()
        let result: R
        do {
            let server = ServerProcess(base: "http://127.0.0.1:\(port)")
            try await server.waitUntilItServes(program)
            result = try await body(server)
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

    private func waitUntilItServes(_ program: Program) async throws {
        while (try? await send("GET", "/health"))?.status != 200 {
            guard program.isRunning else {
                throw TestFailure("The server ended before it served:\n\(program.output)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// A port of 127.0.0.1 that nobody listens on.
    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, streamSocket, 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard status == 0 else { throw TestFailure("No port is free: \(String(cString: strerror(errno)))") }
        return UInt16(bigEndian: address.sin_port)
    }

    #if canImport(Glibc)
    private static let streamSocket = Int32(SOCK_STREAM.rawValue)
    #else
    private static let streamSocket = SOCK_STREAM
    #endif
}
