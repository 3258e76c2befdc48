import Crypto
import Foundation
import Logging
import Synchronization

@testable import PlumblineServer

/// Settings that are complete and right.
enum GoodSettings {
    static let databaseURL = "postgres://app:Hunter2Hunter2@db.example/app"
    static let secret = "a-shared-secret-of-more-than-32-bytes"
    static let privateKey = P256.Signing.PrivateKey().pemRepresentation

    static let environment = [
        "DATABASE_URL": databaseURL, "JWT_ALGORITHM": "HS256", "JWT_SECRET": secret,
    ]
}

/// Loads settings from an environment and, if given, the text of a `.env` file.
func load(
    _ environment: [String: String],
    file: String? = nil,
    logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
) async throws -> ServerSettings {
    let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    if let file { try Data(file.utf8).write(to: folder.appending(path: ".env")) }
    return try await ServerSettings.load(environment: environment, directory: folder.path(), logger: logger)
}

/// Keeps the lines of a log.
final class RecordingSink: LogSink {
    private let recorded: Mutex<[UInt8]> = Mutex([])

    var text: String { recorded.withLock { String(decoding: $0, as: UTF8.self) } }

    func write(_ line: [UInt8]) {
        recorded.withLock { $0 += line }
    }
}
