import Dispatch
import Testing

@testable import PlumblineIdentity

@Suite("The queue before the hashing threads")
struct HashingQueueTests {
    @Test("refuses what exceeds its bound, and serves what waits once a thread is free")
    func bound() async throws {
        let queue = HashingQueue(width: 1, queueLimit: 1)
        let (started, startedSignal) = AsyncStream.makeStream(of: Void.self)
        let gate = DispatchSemaphore(value: 0)
        async let running = queue.run { () -> Int in
            startedSignal.yield()
            gate.wait()
            return 1
        }
        for await _ in started { break }
        // One place is left. Of two more, one waits there and the other is refused at once.
        let (refusals, refusalSignal) = AsyncStream.makeStream(of: Void.self)
        let attempts = (0..<2).map { _ in
            Task {
                do {
                    return try await queue.run { 2 }
                } catch PasswordHasherError.overloaded {
                    refusalSignal.yield()
                    return 0
                }
            }
        }
        for await _ in refusals { break }
        gate.signal()
        #expect(try await running == 1)
        var results: [Int] = []
        for attempt in attempts { results.append(try await attempt.value) }
        #expect(results.sorted() == [0, 2])
    }

    @Test("gives the place of a cancelled caller to another")
    func cancellation() async throws {
        let queue = HashingQueue(width: 1, queueLimit: 1)
        let (started, startedSignal) = AsyncStream.makeStream(of: Void.self)
        let gate = DispatchSemaphore(value: 0)
        async let running: Void = queue.run {
            startedSignal.yield()
            gate.wait()
        }
        for await _ in started { break }
        let waiting = Task { try await queue.run { 1 } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        async let next = queue.run { 2 }
        gate.signal()
        #expect(try await next == 2)
        try await running
    }
}
