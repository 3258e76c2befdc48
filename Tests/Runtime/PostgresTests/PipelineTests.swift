import Testing

@testable import PlumblinePostgres

@Suite("The pipeline as a value")
struct PipelineTests {
    private final class Flight {}

    private var pipeline = Pipeline<Flight>()
    private let now = Moment(nanoseconds: 1_000)

    private func step(cached: Bool = true) -> Pipeline<Flight>.Message {
        .step("select 1", name: "p1", wasCached: cached)
    }

    @Test("Reads of one section are answered one by one, before the sync")
    mutating func answers() {
        let flights = [Flight(), Flight()]
        for flight in flights { pipeline.sent(step(), for: flight, mode: .read, now: now) }
        pipeline.sent(.sync(cancel: nil), for: nil, mode: .read, now: now)
        #expect(pipeline.depth == 2)
        for flight in flights {
            guard case .answered(let answered) = pipeline.settle(.done, now: now).fate else {
                Issue.record("not answered")
                return
            }
            #expect(answered === flight)
        }
        guard case .none = pipeline.settle(.done, now: now).fate else {
            Issue.record("a sync answers nobody")
            return
        }
        #expect(pipeline.isEmpty)
        #expect(pipeline.headSince == .never)
    }

    @Test("After an error the rest of the section never ran")
    mutating func skipped() {
        let (failing, behind) = (Flight(), Flight())
        pipeline.sent(step(), for: failing, mode: .read, now: now)
        pipeline.sent(step(), for: behind, mode: .read, now: now)
        guard
            case .failed(let failed, "22012", _) = pipeline.settle(.failed(sqlState: "22012"), now: now).fate,
            case .skipped(let skipped) = pipeline.settle(.skipped, now: now).fate
        else {
            Issue.record("wrong fates")
            return
        }
        #expect(failed === failing)
        #expect(skipped === behind)
    }

    @Test("A failed preparation fails its read once and is forgotten")
    mutating func failedPreparation() {
        let flight = Flight()
        pipeline.sent(.prepare("select x", name: "p1"), for: flight, mode: .read, now: now)
        pipeline.sent(step(cached: false), for: flight, mode: .read, now: now)
        let preparation = pipeline.settle(.failed(sqlState: "42703"), now: now)
        #expect(preparation.forgotten?.name == "p1")
        guard case .failed(_, "42703", wasCached: false) = preparation.fate else {
            Issue.record("the read did not fail")
            return
        }
        guard case .none = pipeline.settle(.skipped, now: now).fate else {
            Issue.record("the read was told twice")
            return
        }
    }

    @Test("A write is answered by its commit, with the first of its errors")
    mutating func writes() {
        let flight = Flight()
        for _ in 0..<2 { pipeline.sent(step(), for: flight, mode: .write, now: now) }
        pipeline.sent(.commit, for: flight, mode: .write, now: now)
        for reply in [ServerReply.failed(sqlState: "40001"), .skipped] {
            guard case .none = pipeline.settle(reply, now: now).fate else {
                Issue.record("told before the commit")
                return
            }
        }
        guard case .failed(_, "40001", _) = pipeline.settle(.done, now: now).fate else {
            Issue.record("the commit did not tell")
            return
        }
    }

    @Test("An error of the commit itself fails the write, and the next write starts clean")
    mutating func failedCommit() {
        for reply in [ServerReply.failed(sqlState: "23505"), .done] {
            let flight = Flight()
            pipeline.sent(step(), for: flight, mode: .write, now: now)
            pipeline.sent(.commit, for: flight, mode: .write, now: now)
            _ = pipeline.settle(.done, now: now)
            switch (pipeline.settle(reply, now: now).fate, reply) {
            case (.failed(_, "23505", _), .failed), (.answered, .done): break
            default: Issue.record("wrong fate after \(reply)")
            }
        }
    }

    @Test("Whoever is behind the running read can be taken elsewhere, and late answers reach nobody")
    mutating func overtaken() {
        let flights = [Flight(), Flight(), Flight()]
        for flight in flights { pipeline.sent(step(), for: flight, mode: .read, now: now) }
        let moved = pipeline.overtaken()
        #expect(moved.map(ObjectIdentifier.init) == flights.dropFirst().map(ObjectIdentifier.init))
        guard case .answered(let first) = pipeline.settle(.done, now: now).fate else {
            Issue.record("the running read was lost")
            return
        }
        #expect(first === flights[0])
        #expect(pipeline.isHeadAbandoned)
        guard case .none = pipeline.settle(.done, now: now).fate else {
            Issue.record("a moved read was answered here")
            return
        }
    }

    @Test("Of a lost connection, the first statement may have run and the others go elsewhere")
    mutating func lost() {
        let (running, behind) = (Flight(), Flight())
        pipeline.sent(step(), for: running, mode: .read, now: now)
        pipeline.sent(step(), for: behind, mode: .read, now: now)
        let lost = pipeline.lose()
        #expect(lost.running === running)
        #expect(lost.behind.map(ObjectIdentifier.init) == [ObjectIdentifier(behind)])
        #expect(pipeline.isEmpty)
    }

    @Test("A write whose statements are all answered may have been committed when its connection is lost")
    mutating func lostBeforeCommit() {
        let flight = Flight()
        pipeline.sent(step(), for: flight, mode: .write, now: now)
        pipeline.sent(.commit, for: flight, mode: .write, now: now)
        _ = pipeline.settle(.done, now: now)
        #expect(pipeline.lose().running === flight)
    }
}
