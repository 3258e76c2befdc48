import DequeModule

/// What the pool has to know about a flight.
protocol PoolFlight: AnyObject {
    /// Whether it is a read, which shares its connection with others.
    var isShared: Bool { get }
    /// Whether it goes before all that wait.
    var isUrgent: Bool { get }
    /// Whose it is.
    var caller: Int { get }
    var deadline: Moment { get }
    var queueDeadline: Moment { get }
    /// A hash of what it asks; nil if nobody else can be answered with it.
    var question: Int? { get }
    /// Those that get the same answer.
    var followers: [Self] { get }
    /// When the first of those who wait for the answer has to have it.
    var nextDeadline: Moment { get }
    /// Whether the answer to that one is right for this one.
    func isAnswered(with other: Self) -> Bool
    /// Gets the answer to that one from now on.
    func follow(_ other: Self)
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

    /// Whether the server has worked on what is first since that moment or longer.
    func stands(since moment: Moment) -> Bool { pipeline.headSince <= moment }
}

/// Who waits, who runs where, and who goes next: the reactor's judgement, without its input and output.
struct Pool<Flight: PoolFlight> {
    struct Limits {
        var pipelineDepth: Int
        var slowAfter: Duration
        var waiting: LineBounds
    }

    struct Placement {
        var flight: Flight
        var slot: Int
    }

    let limits: Limits
    private let leastSlow: UInt64
    var slots: [Slot<Flight>]

    /// Reads that have just come. Those that cannot go at once get in line.
    private var fresh: Deque<Flight> = []
    private var reads: WaitingLine<Flight>
    /// Reads that go first: urgent ones, and those that have been sent before.
    private var again: Deque<Flight> = []
    private var exclusives: WaitingLine<Flight>
    private var refused: [Flight] = []
    private var paused: [(until: Moment, flight: Flight)] = []
    private var lastWasExclusive = false
    private var pace = Pace()

    init(connections: Int, limits: Limits) {
        self.limits = limits
        leastSlow = limits.slowAfter.wholeNanoseconds
        let phase = Slot<Flight>.Phase.down(until: Moment(nanoseconds: 0))
        slots = Array(repeating: Slot(phase: phase), count: max(1, connections))
        reads = WaitingLine(bounds: limits.waiting)
        exclusives = WaitingLine(bounds: limits.waiting)
    }

    /// How many flights are neither sent nor answered, without those that follow another.
    var waiting: Int { fresh.count + reads.count + again.count + exclusives.count + paused.count }

    /// Whether nothing waits, nothing runs, and nobody holds a connection.
    var isIdle: Bool {
        waiting == 0 && slots.allSatisfy { $0.pipeline.isEmpty && $0.use != .leased }
    }

    var hasConnection: Bool { slots.contains { $0.phase == .ready } }

    /// How many connections may be held alone at a time, so that reads always find one.
    var exclusiveLimit: Int { max(1, slots.count - max(1, slots.count / 4)) }

    /// How long a statement may run before it is slow, in nanoseconds: much longer than others take at the moment. On a
    /// busy machine all would be slow else, and reads would be moved to and fro.
    private var slowAfter: UInt64 { max(leastSlow, UInt64(pace.mean * 8)) }

    /// What runs since then or longer is slow.
    func slowSince(now: Moment) -> Moment { Self.moment(slowAfter, before: now) }

    private static func moment(_ nanoseconds: UInt64, before now: Moment) -> Moment {
        Moment(nanoseconds: now.nanoseconds - min(now.nanoseconds, nanoseconds))
    }

    /// Notes how long a read has kept its connection busy.
    mutating func note(nanoseconds: UInt64) { pace.note(nanoseconds) }

    // MARK: Waiting

    mutating func enqueue(_ flight: Flight, now: Moment) {
        if !flight.isShared {
            if let other = exclusives.append(flight, now: now) { refused.append(other) }
        } else if flight.isUrgent {
            again.append(flight)
        } else {
            fresh.append(flight)
        }
    }

    /// Those for whom the line was too long.
    mutating func takeRefused() -> [Flight] {
        if refused.isEmpty { return [] }
        defer { refused = [] }
        return refused
    }

    /// How long it takes until what waits beside a flight has its turn; nil if that is not known.
    func timeToDrain(beside flight: Flight) -> Duration? {
        flight.isShared ? reads.timeToDrain() : exclusives.timeToDrain()
    }

    /// Takes back a flight that has to be sent once more.
    mutating func enqueueAgain(_ flight: Flight, pausedUntil: Moment? = nil, now: Moment) {
        if let pausedUntil {
            paused.append((pausedUntil, flight))
        } else if flight.isShared {
            again.append(flight)
        } else {
            exclusives.prepend(flight, now: now)
        }
    }

    /// Ends the pauses that are over.
    mutating func endPauses(now: Moment) {
        guard paused.contains(where: { $0.until <= now }) else { return }
        let due = paused.filter { $0.until <= now }
        paused.removeAll { $0.until <= now }
        for pause in due { enqueueAgain(pause.flight, now: now) }
    }

    /// Lets the heir of a flight that was not sent wait in its place.
    mutating func takeOver(_ heir: Flight, now: Moment) { reads.takeOver(heir, now: now) }

    /// Drops a flight that waits. False if it does not.
    mutating func drop(_ flight: Flight) -> Bool {
        if reads.drop(flight) || exclusives.drop(flight) { return true }
        return !dropOthers { $0 === flight }.isEmpty
    }

    /// Drops all that waits.
    mutating func dropAll() -> [Flight] { drop { _ in true } }

    /// Drops and returns what has waited too long.
    mutating func dropExpired(now: Moment) -> [Flight] {
        drop { min($0.queueDeadline, $0.deadline) <= now }
    }

    private mutating func drop(where condition: (Flight) -> Bool) -> [Flight] {
        dropOthers(where: condition) + reads.removeAll(where: condition)
            + exclusives.removeAll(where: condition)
    }

    /// Drops what waits, but not in line.
    private mutating func dropOthers(where condition: (Flight) -> Bool) -> [Flight] {
        let dropped = [again, fresh].joined().filter(condition) + paused.map(\.flight).filter(condition)
        guard !dropped.isEmpty else { return [] }
        again.removeAll(where: condition)
        fresh.removeAll(where: condition)
        paused.removeAll { condition($0.flight) }
        return dropped
    }

    /// The flights on connections, sent or about to be, whose time is over.
    func overdue(now: Moment) -> [(slot: Int, flight: Flight)] {
        slots.indices.flatMap { index in
            (slots[index].pipeline.flights + slots[index].leased)
                .flatMap { [$0] + $0.followers }
                .filter { $0.deadline <= now }
                .map { (index, $0) }
        }
    }

    /// The nearest moment at which `dropExpired` or `overdue` can have something to say.
    func nextDeadline() -> Moment {
        let others = [again, fresh].joined() + paused.map(\.flight)
        let nearestOther = others.lazy.map { min($0.queueDeadline, $0.deadline) }.min() ?? .never
        let nearestWaiting = min(nearestOther, reads.nextDeadline(), exclusives.nextDeadline())
        return slots.reduce(nearestWaiting) { nearest, slot in
            (slot.pipeline.flights + slot.leased).reduce(nearest) { min($0, $1.nextDeadline) }
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
        if let slot = slots.indices.first(where: { isFree(slots[$0]) }),
            let flight = exclusives.popFirst(now: now)
        {
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
        let slow = slowSince(now: now)
        while missing > 0 {
            let candidates = slots.indices.filter {
                slots[$0].phase == .ready && slots[$0].use == .shared && slots[$0].cancel == .none
                    && !slots[$0].stands(since: slow)
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
        guard !again.isEmpty || !reads.isEmpty || !fresh.isEmpty else { return nil }
        guard let slot = slotForRead(now: now) else {
            getInLine(now: now)
            return nil
        }
        guard let flight = again.popFirst() ?? reads.popFirst(now: now) ?? popFresh() else { return nil }
        lastWasExclusive = false
        return Placement(flight: flight, slot: slot)
    }

    private mutating func popFresh() -> Flight? {
        reads.passed()
        return fresh.popFirst()
    }

    private mutating func getInLine(now: Moment) {
        while let flight = fresh.popFirst() {
            if reads.join(flight) { continue }
            if let other = reads.append(flight, now: now) { refused.append(other) }
        }
    }

    /// The first connection with room in its company of reads, unless its first one turns out to be long; else the
    /// shortest queue that moves; one that does not only if none does.
    func slotForRead(now: Moment) -> Int? {
        var best: Int?
        var bestSlow: Int?
        var someMove = false
        let (most, slow) = (pace.depth(atMost: limits.pipelineDepth), slowSince(now: now))
        let (company, long) = (min(pace.company, most), Self.moment(UInt64(Pace.patience), before: now))
        for index in slots.indices {
            guard slots[index].phase == .ready, slots[index].use == .shared else { continue }
            let stands = slots[index].cancel != .none || slots[index].stands(since: slow)
            if !stands { someMove = true }
            let depth = slots[index].pipeline.depth
            guard depth < most else { continue }
            if !stands, depth < company, !slots[index].stands(since: long) { return index }
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
        let slow = slowSince(now: now)
        let moving = slots.contains {
            $0.phase == .ready && $0.use == .shared && $0.cancel == .none && !$0.stands(since: slow)
        }
        guard moving else { return [] }
        var moved: [Flight] = []
        for index in slots.indices where slots[index].stands(since: slow) {
            moved += slots[index].pipeline.overtaken()
        }
        for flight in moved { again.append(flight) }
        return moved
    }

    /// The nearest moment at which a connection can turn slow with reads behind, a pause ends, or one that is
    /// down may be tried.
    func nextTick(now: Moment) -> Moment {
        var nearest = paused.lazy.map(\.until).min() ?? .never
        // By their numbers: each slot that is copied has its references counted, in every round.
        for index in slots.indices {
            if case .down(let until) = slots[index].phase { nearest = min(nearest, until) }
            guard
                slots[index].pipeline.depth > 1 || slots[index].pipeline.isHeadAbandoned
                    || slots[index].cancel != .none
            else { continue }
            let pause = Duration.nanoseconds(slowAfter)
            let turnsSlow = slots[index].pipeline.headSince + pause
            nearest = min(nearest, turnsSlow > now ? turnsSlow : now + pause)
        }
        return nearest
    }
}
