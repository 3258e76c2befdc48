public import Logging
public import NIOCore
public import ServiceLifecycle
import Synchronization

/// A few connections to one PostgreSQL database, with many statements in flight on each.
///
/// Run it as a service; statements submitted before `run()` wait for it. One thread of its own owns all
/// connections, so no thread of Swift's pool or of an event loop ever waits for the database.
public final class PostgresClient: Service, Sendable {
    /// What the client was made with.
    public let configuration: PostgresConfiguration

    let inbox: Inbox
    private let logger: Logger
    private let wasRun = Atomic(false)

    /// - Parameters:
    ///   - configuration: Where the database is, and the bounds that hold.
    ///   - logger: Hears of connections that fail and come back.
    public init(configuration: PostgresConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        inbox = Inbox(queueLimit: configuration.queueLimit)
    }

    /// Connects, and serves until the service group shuts down (what is under way is then finished, for at
    /// most `shutdownGrace`) or the task is cancelled (what is under way then fails with `.closed`).
    ///
    /// - Throws: `PostgresError` with code `.notAllowed` when it is called a second time, or
    ///   `.connectionFailed` when the system has no thread or descriptor to give.
    public func run() async throws {
        guard !wasRun.exchange(true, ordering: .relaxed) else {
            throw PostgresError.notAllowed("A database client runs once; make another one.")
        }
        let inbox = inbox
        let failure = await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await serve()
            } onGracefulShutdown: {
                inbox.post(.shutdown(graceful: true))
            }
        } onCancel: {
            inbox.post(.shutdown(graceful: false))
        }
        if let failure { throw failure }
    }

    private func serve() async -> PostgresError? {
        await withCheckedContinuation { ended in
            let isStarted = OSThread.start(name: "pg-reactor") { [configuration, inbox, logger] in
                do {
                    try Reactor(configuration: configuration, inbox: inbox, logger: logger).run()
                    ended.resume(returning: nil)
                } catch {
                    ended.resume(returning: Self.cannotStart("\(error)", inbox))
                }
            }
            if !isStarted { ended.resume(returning: Self.cannotStart("no thread", inbox)) }
        }
    }

    private static func cannotStart(_ reason: String, _ inbox: Inbox) -> PostgresError {
        let error = PostgresError.connectionFailed(reason)
        var batch = AnswerBatch()
        for case .submit(let work) in inbox.close() {
            if let completion = work.completion { batch.add(completion, .failure(error)) }
        }
        batch.deliver()
        return error
    }

    // MARK: For people

    /// Runs one statement.
    ///
    /// - Parameters:
    ///   - statement: The SQL text, with `$1`, `$2`, … for the values.
    ///   - values: The values.
    ///   - mode: `.read` promises that the statement changes nothing, and lets it share a connection. Without that
    ///     promise it is a transaction of its own.
    /// - Throws: `PostgresError`. When the task is cancelled the statement is too, at the server if it runs already.
    public func query(
        _ statement: PostgresStatement,
        _ values: [PostgresValue] = [],
        mode: PostgresFlight.Mode = .write
    ) async throws -> PostgresResult {
        try await execute(PostgresFlight([.init(statement, values)], mode: mode)).only()
    }

    /// Runs the statements of a flight and returns their results in order.
    ///
    /// - Throws: `PostgresError`. When the task is cancelled the flight is too, at the server if it runs already.
    public func execute(_ flight: PostgresFlight) async throws -> [PostgresResult] {
        if let refusal = flight.refusal() { throw refusal }
        return try await inbox.perform(work(.flight(flight), of: flight.caller, timeout: flight.timeout))
            .get()
    }

    // MARK: For an event loop

    /// Runs a flight without a task.
    ///
    /// - Parameters:
    ///   - flight: What to run.
    ///   - eventLoop: Where the outcome is wanted.
    ///   - completion: Called once, on that event loop, and never before this method has returned.
    /// - Returns: What can cancel the flight.
    @discardableResult
    public func submit(
        _ flight: PostgresFlight,
        on eventLoop: any EventLoop,
        completion: @escaping @Sendable (Result<[PostgresResult], PostgresError>) -> Void
    ) -> PostgresTicket {
        let work = work(.flight(flight), of: flight.caller, timeout: flight.timeout)
        work.completion = .eventLoop(eventLoop, completion)
        let refusal: PostgresError?
        if let reason = flight.refusal() {
            refusal = reason
        } else if case .refused(let reason) = inbox.submit(work) {
            refusal = reason
        } else {
            refusal = nil
        }
        if let refusal { eventLoop.execute { completion(.failure(refusal)) } }
        return PostgresTicket(work: work, inbox: inbox)
    }

    func work(
        _ payload: Work.Payload,
        of caller: Int = 0,
        on lease: Lease? = nil,
        timeout: Duration? = nil
    ) -> Work {
        Work(
            payload,
            of: caller,
            on: lease,
            timeout: timeout ?? configuration.statementTimeout,
            queueTimeout: configuration.queueTimeout
        )
    }
}

extension PostgresClient {
    /// Runs a client for as long as `body` takes, for tools that are no service.
    ///
    /// - Throws: What `body` throws, or what `run()` throws.
    public static func withClient<R>(
        configuration: PostgresConfiguration,
        logger: Logger,
        _ body: (PostgresClient) async throws -> R
    ) async throws -> R {
        let client = PostgresClient(configuration: configuration, logger: logger)
        async let service: Void = client.run()
        do {
            let result = try await body(client)
            client.inbox.post(.shutdown(graceful: true))
            try await service
            return result
        } catch {
            client.inbox.post(.shutdown(graceful: true))
            try? await service
            throw error
        }
    }
}

/// A submitted flight.
public struct PostgresTicket: Sendable {
    let work: Work
    let inbox: Inbox

    /// Gives the flight up. Its completion is still called, with `.cancelled` or with the outcome, whichever comes first.
    ///
    /// A write that runs already is cancelled at the server, and its completion tells which of the two won.
    public func cancel() {
        inbox.cancel(work)
    }
}

extension Inbox {
    /// Hands work over and waits for its end; the end of the task is the end of the work.
    func perform(_ work: Work) async -> Work.Answer {
        await withTaskCancellationHandler {
            await performToTheEnd(work)
        } onCancel: {
            cancel(work)
        }
    }

    /// Hands work over and waits for its end, even if the task is cancelled meanwhile.
    func performToTheEnd(_ work: Work) async -> Work.Answer {
        await withCheckedContinuation { continuation in
            work.completion = .continuation(continuation)
            if case .refused(let reason) = submit(work) { continuation.resume(returning: .failure(reason)) }
        }
    }
}

extension [PostgresResult] {
    /// The one result of a flight of one statement.
    func only() throws -> PostgresResult {
        guard let first else { throw PostgresError(.connectionLost, "The database sent no result.") }
        return first
    }
}
