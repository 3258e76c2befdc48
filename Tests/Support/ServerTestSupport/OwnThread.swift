import Foundation

/// Runs what blocks on a thread of its own: Swift's pool has a thread for each core only, and the server under test
/// needs them.
public func onOwnThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}
