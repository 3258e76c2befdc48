import Testing

@testable import PlumblinePostgres

@Suite("The line before the database")
struct WaitingLineTests {
    private final class Flight: PoolFlight {
        let isShared = true
        let isUrgent = false
        let caller: Int
        let deadline = Moment.never
        let queueDeadline: Moment
        let question: Int?
        var followers: [Flight] = []
        var nextDeadline: Moment { deadline }

        init(_ caller: Int, until queueDeadline: Moment = .never, asking question: Int? = nil) {
            self.caller = caller
            self.queueDeadline = queueDeadline
            self.question = question
        }

        func isAnswered(with other: Flight) -> Bool { caller == other.caller }
        func follow(_ other: Flight) { other.followers.append(self) }
    }

    private let start = Moment(nanoseconds: 1_000_000_000)

    private func line(most: Int = 100, least: Int = 4, patience: Duration = .seconds(1)) -> WaitingLine<
        Flight
    > {
        WaitingLine(bounds: LineBounds(most: most, least: least, patience: patience))
    }

    /// Lets a flight of that caller wait. Returns whose flight is refused.
    private func append(_ caller: Int, _ line: inout WaitingLine<Flight>, now: Moment? = nil) -> Int? {
        line.append(Flight(caller), now: now ?? start)?.caller
    }

    private func callers(_ line: inout WaitingLine<Flight>) -> [Int] {
        var callers: [Int] = []
        while let flight = line.popFirst(now: start) { callers.append(flight.caller) }
        return callers
    }

    @Test("Callers take turns, however much one of them asks for")
    func turns() {
        var line = line()
        for caller in [1, 1, 1, 1, 2, 2, 3] {
            let refused = append(caller, &line)
            #expect(refused == nil)
        }
        let left = callers(&line)
        #expect(left == [1, 2, 3, 1, 2, 1, 1])
        #expect(line.isEmpty)
    }

    @Test("Who asks the same as somebody that waits takes no place")
    func joining() {
        var line = line()
        let first = Flight(1, asking: 7)
        _ = line.append(first, now: start)
        // The same, the same hash of another caller, something else, nothing to share.
        let others = [Flight(1, asking: 7), Flight(2, asking: 7), Flight(1, asking: 8), Flight(1)]
        let joined = others.map { line.join($0) }
        #expect(joined == [true, false, false, false])
        // More than may follow one.
        let more = (1...256).map { _ in line.join(Flight(1, asking: 7)) }
        #expect(more == Array(repeating: true, count: 255) + [false])
        #expect(line.count == 1)
        #expect(first.followers.count == 256)
    }

    @Test("Who takes over waits first among its caller's, whose turn it leaves alone, and may be joined")
    func takingOver() {
        var line = line()
        let flights = [1, 2, 1].map { Flight($0) }
        for flight in flights { _ = line.append(flight, now: start) }
        let heir = Flight(2, asking: 7)
        line.takeOver(heir, now: start)
        let hasJoined = line.join(Flight(2, asking: 7))
        #expect(hasJoined)
        let left = [line.popFirst(now: start), line.popFirst(now: start), line.popFirst(now: start)]
        #expect(left[0] === flights[0] && left[1] === heir && left[2] === flights[2])
        #expect(line.count == 1)
    }

    @Test("When too many wait, whoever others follow goes last")
    func popular() {
        var line = line(most: 2)
        let flights = [Flight(1), Flight(1, asking: 7), Flight(1)]
        flights[1].followers = [Flight(1, asking: 7)]
        #expect(line.append(flights[0], now: start) == nil)
        #expect(line.append(flights[1], now: start) == nil)
        let refused = line.append(flights[2], now: start)
        #expect(refused === flights[2])
        let next = Flight(2)
        #expect(line.append(next, now: start) === flights[0])
    }

    @Test("Nobody joins who has left the line", arguments: ["sent", "dropped", "refused"])
    func leaving(how: String) {
        var line = line(most: 1)
        let first = Flight(1, asking: 7)
        _ = line.append(first, now: start)
        switch how {
        case "sent": #expect(line.popFirst(now: start) === first)
        case "dropped": #expect(line.removeAll { _ in true }.count == 1)
        default: #expect(line.append(Flight(1, asking: 8), now: start) != nil)
        }
        #expect(line.join(Flight(1, asking: 7)) == (how == "refused"))
    }

    @Test("Of one caller, what came first goes first")
    func order() {
        var line = line()
        let flights = (0..<5).map { _ in Flight(1) }
        for flight in flights { _ = line.append(flight, now: start) }
        for flight in flights {
            let first = line.popFirst(now: start)
            #expect(first === flight)
        }
    }

    @Test("When too many wait, whoever has most loses the newest; among equals, who has come last")
    func refusal() {
        var line = line(most: 4)
        for caller in [1, 1, 1, 2] { _ = append(caller, &line) }
        #expect(line.count == 4)
        let newest = Flight(1)
        let refused = line.append(newest, now: start)
        #expect(refused === newest)
        let others = [3, 4, 5].map { append($0, &line) }
        #expect(others == [1, 1, 5])
        #expect(line.count == 4)
        let left = callers(&line)
        #expect(left == [1, 2, 3, 4])
    }

    @Test("What was taken back is next")
    func prepending() {
        var line = line()
        for caller in [1, 2, 3] { _ = line.append(Flight(caller), now: start) }
        line.prepend(Flight(3), now: start)
        line.prepend(Flight(4), now: start)
        let left = callers(&line)
        #expect(left == [4, 3, 1, 2, 3])
    }

    @Test("Dropping leaves the turns of the others")
    func dropping() {
        var line = line()
        let (first, second) = (Flight(1), Flight(2, until: start))
        for flight in [first, second, Flight(2), Flight(3)] { _ = line.append(flight, now: start) }
        #expect(line.nextDeadline() == start)
        let drops = [line.drop(first), line.drop(first)]
        #expect(drops == [true, false])
        let expired = line.removeAll { $0.queueDeadline <= start }
        #expect(expired.map(\.caller) == [2])
        #expect(line.count == 2)
        let left = callers(&line)
        #expect(left == [2, 3])
    }

    @Test("A line is no longer than what leaves it in time, and says how long that takes")
    func speed() {
        var line = line(most: 1_000, least: 4, patience: .seconds(2))
        for _ in 0..<500 { _ = append(1, &line) }
        #expect(line.count == 500)
        #expect(line.timeToDrain() == nil)
        // One leaves every ten milliseconds.
        var now = start
        for _ in 0..<100 {
            now = now + .milliseconds(10)
            _ = line.popFirst(now: now)
        }
        #expect(line.count == 400)
        let time = line.timeToDrain() ?? .zero
        #expect(time > .seconds(3.5) && time < .seconds(4.5))
        // Two hundred leave in time, and there are more already.
        let refused = [append(1, &line, now: now), append(2, &line, now: now)]
        #expect(refused == [1, 1])
    }

    @Test("A moment in which nobody leaves costs nobody a place")
    func hiccup() {
        var line = line(most: 1_000, least: 4, patience: .seconds(2))
        for _ in 0..<300 { _ = append(1, &line) }
        var now = start
        for _ in 0..<200 {
            now = now + .milliseconds(5)
            _ = line.popFirst(now: now)
        }
        let refused = (1...4).map { append(1, &line, now: now + .milliseconds($0 * 100)) }
        #expect(refused == [nil, nil, nil, nil])
    }

    @Test("A line that stands takes few, and once it is empty as many as ever")
    func recovery() {
        var line = line(most: 1_000, least: 4, patience: .seconds(2))
        for _ in 0..<10 { _ = append(1, &line) }
        let late = start + .seconds(1)
        // As long as nothing has left, nothing is known of its speed.
        for _ in 0..<10 { _ = append(1, &line, now: late) }
        #expect(line.count == 20)
        for _ in 0..<17 { _ = line.popFirst(now: late) }
        var refused: Int?
        for second in 2..<20 { refused = append(1, &line, now: start + .seconds(second)) }
        #expect(refused == 1)
        #expect(line.count < 10)
        while line.popFirst(now: late) != nil {}
        #expect(line.timeToDrain() == nil)
        for _ in 0..<1_000 { _ = append(1, &line, now: late) }
        #expect(line.count == 1_000)
    }
}
