import DequeModule

/// Flights of one kind that wait for a connection. Callers take turns, so that whoever asks for much waits longer than
/// whoever asks for little, and the line is never longer than what leaves it in time.
///
/// Fair queueing, and whoever has most waiting loses when there is too much: as in RFC 8290 §4, with callers for flows.
struct WaitingLine<Flight: PoolFlight> {
    /// How many may follow one flight, so that none is told to too many at a time.
    private static var mostFollowers: Int { 256 }

    private let bounds: LineBounds
    private var lanes: [Int: Deque<Flight>] = [:]
    /// The callers that have something waiting, in the order of their turns.
    private var turns: Deque<Int> = []
    /// Who waits, by what is asked.
    private var asked: [Int: Flight] = [:]
    private var meter: DrainMeter

    private(set) var count = 0

    init(bounds: LineBounds) {
        self.bounds = bounds
        meter = DrainMeter(patience: bounds.patience)
    }

    var isEmpty: Bool { count == 0 }

    /// How long it takes until all that waits has left; nil if that is not known.
    func timeToDrain() -> Duration? { meter.time(for: count) }

    /// Lets a flight be answered with one that waits already and asks the same. False if there is none.
    mutating func join(_ flight: Flight) -> Bool {
        guard let question = flight.question, let leader = asked[question],
            leader.followers.count < Self.mostFollowers, flight.isAnswered(with: leader)
        else { return false }
        flight.follow(leader)
        return true
    }

    /// Lets a flight wait before all others of its caller, whose turn it does not change.
    mutating func takeOver(_ flight: Flight, now: Moment) {
        if count == 0 { meter.begin(now: now) }
        if lanes[flight.caller] == nil { turns.append(flight.caller) }
        lanes[flight.caller, default: []].prepend(flight)
        if let question = flight.question { asked[question] = flight }
        count += 1
    }

    /// Lets a flight wait. Returns who has to go instead, if the line is too long.
    mutating func append(_ flight: Flight, now: Moment) -> Flight? {
        if count == 0 { meter.begin(now: now) }
        if lanes[flight.caller] == nil { turns.append(flight.caller) }
        lanes[flight.caller, default: []].append(flight)
        if let question = flight.question, asked[question] == nil { asked[question] = flight }
        count += 1
        meter.tick(now: now)
        return count > bounds.room(at: meter.perSecond) ? popNewest(rather: flight.caller) : nil
    }

    /// Takes the flight back that would be next.
    mutating func prepend(_ flight: Flight, now: Moment) {
        if count == 0 { meter.begin(now: now) }
        if lanes[flight.caller] == nil {
            turns.prepend(flight.caller)
        } else if let index = turns.firstIndex(of: flight.caller) {
            turns.remove(at: index)
            turns.prepend(flight.caller)
        }
        lanes[flight.caller, default: []].prepend(flight)
        count += 1
    }

    /// The next caller's oldest flight.
    mutating func popFirst(now: Moment) -> Flight? {
        guard let caller = turns.popFirst(), let flight = lanes[caller]?.popFirst() else { return nil }
        forget(flight)
        count -= 1
        if lanes[caller]?.isEmpty ?? true { lanes[caller] = nil } else { turns.append(caller) }
        meter.left(now: now, leaving: count)
        return flight
    }

    /// Something of this kind had not to wait.
    mutating func passed() {
        if count == 0 { meter.forget() }
    }

    /// The newest of whoever has most waiting; who has come last, if nobody has more. One that others follow only if there
    /// is no other: of what is asked often, most is had for one statement.
    private mutating func popNewest(rather last: Int) -> Flight? {
        guard let most = lanes.max(by: { $0.value.count < $1.value.count }) else { return nil }
        let longest = most.value.count > lanes[last]?.count ?? 0 ? most.key : last
        let newest = lanes[longest].flatMap { $0.lastIndex { $0.followers.isEmpty } ?? $0.indices.last }
        let flight = newest.flatMap { lanes[longest]?.remove(at: $0) }
        if let flight { forget(flight) }
        if lanes[longest]?.isEmpty ?? true {
            lanes[longest] = nil
            turns.removeAll { $0 == longest }
        }
        count -= 1
        return flight
    }

    /// Drops a flight. False if it does not wait here.
    mutating func drop(_ flight: Flight) -> Bool {
        guard lanes[flight.caller]?.contains(where: { $0 === flight }) ?? false else { return false }
        return !removeAll { $0 === flight }.isEmpty
    }

    /// Drops and returns all flights of which that is true, the longest-waiting of each caller first.
    mutating func removeAll(where condition: (Flight) -> Bool) -> [Flight] {
        var removed: [Flight] = []
        for caller in turns {
            guard let lane = lanes[caller], lane.contains(where: condition) else { continue }
            for flight in lane where condition(flight) {
                forget(flight)
                removed.append(flight)
            }
            let rest = lane.filter { !condition($0) }
            lanes[caller] = rest.isEmpty ? nil : rest
        }
        count -= removed.count
        if !removed.isEmpty { turns.removeAll { lanes[$0] == nil } }
        return removed
    }

    /// Nobody joins it any more.
    private mutating func forget(_ flight: Flight) {
        if let question = flight.question, asked[question] === flight { asked[question] = nil }
    }

    /// The nearest moment at which a flight has waited too long.
    func nextDeadline() -> Moment {
        lanes.values.joined().lazy.map { min($0.queueDeadline, $0.deadline) }.min() ?? .never
    }
}

/// How many flights may wait.
struct LineBounds {
    /// However fast the line moves.
    var most: Int
    /// However slowly it moves.
    var least: Int
    /// How long the last one may have to wait, in seconds.
    var patience: Double

    init(most: Int, least: Int, patience: Duration) {
        self.most = most
        self.least = min(least, most)
        self.patience = Double(patience.wholeNanoseconds) / 1e9
    }

    /// As many as leave in time at that speed; as many as there may be at all if it is not known.
    func room(at perSecond: Double?) -> Int {
        guard let perSecond else { return most }
        return max(least, Int(min(perSecond * patience, Double(most))))
    }
}

/// How fast a line moves, known only while somebody waits all the time: else it would measure how much is asked for.
struct DrainMeter {
    /// Long enough that a moment in which nothing moves does not look like the end: a quarter of what the last in line
    /// may have to wait.
    private let window: Duration
    private var windowBegan = Moment.never
    private var count = 0
    private(set) var perSecond: Double?

    /// - Parameter patience: How long the last in line may have to wait, in seconds.
    init(patience: Double) {
        window = max(.milliseconds(100), .seconds(patience / 4))
    }

    /// Somebody begins to wait.
    mutating func begin(now: Moment) {
        windowBegan = now
        count = 0
    }

    /// Somebody has left the line, and so many still wait.
    mutating func left(now: Moment, leaving rest: Int) {
        count += 1
        if rest == 0 { forget() } else { tick(now: now) }
    }

    /// Nobody waits any more: what was measured is over.
    mutating func forget() {
        perSecond = nil
        windowBegan = .never
    }

    /// Measures anew when a window is over; what was measured before counts for half.
    mutating func tick(now: Moment) {
        guard windowBegan + window <= now else { return }
        let seconds = Double(now.nanoseconds - windowBegan.nanoseconds) / 1e9
        let measured = Double(count) / seconds
        // As long as nobody has left, as before the first connection is made, nothing is known.
        perSecond = perSecond.map { ($0 + measured) / 2 } ?? (count > 0 ? measured : nil)
        begin(now: now)
    }

    /// How long it takes until so many have left; nil if that is not known.
    func time(for count: Int) -> Duration? {
        perSecond.map { .seconds(Double(count) / max($0, 0.001)) }
    }
}
