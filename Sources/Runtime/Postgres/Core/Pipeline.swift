import DequeModule

/// What one connection has sent and not heard the end of, in the order the server answers it.
///
/// A value without a network: it is told what was sent and what came back, and says what that means for the
/// flights. Statements between two syncs are one section; after an error in it the server skips the rest.
struct Pipeline<Flight: AnyObject> {
    /// One message that will be answered.
    enum Message: Equatable {
        case prepare(PostgresStatement, name: String)
        case deallocate(name: String)
        case step(PostgresStatement, name: String, wasCached: Bool)
        /// A sync after a read, or one whose answer proves that an earlier cancel request has had its effect.
        case sync(cancel: UInt64?)
        /// The sync that ends a transaction.
        case commit
        /// Texts sent by the simple protocol.
        case script
    }

    /// What an answer means for the flight it belongs to.
    enum Fate {
        /// The flight goes on, or the answer is nobody's.
        case none
        case answered(Flight)
        case failed(Flight, sqlState: String, wasCached: Bool)
        /// It never ran.
        case skipped(Flight)
    }

    /// What an answer means.
    struct Settlement {
        var fate: Fate = .none
        /// A statement that is not prepared after all.
        var forgotten: (statement: PostgresStatement, name: String)?
        /// A prepared statement that is still to be closed.
        var stillOpen: String?
        /// How many nanoseconds a read has kept the connection busy.
        var took: UInt64?
        /// The cancel request that has had its effect by now.
        var settledCancel: UInt64?
    }

    private struct Entry {
        var message: Message
        /// Nil for messages of our own, and after the flight was abandoned.
        var flight: Flight?
        var mode: PostgresFlight.Mode
        var isAbandoned = false
    }

    private var entries: Deque<Entry> = []
    private var transactionFailure: (sqlState: String, wasCached: Bool)?

    /// How many statements have not been answered.
    private(set) var depth = 0
    /// Since when the server has worked on what is first.
    private(set) var headSince = Moment.never

    var isEmpty: Bool { entries.isEmpty }

    /// What is answered next.
    var head: Message? { entries.first?.message }

    /// Whose answer comes next, nil if nobody waits for it.
    var headFlight: Flight? { entries.first?.flight }

    /// Whether the server works on something that nobody waits for any more.
    var isHeadAbandoned: Bool { entries.first?.isAbandoned ?? false }

    /// All flights that still wait, each once.
    var flights: [Flight] {
        var all: [Flight] = []
        for entry in entries {
            if let flight = entry.flight, all.last !== flight { all.append(flight) }
        }
        return all
    }

    /// Notes that a message was sent.
    mutating func sent(_ message: Message, for flight: Flight?, mode: PostgresFlight.Mode, now: Moment) {
        if entries.isEmpty { headSince = now }
        if message.isStatement { depth += 1 }
        entries.append(Entry(message: message, flight: flight, mode: mode))
    }

    /// Notes the end of the first message's answer.
    mutating func settle(_ reply: ServerReply, now: Moment) -> Settlement {
        guard let entry = entries.popFirst() else { return Settlement() }
        let began = headSince
        headSince = entries.isEmpty ? .never : now
        if entry.message.isStatement { depth -= 1 }
        var settlement = Settlement()
        switch (entry.message, reply) {
        case (.sync(let cancel), _):
            settlement.settledCancel = cancel
        case (.deallocate(let name), .skipped):
            settlement.stillOpen = name
        case (.prepare(let statement, let name), .failed), (.prepare(let statement, let name), .skipped):
            settlement.forgotten = (statement, name)
        case (.step(let statement, let name, wasCached: true), .failed(let sqlState))
        where sqlState == SQLState.unknownStatement || sqlState == SQLState.featureNotSupported:
            settlement.forgotten = (statement, name)
        case (.step, .done) where entry.mode == .read && now >= began:
            settlement.took = now.nanoseconds - began.nanoseconds
        default: break
        }
        settlement.fate = fate(of: entry, reply)
        return settlement
    }

    private mutating func fate(of entry: Entry, _ reply: ServerReply) -> Fate {
        switch (entry.mode, entry.message) {
        case (_, .sync), (_, .deallocate):
            return .none
        case (.write, .commit), (.write, .script):
            defer { transactionFailure = nil }
            note(reply, wasCached: false)
            guard let flight = entry.flight else { return .none }
            guard let failure = transactionFailure else { return .answered(flight) }
            return .failed(flight, sqlState: failure.sqlState, wasCached: failure.wasCached)
        case (.write, _):
            note(reply, wasCached: entry.message.wasCached)
            return .none
        case (.read, _):
            guard let flight = entry.flight else { return .none }
            return readFate(of: flight, entry.message, reply)
        }
    }

    private mutating func readFate(of flight: Flight, _ message: Message, _ reply: ServerReply) -> Fate {
        if case .prepare = message {
            guard case .failed(let sqlState) = reply else { return .none }
            // Its step is skipped now, and nobody waits for that.
            abandon(flight)
            return .failed(flight, sqlState: sqlState, wasCached: false)
        }
        switch reply {
        case .done: return .answered(flight)
        case .failed(let sqlState): return .failed(flight, sqlState: sqlState, wasCached: message.wasCached)
        case .skipped: return .skipped(flight)
        }
    }

    /// The first error of a transaction is the one that counts.
    private mutating func note(_ reply: ServerReply, wasCached: Bool) {
        if case .failed(let sqlState) = reply, transactionFailure == nil {
            transactionFailure = (sqlState, wasCached)
        }
    }

    /// Nobody waits for this flight any more. True if the server may be working on it right now.
    @discardableResult
    mutating func abandon(_ flight: Flight) -> Bool {
        let isHead = entries.first?.flight === flight
        for index in entries.indices where entries[index].flight === flight {
            entries[index].flight = nil
            entries[index].isAbandoned = true
        }
        return isHead
    }

    /// Gives up all reads behind the one that is running, so that they can run elsewhere.
    mutating func overtaken() -> [Flight] {
        guard let running = entries.firstIndex(where: { $0.message.isStatement }) else { return [] }
        let head = entries[running].flight
        var moved: [Flight] = []
        for index in entries.indices.dropFirst(running + 1) {
            guard let flight = entries[index].flight, entries[index].mode == .read, flight !== head else {
                continue
            }
            entries[index].flight = nil
            entries[index].isAbandoned = true
            if moved.last !== flight { moved.append(flight) }
        }
        return moved
    }

    /// The connection is gone: who may have been running on it, and who was behind.
    mutating func lose() -> (running: Flight?, behind: [Flight]) {
        defer { self = Pipeline() }
        guard let first = entries.first(where: { $0.message.isStatement || $0.message == .commit }) else {
            return (nil, flights)
        }
        let others = flights.filter { $0 !== first.flight }
        return (first.flight, others)
    }
}

extension Pipeline.Message {
    /// Whether it occupies the server, unlike syncs and the preparations that belong to a statement.
    fileprivate var isStatement: Bool {
        switch self {
        case .step, .script: true
        case .prepare, .deallocate, .sync, .commit: false
        }
    }

    fileprivate var wasCached: Bool {
        if case .step(_, _, let wasCached) = self { wasCached } else { false }
    }
}

/// The server's answer to one message.
enum ServerReply: Equatable {
    case done
    case failed(sqlState: String)
    /// Not run, because of an error before it in its section.
    case skipped
}
