import Testing

@testable import PlumblinePostgres

@Suite("The pool as a value")
struct PoolTests {
    private final class Flight: PoolFlight {
        let isShared: Bool
        let isUrgent: Bool
        let caller = 0
        let deadline: Moment
        let queueDeadline: Moment
        let question: Int?
        var followers: [Flight] = []
        var nextDeadline: Moment { deadline }

        init(isShared: Bool, isUrgent: Bool = false, deadline: Moment = .never, question: Int? = nil) {
            self.isShared = isShared
            self.isUrgent = isUrgent
            self.deadline = deadline
            self.question = question
            queueDeadline = deadline
        }

        func isAnswered(with other: Flight) -> Bool { question == other.question }
        func follow(_ other: Flight) { other.followers.append(self) }
    }

    private let start = Moment(nanoseconds: 1_000_000)
    private var late: Moment { start + .milliseconds(50) }

    private func pool(connections: Int, depth: Int = 4) -> Pool<Flight> {
        var pool = Pool<Flight>(
            connections: connections,
            limits: .init(
                pipelineDepth: depth,
                slowAfter: .milliseconds(20),
                waiting: LineBounds(most: 100, least: 10, patience: .seconds(1))
            )
        )
        for index in pool.slots.indices { pool.slots[index].phase = .ready }
        return pool
    }

    /// Sends what the pool places, as the reactor would.
    private func run(_ pool: inout Pool<Flight>, now: Moment) -> [Int] {
        var places: [Int] = []
        while let placement = pool.place(now: now) {
            places.append(placement.slot)
            let mode: PostgresFlight.Mode = placement.flight.isShared ? .read : .write
            if mode == .write { pool.slots[placement.slot].use = .writing }
            pool.slots[placement.slot].pipeline.sent(
                .step("select 1", name: "p1", wasCached: true),
                for: placement.flight,
                mode: mode,
                now: now
            )
        }
        return places
    }

    @Test("Reads go where least is under way, as many as the depth allows")
    func spreading() {
        var pool = pool(connections: 2, depth: 2)
        for _ in 0..<5 { pool.enqueue(Flight(isShared: true), now: start) }
        #expect(run(&pool, now: start) == [0, 1, 0, 1])
        #expect(pool.waiting == 1)
    }

    @Test("Reads that ask the same wait as one, but not behind one that was sent")
    func followers() {
        var pool = pool(connections: 1, depth: 1)
        let flights = [1, 1, 2, 1, nil, nil, 2].map { Flight(isShared: true, question: $0) }
        for flight in flights { pool.enqueue(flight, now: start) }
        #expect(run(&pool, now: start) == [0])
        #expect(flights.map(\.followers.count) == [0, 1, 1, 0, 0, 0, 0])
        #expect(flights[1].followers.first === flights[3])
        #expect(pool.waiting == 4)
    }

    @Test("The time of whoever follows another is looked at, too")
    func followersDeadline() {
        var pool = pool(connections: 1, depth: 1)
        let (leader, follower) = (Flight(isShared: true), Flight(isShared: true, deadline: start))
        leader.followers = [follower]
        pool.enqueue(leader, now: start)
        _ = run(&pool, now: start)
        #expect(pool.overdue(now: late).map(\.flight).contains { $0 === follower })
    }

    @Test(
        "Short reads share a connection before another one gets some; long ones do not",
        arguments: [true, false]
    )
    func company(areShort: Bool) {
        var pool = pool(connections: 3, depth: 8)
        for _ in 0..<1_000 { pool.note(nanoseconds: areShort ? 100_000 : 3_000_000) }
        for _ in 0..<6 { pool.enqueue(Flight(isShared: true), now: start) }
        #expect(run(&pool, now: start) == (areShort ? [0, 0, 0, 0, 1, 1] : [0, 1, 2, 0, 1, 2]))
    }

    @Test("A read that turns out to be long has no company, long before it is slow")
    func longCompany() {
        var pool = pool(connections: 3, depth: 8)
        for _ in 0..<1_000 { pool.note(nanoseconds: 100_000) }
        pool.enqueue(Flight(isShared: true), now: start)
        #expect(run(&pool, now: start) == [0])
        for _ in 0..<5 { pool.enqueue(Flight(isShared: true), now: start) }
        #expect(run(&pool, now: start + .milliseconds(5)) == [1, 1, 1, 1, 2])
    }

    @Test("A connection that stands gets no more reads while another moves, even if that one is full")
    func slowConnection() {
        var pool = pool(connections: 2, depth: 1)
        pool.enqueue(Flight(isShared: true), now: start)
        #expect(run(&pool, now: start) == [0])
        for _ in 0..<2 { pool.enqueue(Flight(isShared: true), now: start) }
        #expect(run(&pool, now: late) == [1])
        #expect(pool.waiting == 1)
    }

    @Test("A write waits for an empty connection and gets one even if reads never end")
    func reservation() {
        var pool = pool(connections: 2)
        for _ in 0..<4 { pool.enqueue(Flight(isShared: true), now: start) }
        _ = run(&pool, now: start)
        pool.enqueue(Flight(isShared: false), now: start)
        for _ in 0..<10 { pool.enqueue(Flight(isShared: true), now: start) }
        _ = run(&pool, now: start)
        let reserved = pool.slots.indices.filter { pool.slots[$0].use == .reserved }
        #expect(reserved.count == 1)
        for index in reserved {
            while !pool.slots[index].pipeline.isEmpty {
                _ = pool.slots[index].pipeline.settle(.done, now: start)
            }
        }
        #expect(run(&pool, now: start) == reserved)
    }

    @Test("Writes never hold every connection", arguments: [(1, 1), (2, 1), (4, 3), (8, 6)])
    func exclusiveLimit(connections: Int, held: Int) {
        var pool = pool(connections: connections)
        for _ in 0..<20 { pool.enqueue(Flight(isShared: false), now: start) }
        #expect(run(&pool, now: start).count == held)
    }

    @Test("No write goes where a request to cancel may still strike")
    func cancelling() {
        var pool = pool(connections: 1)
        pool.slots[0].cancel = .settling(since: start)
        pool.enqueue(Flight(isShared: false), now: start)
        #expect(run(&pool, now: start).isEmpty)
        pool.slots[0].cancel = .none
        #expect(run(&pool, now: start) == [0])
    }

    @Test("With one connection, reads and writes take turns")
    func turns() {
        var pool = pool(connections: 1, depth: 1)
        for isShared in [false, false, true] { pool.enqueue(Flight(isShared: isShared), now: start) }
        var order: [Bool] = []
        for _ in 0..<3 {
            _ = run(&pool, now: start)
            order.append(pool.slots[0].use != .writing)
            while !pool.slots[0].pipeline.isEmpty { _ = pool.slots[0].pipeline.settle(.done, now: start) }
            pool.slots[0].use = .shared
        }
        #expect(order == [false, true, false])
    }

    @Test("Reads behind a slow one move only if there is somewhere that moves")
    func overtaking() {
        var pool = pool(connections: 2)
        for _ in 0..<4 { pool.enqueue(Flight(isShared: true), now: start) }
        _ = run(&pool, now: start)
        #expect(pool.overtake(now: late).isEmpty)
        while !pool.slots[1].pipeline.isEmpty { _ = pool.slots[1].pipeline.settle(.done, now: late) }
        #expect(pool.overtake(now: late).count == 1)
        #expect(run(&pool, now: late) == [1])
    }

    @Test("What waits too long is dropped, and nothing else")
    func expiry() {
        var pool = pool(connections: 1)
        pool.slots[0].phase = .connecting
        let short = Flight(isShared: true, deadline: start)
        pool.enqueue(short, now: start)
        pool.enqueue(Flight(isShared: false, deadline: late), now: start)
        #expect(pool.nextDeadline() == start)
        #expect(pool.dropExpired(now: start).map(ObjectIdentifier.init) == [ObjectIdentifier(short)])
        #expect(pool.nextDeadline() == late)
        #expect(pool.waiting == 1)
    }

    @Test("A pause ends when it is over")
    func pauses() {
        var pool = pool(connections: 1)
        pool.enqueueAgain(Flight(isShared: false), pausedUntil: late, now: start)
        #expect(run(&pool, now: start).isEmpty)
        #expect(pool.nextTick(now: start) == late)
        pool.endPauses(now: late)
        #expect(run(&pool, now: late) == [0])
    }

    @Test("What is urgent goes before all that wait")
    func urgency() {
        var pool = pool(connections: 1, depth: 1)
        for _ in 0..<3 { pool.enqueue(Flight(isShared: true), now: start) }
        #expect(run(&pool, now: start).count == 1)
        let urgent = Flight(isShared: true, isUrgent: true)
        pool.enqueue(urgent, now: start)
        _ = pool.slots[0].pipeline.settle(.done, now: start)
        #expect(pool.place(now: start)?.flight === urgent)
    }

    @Test("However many come, no more wait than may; the others are refused and forgotten")
    func bounds() {
        var pool = pool(connections: 2)
        var refused = 0
        for number in 0..<10_000 {
            pool.enqueue(Flight(isShared: number % 2 == 0), now: start)
            _ = run(&pool, now: start)
            refused += pool.takeRefused().count
            #expect(pool.waiting <= 200)
        }
        let running = pool.slots.reduce(0) { $0 + $1.pipeline.depth }
        #expect(refused + running + pool.waiting == 10_000)
        #expect(pool.dropAll().count <= 200)
        #expect(pool.waiting == 0)
    }

    @Test("Reads that take long are not sent ahead, so that the next free connection gets them")
    func depthByTime() {
        var pool = pool(connections: 1, depth: 16)
        for _ in 0..<100 { pool.note(nanoseconds: 5_000_000) }
        for _ in 0..<10 { pool.enqueue(Flight(isShared: true), now: start) }
        #expect(run(&pool, now: start).count == 2)
        for _ in 0..<1_000 { pool.note(nanoseconds: 100_000) }
        #expect(run(&pool, now: start).count == 8)
    }

    @Test("On a machine where all reads take long, none of them is slow")
    func slowness() {
        var pool = pool(connections: 1)
        #expect(pool.slowSince(now: late) == start + .milliseconds(30))
        for _ in 0..<1_000 { pool.note(nanoseconds: 6_000_000) }
        #expect(pool.slowSince(now: late) < start + .milliseconds(3))
    }
}
