import CPlumblineLibPQ
import DequeModule
import Logging

extension Reactor {
    private static let reconnect = Backoff(first: .milliseconds(50), most: .seconds(2))
    /// Attempts that fail in a row before waiting for a connection is held to be in vain.
    private static let hopeless = 4
    /// How long a server has to obey a request to cancel before the connection is given up.
    private static let cancelGrace = Duration.seconds(5)

    // MARK: Coming

    /// Whether nobody should wait, because there is no connection and several attempts found none.
    var isUnreachable: Bool {
        !pool.hasConnection && pool.slots.contains { $0.failures >= Self.hopeless }
    }

    func openConnections(now: Moment) {
        for index in pool.slots.indices {
            guard case .down(let until) = pool.slots[index].phase, until <= now else { continue }
            pool.slots[index].phase = .connecting
            connector.connect(slot: index, generation: pool.slots[index].generation)
        }
    }

    func finishConnecting(_ slot: Int, generation: UInt64, _ outcome: Connector.Outcome) {
        guard pool.slots[slot].generation == generation else { return Connector.discard(outcome) }
        switch outcome {
        case .failed(let reason):
            noteConnectionFailure(slot, reason)
        case .connected(let handle):
            guard
                let link = Link(handle.pointer, statementCapacity: configuration.preparedStatements),
                poller.add(link.descriptor, token: UInt64(slot))
            else { return noteConnectionFailure(slot, "the connection cannot be used for pipelining") }
            if pool.slots[slot].failures > 0 {
                logger.notice("The database is reachable again.", metadata: ["connection": "\(slot)"])
            }
            links[slot] = link
            pool.slots[slot].phase = .ready
            pool.slots[slot].failures = 0
            connectionFailure = nil
        }
    }

    private func noteConnectionFailure(_ slot: Int, _ reason: String) {
        connectionFailure = reason
        let attempt = pool.slots[slot].failures
        pool.slots[slot].failures += 1
        let pause = Self.reconnect.pause(attempt: attempt, using: &random)
        pool.slots[slot].phase = .down(until: Moment.now() + pause)
        logger.log(
            level: attempt == 0 ? .warning : .debug,
            "The database cannot be reached; trying again.",
            metadata: ["connection": "\(slot)", "attempt": "\(attempt + 1)", "reason": "\(reason)"]
        )
        if isUnreachable {
            for work in pool.dropAll() { answer(work, .failure(.connectionFailed(reason))) }
        }
    }

    // MARK: Going

    /// Gives a connection up: whoever runs on it fails, reads behind run elsewhere, a new one is made.
    func lose(_ slot: Int, reason: String) {
        guard let link = links[slot] else { return }
        logger.warning(
            "A connection to the database was lost.",
            metadata: ["connection": "\(slot)", "reason": "\(reason)"]
        )
        let (running, behind) = pool.slots[slot].pipeline.lose()
        let now = Moment.now()
        if let running {
            leave(running, running.failure ?? .connectionLost(reason, mode: running.mode), now: now)
        }
        for work in behind { pool.enqueueAgain(work, now: now) }
        for work in pool.slots[slot].leased {
            answer(work, .failure(.connectionLost(reason, mode: .write)))
        }
        drop(slot, link)
    }

    /// Closes a connection; the slot begins anew.
    private func drop(_ slot: Int, _ link: Link) {
        poller.remove(link.descriptor)
        links[slot] = nil
        var fresh = Slot<Work>(phase: .down(until: Moment.now()))
        fresh.generation = pool.slots[slot].generation + 1
        pool.slots[slot] = fresh
        leases[slot]?.slot = nil
        leases[slot] = nil
    }

    /// Takes a held connection back.
    func release(_ lease: Lease, close: Bool) {
        guard let slot = lease.slot, let link = links[slot] else { return }
        lease.slot = nil
        leases[slot] = nil
        for work in pool.slots[slot].leased { answer(work, .failure(.closed)) }
        pool.slots[slot].leased = []
        guard !close, pool.slots[slot].pipeline.isEmpty, link.isOutsideTransaction else {
            for work in pool.slots[slot].pipeline.flights { answer(work, .failure(.closed)) }
            return drop(slot, link)
        }
        pool.slots[slot].use = .shared
    }

    // MARK: Cancelling

    /// Ends a piece of work wherever it is.
    func end(_ work: Work, because reason: PostgresError) {
        if work.completion == nil { return }
        if let leader = work.leader {
            _ = leader.dropFollowers { $0 === work }
            answerAlone(work, .failure(reason))
            if !leader.isWanted { abandon(leader) }
            return
        }
        if pool.drop(work) { return leave(work, reason, now: .now()) }
        for slot in pool.slots.indices {
            if let index = pool.slots[slot].leased.firstIndex(where: { $0 === work }) {
                pool.slots[slot].leased.remove(at: index)
                return answer(work, .failure(reason))
            }
            guard pool.slots[slot].pipeline.flights.contains(where: { $0 === work }) else { continue }
            if work.isShared {
                answerAlone(work, .failure(reason))
                if !work.isWanted { abandon(work) }
            } else {
                // Whether it took effect is known only when the server has answered.
                work.endReason = reason
                cancel(slot)
            }
            return
        }
    }

    /// Nobody waits for a read any more.
    private func abandon(_ work: Work) {
        if pool.drop(work) { return }
        for slot in pool.slots.indices where pool.slots[slot].pipeline.abandon(work) { cancel(slot) }
    }

    private func cancel(_ slot: Int) {
        guard let link = links[slot] else { return }
        let now = Moment.now()
        var since = now
        switch pool.slots[slot].cancel {
        case .none: break
        case .asking: return
        case .settling(let asked) where pool.slots[slot].pipeline.headSince <= asked:
            // A request that overtakes its statement on the way is ignored, so it is made again, but not often.
            guard pool.slots[slot].lastAsked + .seconds(1) <= now else { return }
            since = asked
        case .settling: break
        }
        pool.slots[slot].cancel = .asking(since: since)
        pool.slots[slot].lastAsked = now
        pool.slots[slot].cancels += 1
        connector.cancel(link.connection, slot: slot, generation: pool.slots[slot].generation)
    }

    func cancelWasSent(_ slot: Int, generation: UInt64) {
        guard pool.slots[slot].generation == generation, links[slot] != nil else { return }
        guard case .asking(let since) = pool.slots[slot].cancel else { return }
        pool.slots[slot].cancel = .settling(since: since)
        // A script runs outside pipeline mode, where no sync can be sent: its own end has to do.
        if pool.slots[slot].pipeline.head != .script { sendBarrier(slot) }
    }

    /// A sync whose answer proves that the last request to cancel can hit nothing that is sent from now on.
    func sendBarrier(_ slot: Int) {
        sync(slot, .sync(cancel: pool.slots[slot].cancels), for: nil, mode: .read, now: Moment.now())
    }

    func cancelHasSettled(_ slot: Int, _ number: UInt64) {
        guard number == pool.slots[slot].cancels, case .settling = pool.slots[slot].cancel else { return }
        pool.slots[slot].cancel = .none
        touched.append(slot)
    }

    /// Moves reads from behind slow statements, ends what nobody waits for, and gives up servers that obey nothing.
    func checkProgress(now: Moment) {
        _ = pool.overtake(now: now)
        let slow = pool.slowSince(now: now)
        for slot in pool.slots.indices {
            switch pool.slots[slot].cancel {
            case .asking(let since), .settling(let since):
                let isStuck = pool.slots[slot].pipeline.headSince <= since && since + Self.cancelGrace <= now
                if isStuck {
                    lose(slot, reason: "the server did not end a statement it was asked to end")
                    continue
                }
            case .none: break
            }
            guard pool.slots[slot].stands(since: slow) else { continue }
            let isUnwanted = pool.slots[slot].pipeline.headFlight.map { $0.endReason != nil }
            if isUnwanted ?? pool.slots[slot].pipeline.isHeadAbandoned { cancel(slot) }
        }
    }
}
