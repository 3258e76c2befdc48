import NIOCore

/// One request on its way through the reactor.
final class Work: @unchecked Sendable {
    // Sendable, because: the `let`s are Sendable values; `stage` is touched only under the inbox's lock; all other
    // variables belong to the reactor's thread, which receives the work through that lock.

    enum Payload {
        case flight(PostgresFlight)
        /// Statements for the simple protocol, on a connection held alone.
        case script(String)
        /// The wish to hold a connection alone.
        case lease(Lease)
    }

    enum Stage {
        case new, submitted, cancelledBeforeSubmission
    }

    typealias Answer = Result<[PostgresResult], PostgresError>

    enum Completion {
        case eventLoop(any EventLoop, @Sendable (Answer) -> Void)
        case continuation(CheckedContinuation<Answer, Never>)
    }

    let payload: Payload
    /// The connection it has to run on; nil for any.
    let lease: Lease?
    /// When it has to be answered.
    let deadline: Moment
    /// Whose it is.
    let caller: Int
    /// When it has to have found a connection.
    let queueDeadline: Moment
    /// A hash of what is asked; nil if nobody else can be answered with it.
    private(set) lazy var question: Int? = Self.question(of: payload, by: caller, on: lease)

    var stage = Stage.new
    var completion: Completion?
    var results: [PostgresResult] = []
    var failure: PostgresError?
    /// How often it was sent in vain by its own fault, or a rival's.
    var attempts = 0
    /// Why it is being cancelled at the server.
    var endReason: PostgresError?
    /// Those that get the same answer.
    var followers: [Work] = []
    /// Whose answer it gets.
    var leader: Work?

    init(
        _ payload: Payload,
        of caller: Int = 0,
        on lease: Lease? = nil,
        timeout: Duration?,
        queueTimeout: Duration
    ) {
        let now = Moment.now()
        self.payload = payload
        self.lease = lease
        self.caller = caller
        deadline = timeout.map { now + $0 } ?? .never
        queueDeadline = lease == nil ? min(deadline, now + queueTimeout) : .never
    }

    /// Whether several of its kind may be on one connection.
    var isShared: Bool {
        if case .flight(let flight) = payload, lease == nil { flight.mode == .read } else { false }
    }

    var isUrgent: Bool {
        if case .flight(let flight) = payload { flight.isUrgent } else { false }
    }

    /// The event loop that wants the outcome, if this is its turn.
    var submittingLoop: (any EventLoop)? {
        if case .eventLoop(let loop, _) = completion, loop.inEventLoop { loop } else { nil }
    }

    var mode: PostgresFlight.Mode { isShared ? .read : .write }
}

/// A connection held alone by one caller.
final class Lease: @unchecked Sendable {
    // Sendable, because `slot` is touched by the reactor's thread only.

    /// Which connection it is; nil before it was granted and after it was given back or lost.
    var slot: Int?
}
