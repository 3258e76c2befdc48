import DequeModule

/// What the pool has to know about a flight.
protocol PoolFlight: AnyObject {
    /// Whether it is a read, which shares its connection with others.
    var isShared: Bool { get }
    var deadline: Moment { get }
    var queueDeadline: Moment { get }
}

extension Work: PoolFlight {}

/// One connection, as the pool sees it.
struct Slot<Flight: PoolFlight> {
    enum Phase: Equatable {
        /// Not connected, and no attempt before that moment.
        case down(until: Moment)
        case connecting
        case ready
    }

    enum Use: Equatable {
        case shared
        /// Takes no more reads, so that somebody can have it alone once it is empty.
        case reserved
        /// One writing flight has it.
        case writing
        /// A caller holds it for several requests.
        case leased
    }

    enum Cancel: Equatable {
        case none
        /// A thread is asking the server. The moment is that of the first request for what runs now.
        case asking(since: Moment)
        /// The server was asked; the answer to the sync sent after that is the proof that it has taken effect.
        case settling(since: Moment)
    }

    var phase: Phase
    var use = Use.shared
    var cancel = Cancel.none
    /// When the server was last asked to cancel.
    var lastAsked = Moment(nanoseconds: 0)
    /// Numbers the requests to cancel.
    var cancels: UInt64 = 0
    var pipeline = Pipeline<Flight>()
    /// What the holder of a leased connection asked for and was not yet sent.
    var leased: Deque<Flight> = []
    /// Numbers the connections this slot had, so that late news of an old one is not taken for a new one's.
    var generation: UInt64 = 0
    /// Attempts to connect that failed in a row.
    var failures = 0

    func isSlow(now: Moment, after limit: Duration) -> Bool {
        pipeline.headSince < .never && pipeline.headSince + limit <= now
    }
}

/// Who waits, who runs where, and who goes next: the reactor's judgement, without its input and output.
struct Pool<Flight: PoolFlight> {
    struct Limits {
        var pipelineDepth: Int
        var slowAfter: Duration
    }

    struct Placement {
        var flight: Flight
        var slot: Int
    }

    let limits: Limits
    var slots: [Slot<Flight>]

    private var reads: Deque<Flight> = []
    /// Reads that have been sent before and go first.
    private var again: Deque<Flight> = []
    private var exclusives: Deque<Flight> = []
    private var paused: [(until: Moment, flight: Flight)] = []
    private var lastWasExclusive = false

    init(connections: Int, limits: Limits) {
        self.limits = limits
        let phase = Slot<Flight>.Phase.down(until: Moment(nanoseconds: 0))
        slots = Array(repeating: Slot(phase: phase), count: max(1, connections))
    }

    /// How many flights are neither sent nor answered.
    var waiting: Int { reads.count + again.count + exclusives.count + paused.count }

    /// Whether nothing waits, nothing runs, and nobody holds a connection.
    var isIdle: Bool {
        waiting == 0 && slots.allSatisfy { $0.pipeline.isEmpty && $0.use != .leased }
    }

    var hasConnection: Bool { slots.contains { $0.phase == .ready } }

    /// How many connections may be held alone at a time, so that reads always find one.
    var exclusiveLimit: Int { max(1, slots.count - max(1, slots.count / 4)) }

    // MARK: Waiting

    mutating func enqueue(_ flight: Flight) {
        if flight.isShared { reads.append(flight) } else { exclusives.append(flight) }
    }

    /// Takes back a flight that has to be sent once more.
    mutating func enqueueAgain(_ flight: Flight, pausedUntil: Moment? = nil) {
        if let pausedUntil {
            paused.append((pausedUntil, flight))
        } else if flight.isShared {
            again.append(flight)
        } else {
            exclusives.prepend(flight)
        }
    }

    /// Ends the pauses that are over.
    mutating func endPauses(now: Moment) {
        guard paused.contains(where: { $0.until <= now }) else { return }
        let due = paused.filter { $0.until <= now }
        paused.removeAll { $0.until <= now }
        for pause in due { enqueueAgain(pause.flight) }
    }

    /// Drops a flight that waits. False if it does not.
    mutating func drop(_ flight: Flight) -> Bool {
        let before = waiting
        reads.removeAll { $0 === flight }
        again.removeAll { $0 === flight }
        exclusives.removeAll { $0 === flight }
        paused.removeAll { $0.flight === flight }
        return waiting < before
    }

    /// Drops all that waits.
    mutating func dropAll() -> [Flight] {
        defer {
            reads = []
            again = []
            exclusives = []
            paused = []
        }
        return Array(again) + Array(reads) + Array(exclusives) + paused.map(\.flight)
    }

    /// Drops and returns what has waited too long.
    mutating func dropExpired(now: Moment) -> [Flight] {
        let expired = ([again, reads, exclusives].joined() + paused.map(\.flight)).filter {
            min($0.queueDeadline, $0.deadline) <= now
        }
        for flight in expired { _ = drop(flight) }
        return expired
    }

    /// The flights on connections, sent or about to be, whose time is over.
    func overdue(now: Moment) -> [(slot: Int, flight: Flight)] {
        slots.indices.flatMap { index in
            (slots[index].pipeline.flights + slots[index].leased)
                .filter { $0.deadline <= now }
                .map { (index, $0) }
        }
    }

    /// The nearest moment at which `dropExpired` or `overdue` can have something to say.
    func nextDeadline() -> Moment {
        let queued = [again, reads, exclusives].joined() + paused.map(\.flight)
        let nearestQueued = queued.lazy.map { min($0.queueDeadline, $0.deadline) }.min() ?? .never
        return slots.reduce(nearestQueued) { nearest, slot in
            (slot.pipeline.flights + slot.leased).reduce(nearest) { min($0, $1.deadline) }
        }
    }

    // MARK: Placing

    /// Who goes next, and where to; nil if nobody can.
    mutating func place(now: Moment) -> Placement? {
        // With a single connection, reads and writes take turns.
        if slots.count == 1, lastWasExclusive, let placement = placeRead(now: now) { return placement }
        return placeExclusive(now: now) ?? placeRead(now: now)
    }

    private mutating func placeExclusive(now: Moment) -> Placement? {
        guard !exclusives.isEmpty else {
            release()
            return nil
        }
        let held = slots.count { $0.use == .writing || $0.use == .leased }
        guard held < exclusiveLimit else {
            release()
            return nil
        }
        if let slot = slots.indices.first(where: { isFree(slots[$0]) }), let flight = exclusives.popFirst() {
            lastWasExclusive = true
            return Placement(flight: flight, slot: slot)
        }
        reserve(upTo: min(exclusives.count, exclusiveLimit - held), now: now)
        return nil
    }

    private func isFree(_ slot: Slot<Flight>) -> Bool {
        slot.phase == .ready && slot.cancel == .none && slot.pipeline.isEmpty
            && (slot.use == .shared || slot.use == .reserved)
    }

    /// Lets connections run empty for those who need one alone, the emptiest first.
    private mutating func reserve(upTo wanted: Int, now: Moment) {
        var missing = wanted - slots.count { $0.use == .reserved }
        while missing > 0 {
            let candidates = slots.indices.filter {
                slots[$0].phase == .ready && slots[$0].use == .shared && slots[$0].cancel == .none
                    && !slots[$0].isSlow(now: now, after: limits.slowAfter)
            }
            guard
                let emptiest = candidates.min(by: {
                    slots[$0].pipeline.depth < slots[$1].pipeline.depth
                })
            else { return }
            slots[emptiest].use = .reserved
            missing -= 1
        }
    }

    /// Nobody needs the reserved connections alone any more.
    private mutating func release() {
        for index in slots.indices where slots[index].use == .reserved { slots[index].use = .shared }
    }

    private mutating func placeRead(now: Moment) -> Placement? {
        guard !again.isEmpty || !reads.isEmpty, let slot = slotForRead(now: now) else { return nil }
        guard let flight = again.popFirst() ?? reads.popFirst() else { return nil }
        lastWasExclusive = false
        return Placement(flight: flight, slot: slot)
    }

    /// The shortest queue that moves; one that does not only if none does.
    func slotForRead(now: Moment) -> Int? {
        var best: Int?
        var bestSlow: Int?
        var someMove = false
        for index in slots.indices {
            let slot = slots[index]
            guard slot.phase == .ready, slot.use == .shared else { continue }
            let stands = slot.cancel != .none || slot.isSlow(now: now, after: limits.slowAfter)
            if !stands { someMove = true }
            let depth = slot.pipeline.depth
            guard depth < limits.pipelineDepth else { continue }
            if stands {
                if bestSlow.map({ depth < slots[$0].pipeline.depth }) ?? true { bestSlow = index }
            } else if best.map({ depth < slots[$0].pipeline.depth }) ?? true {
                best = index
            }
        }
        return best ?? (someMove ? nil : bestSlow)
    }

    /// Takes the reads behind slow statements back, if another connection moves.
    mutating func overtake(now: Moment) -> [Flight] {
        let moving = slots.contains {
            $0.phase == .ready && $0.use == .shared && $0.cancel == .none
                && !$0.isSlow(now: now, after: limits.slowAfter)
        }
        guard moving else { return [] }
        var moved: [Flight] = []
        for index in slots.indices where slots[index].isSlow(now: now, after: limits.slowAfter) {
            moved += slots[index].pipeline.overtaken()
        }
        for flight in moved { again.append(flight) }
        return moved
    }

    /// The nearest moment at which a connection can turn slow with reads behind, a pause ends, or one that is
    /// down may be tried.
    func nextTick(now: Moment) -> Moment {
        var nearest = paused.lazy.map(\.until).min() ?? .never
        for slot in slots {
            if case .down(let until) = slot.phase { nearest = min(nearest, until) }
            guard slot.pipeline.depth > 1 || slot.pipeline.isHeadAbandoned || slot.cancel != .none else {
                continue
            }
            let turnsSlow = slot.pipeline.headSince + limits.slowAfter
            nearest = min(nearest, turnsSlow > now ? turnsSlow : now + limits.slowAfter)
        }
        return nearest
    }
}
