import Dispatch
import Synchronization

/// Runs slow work on a few threads of its own, with a bounded queue before them.
///
/// A password hash takes tens of milliseconds and tens of mebibytes. On a cooperative thread it would
/// hold up every other task, and without a bound a flood of sign-ins would take all memory.
final class HashingQueue: Sendable {
    private let threads = DispatchQueue(label: "plumbline.hashing", attributes: .concurrent)
    private let state: Mutex<State>

    init(width: Int, queueLimit: Int) {
        state = Mutex(State(width: width, queueLimit: queueLimit))
    }

    /// Runs `work` on a thread of the queue.
    ///
    /// A caller that is cancelled while it waits gives up its place.
    ///
    /// - Throws: ``PasswordHasherError/overloaded`` when the queue is full, `CancellationError`, or the
    ///   error of `work`.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let ticket = state.withLock { $0.nextTicket() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let job = Waiting(
                    ticket: ticket,
                    start: { continuation.resume(with: Result(catching: work)) },
                    refuse: { continuation.resume(throwing: $0) }
                )
                perform(state.withLock { $0.submit(job, isCancelled: Task.isCancelled) })
            }
        } onCancel: {
            perform(state.withLock { $0.cancel(ticket) })
        }
    }

    private func perform(_ action: State.Action) {
        switch action {
        case .none: break
        case .refuse(let job, let error): job.refuse(error)
        case .start(let job):
            threads.async {
                job.start()
                self.perform(self.state.withLock { $0.finish() })
            }
        }
    }
}

/// Work that has been submitted. Exactly one of its closures is called, once.
private struct Waiting: Sendable {
    let ticket: UInt64
    let start: @Sendable () -> Void
    let refuse: @Sendable (any Error) -> Void
}

/// Who runs and who waits. It decides; ``HashingQueue`` acts.
private struct State {
    enum Action {
        case none
        case start(Waiting)
        case refuse(Waiting, any Error)
    }

    let width: Int
    let queueLimit: Int
    private var running = 0
    private var waiting: [Waiting] = []
    private var lastTicket: UInt64 = 0

    init(width: Int, queueLimit: Int) {
        self.width = width
        self.queueLimit = queueLimit
    }

    mutating func nextTicket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    /// - Parameter isCancelled: Whether the task was cancelled before it could be put in the queue, in
    ///   which case ``cancel(_:)`` has found nothing to remove.
    mutating func submit(_ job: Waiting, isCancelled: Bool) -> Action {
        if isCancelled { return .refuse(job, CancellationError()) }
        if running < width {
            running += 1
            return .start(job)
        }
        guard waiting.count < queueLimit else { return .refuse(job, PasswordHasherError.overloaded) }
        waiting.append(job)
        return .none
    }

    mutating func cancel(_ ticket: UInt64) -> Action {
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return .none }
        return .refuse(waiting.remove(at: index), CancellationError())
    }

    mutating func finish() -> Action {
        guard !waiting.isEmpty else {
            running -= 1
            return .none
        }
        return .start(waiting.removeFirst())
    }
}
