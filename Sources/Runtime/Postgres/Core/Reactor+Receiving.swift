import CPlumblineLibPQ
import DequeModule
import Logging

extension Reactor {
    /// Reads all that has come on a connection.
    func receive(_ slot: Int) {
        guard let link = links[slot] else { return }
        repeat {
            let isAlive = link.consume()
            guard readResults(slot, link) else { return }
            if !isAlive { return lose(slot, reason: link.errorMessage) }
        } while link.hasHiddenInput
        if pool.slots[slot].use == .leased { touched.append(slot) }
    }

    /// Settles every answer that is complete. False if the connection was given up.
    private func readResults(_ slot: Int, _ link: Link) -> Bool {
        while !pool.slots[slot].pipeline.isEmpty {
            switch link.nextResult() {
            case .notYet:
                return true
            case .result(let result):
                keep(result, slot)
                if link.reply == nil { link.reply = .done }
            case .skipped:
                link.reply = .skipped
            case .failed(let error):
                guard let sqlState = error.sqlState, !sqlState.isEmpty, !error.endsConnection else {
                    // Without a code these are libpq's own words: the connection is broken.
                    lose(slot, reason: error.serverMessage ?? "broken connection")
                    return false
                }
                fail(slot, link, error, sqlState: sqlState)
            case .copy:
                pool.slots[slot].pipeline.headFlight?.failure = .notAllowed(
                    "COPY to or from the client is not possible."
                )
                lose(slot, reason: "a statement wanted to copy to or from the client")
                return false
            case .end:
                guard finishMessage(slot, link) else { return false }
            case .sync:
                guard finishSection(slot, link) else { return false }
            }
        }
        return true
    }

    /// Preparations have results too, which nobody wants.
    private func keep(_ result: PostgresResult, _ slot: Int) {
        switch pool.slots[slot].pipeline.head {
        case .step, .script: pool.slots[slot].pipeline.headFlight?.results.append(result)
        case .prepare, .deallocate, .sync, .commit, nil: break
        }
    }

    private func fail(_ slot: Int, _ link: Link, _ error: PostgresError, sqlState: String) {
        link.reply = .failed(sqlState: sqlState)
        if let work = pool.slots[slot].pipeline.headFlight, work.failure == nil {
            work.failure = error.failed(at: work.results.count)
        }
    }

    private func finishMessage(_ slot: Int, _ link: Link) -> Bool {
        switch pool.slots[slot].pipeline.head {
        case .sync, .commit, nil:
            // An error of the commit itself ends like a message of its own; the sync still comes.
            return true
        case .script:
            guard link.returnToPipeline() else {
                lose(slot, reason: link.errorMessage)
                return false
            }
        case .prepare, .deallocate, .step:
            break
        }
        guard let reply = link.reply else {
            lose(slot, reason: "an answer came that belongs to nothing")
            return false
        }
        let wasScript = pool.slots[slot].pipeline.head == .script
        settle(slot, link, reply)
        if wasScript, case .settling = pool.slots[slot].cancel { sendBarrier(slot) }
        return links[slot] === link
    }

    private func finishSection(_ slot: Int, _ link: Link) -> Bool {
        switch pool.slots[slot].pipeline.head {
        case .sync, .commit: break
        default:
            lose(slot, reason: "the end of a section came too early")
            return false
        }
        let isWrite = pool.slots[slot].use == .writing
        settle(slot, link, link.reply ?? .done)
        if isWrite, pool.slots[slot].pipeline.isEmpty {
            pool.slots[slot].use = .shared
            // `begin` in a flight: whoever comes next must not find himself in somebody's transaction.
            guard link.isOutsideTransaction else {
                lose(slot, reason: "a flight left a transaction open; use withTransaction for that")
                return false
            }
        }
        return true
    }

    private func settle(_ slot: Int, _ link: Link, _ reply: ServerReply) {
        link.reply = nil
        let now = Moment.now()
        let settlement = pool.slots[slot].pipeline.settle(reply, now: now)
        if let (statement, name) = settlement.forgotten { link.statements.forget(statement, name: name) }
        if let name = settlement.stillOpen { link.unclosed.append(name) }
        if let took = settlement.took { pool.note(nanoseconds: took) }
        switch settlement.fate {
        case .none: break
        case .answered(let work): answer(work, .success(work.results))
        case .skipped(let work): pool.enqueueAgain(work, now: now)
        case .failed(let work, let sqlState, let wasCached):
            judge(work, slot, sqlState: sqlState, wasCached: wasCached, now: now)
        }
        if let cancel = settlement.settledCancel { cancelHasSettled(slot, cancel) }
    }

    private func judge(_ work: Work, _ slot: Int, sqlState: String, wasCached: Bool, now: Moment) {
        let error = work.failure ?? PostgresError(.server, "The database refused the statement.")
        if let reason = work.endReason {
            let isOurs = sqlState == SQLState.queryCancelled
            return answer(work, .failure(isOurs ? error.recoded(reason.code, reason.description) : error))
        }
        let decision: RetryRules.Decision
        if work.lease != nil {
            // Only the whole transaction can be run again, and only its owner can do that.
            decision = .fail
        } else {
            decision = rules.decide(
                sqlState: sqlState,
                attempts: work.attempts,
                wasCached: wasCached,
                strayCancel: work.isShared && pool.slots[slot].cancel != .none
            )
        }
        switch decision {
        case .fail:
            answer(
                work,
                .failure(sqlState == SQLState.queryCancelled ? interrupted(error, slot, now) : error)
            )
        case .sendAgain(let pause):
            work.attempts += 1
            let backoff = Backoff(first: .milliseconds(2), most: .milliseconds(100))
            let wait = backoff.pause(attempt: work.attempts, using: &random)
            pool.enqueueAgain(work, pausedUntil: pause ? now + wait : nil, now: now)
        }
    }

    /// 57014 that we did not ask for is the server's own timeout, or an administrator.
    private func interrupted(_ error: PostgresError, _ slot: Int, _ now: Moment) -> PostgresError {
        let isTimeout = error.serverMessage?.contains("timeout") ?? false
        return isTimeout
            ? error.recoded(.timeout, PostgresError.timedOut.description)
            : error.recoded(.cancelled, "The statement was cancelled at the database.")
    }
}
