import CPlumblineLibPQ
import DequeModule
import Logging

extension Reactor {
    /// Sends what can go now. Reads of one connection that leave together share one sync.
    func dispatch() {
        let now = Moment.now()
        while let placement = pool.place(now: now) {
            start(placement.flight, on: placement.slot, now: now)
        }
        for work in pool.takeRefused() {
            answer(work, .failure(.overloaded(pool.timeToDrain(beside: work))))
        }
        for slot in touched {
            startLeased(slot, now: now)
            guard let link = links[slot], link.needsSync else { continue }
            link.needsSync = false
            sync(slot, .sync(cancel: nil), for: nil, mode: .read, now: now)
        }
        touched.removeAll(keepingCapacity: true)
    }

    private func start(_ work: Work, on slot: Int, now: Moment) {
        touched.append(slot)
        switch work.payload {
        case .lease(let lease):
            lease.slot = slot
            leases[slot] = lease
            pool.slots[slot].use = .leased
            answer(work, .success([]))
        case .flight(let flight):
            if !work.isShared { pool.slots[slot].use = .writing }
            send(flight, of: work, on: slot, now: now)
        case .script:
            answer(work, .failure(.notAllowed("A script needs a connection of its own; use withConnection.")))
        }
    }

    /// Sends what the holder of a connection asked for next, once the last answer is complete.
    private func startLeased(_ slot: Int, now: Moment) {
        guard
            pool.slots[slot].use == .leased, pool.slots[slot].pipeline.isEmpty,
            pool.slots[slot].cancel == .none, let work = pool.slots[slot].leased.popFirst()
        else { return }
        switch work.payload {
        case .flight(let flight):
            send(flight, of: work, on: slot, now: now)
        case .script(let text):
            guard let link = links[slot] else { return }
            pool.slots[slot].pipeline.sent(.script, for: work, mode: .write, now: now)
            guard link.execute(script: text) else { return lose(slot, reason: link.errorMessage) }
            flush(slot)
        case .lease:
            answer(work, .failure(.notAllowed("The connection is held already.")))
        }
    }

    private func send(_ flight: PostgresFlight, of work: Work, on slot: Int, now: Moment) {
        guard let link = links[slot] else { return pool.enqueueAgain(work, now: now) }
        guard closeUnused(on: slot, link, now: now) else {
            pool.enqueueAgain(work, now: now)
            return lose(slot, reason: link.errorMessage)
        }
        let mode = work.mode
        work.results.removeAll(keepingCapacity: true)
        work.failure = nil
        for step in flight.steps {
            guard let (name, wasCached) = prepared(step.statement, for: work, on: slot, link, now: now) else {
                return lose(slot, reason: link.errorMessage)
            }
            pool.slots[slot].pipeline.sent(
                .step(step.statement, name: name, wasCached: wasCached),
                for: work,
                mode: mode,
                now: now
            )
            let sent = link.execute(
                name,
                step.values,
                binaryResults: flight.binaryResults,
                using: parameters
            )
            guard sent else { return lose(slot, reason: link.errorMessage) }
        }
        if mode == .read {
            link.needsSync = true
        } else {
            sync(slot, .commit, for: work, mode: .write, now: now)
        }
    }

    /// The name under which the connection knows a statement, sending its preparation first where needed. Nil if
    /// the connection is broken.
    private func prepared(
        _ statement: PostgresStatement,
        for work: Work,
        on slot: Int,
        _ link: Link,
        now: Moment
    ) -> (name: String, wasCached: Bool)? {
        switch link.statements.use(statement) {
        case .prepared(let name):
            return (name, true)
        case .unprepared(let name, let evicted):
            if let evicted { link.unclosed.append(evicted) }
            pool.slots[slot].pipeline.sent(
                .prepare(statement, name: name),
                for: work,
                mode: work.mode,
                now: now
            )
            guard link.prepare(statement.sql, name: name) else { return nil }
            return (name, false)
        }
    }

    /// Closes evicted statements, in a section of their own and before a flight begins: if somebody did it before us,
    /// that error is nobody's. Not on a held connection, whose transaction would break by it. False if the connection is broken.
    private func closeUnused(on slot: Int, _ link: Link, now: Moment) -> Bool {
        if link.unclosed.isEmpty || pool.slots[slot].use == .leased { return true }
        for name in link.unclosed {
            pool.slots[slot].pipeline.sent(.deallocate(name: name), for: nil, mode: .read, now: now)
            guard link.deallocate(name) else { return false }
        }
        link.unclosed = []
        pool.slots[slot].pipeline.sent(.sync(cancel: nil), for: nil, mode: .read, now: now)
        return link.sync()
    }

    /// Ends a section and sends all of it.
    func sync(
        _ slot: Int,
        _ message: Pipeline<Work>.Message,
        for work: Work?,
        mode: PostgresFlight.Mode,
        now: Moment
    ) {
        guard let link = links[slot] else { return }
        pool.slots[slot].pipeline.sent(message, for: work, mode: mode, now: now)
        guard link.sync() else { return lose(slot, reason: link.errorMessage) }
        flush(slot)
    }

    /// Sends what the socket takes and asks to be told when it takes the rest.
    func flush(_ slot: Int) {
        guard let link = links[slot] else { return }
        guard let isIncomplete = link.flush() else { return lose(slot, reason: link.errorMessage) }
        guard isIncomplete != link.awaitsWritable else { return }
        link.awaitsWritable = isIncomplete
        if !poller.watch(link.descriptor, token: UInt64(slot), writable: isIncomplete) {
            lose(slot, reason: "the socket cannot be watched")
        }
    }
}
