import CPlumblineLibPQ
import Logging
import NIOCore

/// The one thread that owns all connections of a client. Created, used and ended on that thread.
///
/// Each round: take what came in, let the pool place it, send, hand answers back, wait for sockets or the bell.
final class Reactor {
    let configuration: PostgresConfiguration
    let logger: Logger
    let inbox: Inbox
    let bell: WakeUp
    let connector: Connector
    let rules: RetryRules
    let poller: Poller

    var pool: Pool<Work>
    var links: [Link?]
    /// Who holds which connection.
    var leases: [Lease?]
    let parameters = ParameterBuffer()
    var random = SystemRandomNumberGenerator()
    /// The last reason why no connection could be made.
    var connectionFailure: String?

    private var answers = AnswerBatch()
    private var commands: [Inbox.Command] = []
    /// Slots that were sent something in this round.
    var touched: [Int] = []
    private var nextSweep = Moment.never
    private var shutdownDeadline: Moment?
    private var isStopped = false

    static let bellToken = UInt64.max

    init(configuration: PostgresConfiguration, inbox: Inbox, logger: Logger) throws {
        self.configuration = configuration
        self.inbox = inbox
        self.logger = logger
        let count = max(1, configuration.connections)
        bell = try inbox.open()
        poller = try Poller(capacity: count + 1)
        guard poller.add(bell, token: Self.bellToken) else {
            throw SystemRefusal(call: "epoll_ctl", number: 0)
        }
        connector = Connector(parameters: configuration.connectionParameters(), inbox: inbox)
        rules = RetryRules(limit: configuration.retries)
        pool = Pool(
            connections: count,
            limits: .init(
                pipelineDepth: max(1, configuration.pipelineDepth),
                slowAfter: configuration.slowAfter,
                waiting: LineBounds(
                    most: configuration.queueLimit,
                    least: count * 4,
                    patience: configuration.queueTimeout
                )
            )
        )
        links = Array(repeating: nil, count: count)
        leases = Array(repeating: nil, count: count)
    }

    // MARK: The loop

    func run() {
        while !isStopped {
            var rounds = 0
            inbox.take(into: &commands)
            while !commands.isEmpty {
                let now = Moment.now()
                for command in commands { handle(command, now: now) }
                dispatch()
                answers.deliver()
                rounds += 1
                // A steady stream of requests must not keep us from the sockets.
                if rounds == 4 { break }
                inbox.take(into: &commands)
            }
            tick()
            if isStopped { break }
            poller.wait(milliseconds: rounds == 4 ? 0 : pause()) { handle($0) }
            dispatch()
            answers.deliver()
        }
        end()
    }

    private func pause() -> Int32 {
        let now = Moment.now()
        let nearest = min(pool.nextTick(now: now), nextSweep, shutdownDeadline ?? .never)
        return nearest == .never ? -1 : now.milliseconds(until: nearest)
    }

    private func handle(_ event: Poller.Event) {
        guard event.token != Self.bellToken else { return }
        let slot = Int(event.token)
        if event.isWritable { flush(slot) }
        if event.isReadable { receive(slot) }
    }

    private func handle(_ command: Inbox.Command, now: Moment) {
        switch command {
        case .submit(let work): accept(work, now: now)
        case .cancel(let work): end(work, because: .cancelled)
        case .release(let lease, let close): release(lease, close: close)
        case .connected(let slot, let generation, let outcome):
            finishConnecting(slot, generation: generation, outcome)
        case .cancelSent(let slot, let generation): cancelWasSent(slot, generation: generation)
        case .shutdown(let graceful):
            let limit = graceful ? Moment.now() + configuration.shutdownGrace : Moment(nanoseconds: 0)
            shutdownDeadline = min(shutdownDeadline ?? .never, limit)
        }
    }

    private func accept(_ work: Work, now: Moment) {
        nextSweep = min(nextSweep, work.queueDeadline, work.deadline)
        guard let lease = work.lease else {
            if isUnreachable {
                return answer(work, .failure(.connectionFailed(connectionFailure ?? "not connected")))
            }
            return pool.enqueue(work, now: now)
        }
        guard let slot = lease.slot else {
            return answer(work, .failure(.connectionLost("the held connection is gone", mode: .write)))
        }
        pool.slots[slot].leased.append(work)
        touched.append(slot)
    }

    // MARK: Time

    private func tick() {
        let now = Moment.now()
        pool.endPauses(now: now)
        openConnections(now: now)
        checkProgress(now: now)
        if nextSweep <= now { sweep(now: now) }
        dispatch()
        answers.deliver()
        if let deadline = shutdownDeadline, deadline <= now || pool.isIdle { isStopped = true }
    }

    private func sweep(now: Moment) {
        for work in pool.dropExpired(now: now) {
            for other in work.dropFollowers(where: { min($0.queueDeadline, $0.deadline) <= now }) {
                answerAlone(other, .failure(waitedInVain(other, now: now)))
            }
            leave(work, waitedInVain(work, now: now), now: now)
        }
        for (_, work) in pool.overdue(now: now) where work.endReason == nil {
            end(work, because: .timedOut)
        }
        // Writes that are being cancelled stay overdue until the server answers; `checkProgress` guards those.
        // Each sweep looks at all that wait, so not every millisecond when something expires in each.
        nextSweep = max(pool.nextDeadline(), now + .milliseconds(10))
    }

    private func waitedInVain(_ work: Work, now: Moment) -> PostgresError {
        if !pool.hasConnection { return .connectionFailed(connectionFailure ?? "still connecting") }
        return work.deadline <= now ? .timedOut : .waitedTooLong(pool.timeToDrain(beside: work))
    }

    // MARK: Answers

    /// Hands the outcome to all who asked; the first one counts.
    func answer(_ work: Work, _ answer: Work.Answer) {
        answerAlone(work, answer)
        for follower in work.followers {
            follower.leader = nil
            answerAlone(follower, answer)
        }
        work.followers = []
    }

    /// Hands an outcome to one who asked, and to nobody who asked the same.
    func answerAlone(_ work: Work, _ answer: Work.Answer) {
        if let completion = work.completion.take() { answers.add(completion, answer) }
    }

    /// Answers one who asked, and lets those who asked the same go on waiting.
    func leave(_ work: Work, _ error: PostgresError, now: Moment) {
        if let heir = work.passOn() {
            pool.takeOver(heir, now: now)
            nextSweep = min(nextSweep, heir.queueDeadline, heir.deadline)
        }
        answerAlone(work, .failure(error))
    }

    private func end() {
        for index in links.indices { links[index] = nil }
        let onConnections = pool.slots.flatMap { $0.pipeline.flights + $0.leased }
        for work in pool.dropAll() + onConnections { answer(work, .failure(.closed)) }
        for command in inbox.close() {
            switch command {
            case .submit(let work): answer(work, .failure(.closed))
            case .connected(_, _, let outcome): Connector.discard(outcome)
            case .cancel, .release, .cancelSent, .shutdown: break
            }
        }
        answers.deliver()
    }
}

/// Answers of one round, so that an event loop is woken once for all of its own.
struct AnswerBatch {
    private typealias Delivery = (body: @Sendable (Work.Answer) -> Void, answer: Work.Answer)

    private var loops: [(loop: any EventLoop, deliveries: [Delivery])] = []
    private var continuations: [(CheckedContinuation<Work.Answer, Never>, Work.Answer)] = []

    mutating func add(_ completion: Work.Completion, _ answer: Work.Answer) {
        switch completion {
        case .continuation(let continuation):
            continuations.append((continuation, answer))
        case .eventLoop(let loop, let body):
            if let index = loops.firstIndex(where: { $0.loop === loop }) {
                loops[index].deliveries.append((body, answer))
            } else {
                loops.append((loop, [(body, answer)]))
            }
        }
    }

    mutating func deliver() {
        for (continuation, answer) in continuations { continuation.resume(returning: answer) }
        continuations.removeAll(keepingCapacity: true)
        for index in loops.indices where !loops[index].deliveries.isEmpty {
            let deliveries = loops[index].deliveries
            loops[index].deliveries = []
            loops[index].loop.execute {
                for delivery in deliveries { delivery.body(delivery.answer) }
            }
        }
    }
}
