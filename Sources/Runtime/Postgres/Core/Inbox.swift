import NIOCore
import Synchronization

/// The door to the reactor's thread: bounded, locked, and with a bell that rings only for a sleeper.
///
/// What an event loop submits in one turn should be sent together, so its bell rings when the turn is over.
final class Inbox: Sendable {
    enum Command: Sendable {
        case submit(Work)
        case cancel(Work)
        case release(Lease, close: Bool)
        case connected(slot: Int, generation: UInt64, Connector.Outcome)
        case cancelSent(slot: Int, generation: UInt64)
        case shutdown(graceful: Bool)
    }

    /// What became of a submission.
    enum Receipt {
        case accepted
        case refused(PostgresError)
    }

    private enum Phase {
        case open
        /// New work is refused, work of those who hold a connection is not.
        case draining
        /// Nobody reads any more.
        case closed
    }

    private struct State {
        var phase = Phase.open
        var commands: [Command] = []
        var submissions = 0
        /// There once the reader has come; before that nobody sleeps.
        var bell: WakeUp?
        var isReaderAsleep = false
        /// The event loop that rings at the end of its turn. Work of others does not wait for that turn, nor for a loop
        /// that has been shut down.
        var ringer: (any EventLoop)?

        /// The bell, which whoever gets it has to ring.
        mutating func wake() -> WakeUp? {
            isReaderAsleep = false
            return bell
        }
    }

    /// What is to be done for a sleeping reader.
    private enum Ring {
        case no
        case now(WakeUp?)
        case atEndOfTurn(any EventLoop)
    }

    /// How much work of a turn wakes the reader before the turn is over, so that nobody waits long for the others.
    private static let company = 8

    private let state = Mutex(State())
    private let queueLimit: Int

    /// - Parameter queueLimit: How much work may come in before the reader looks.
    init(queueLimit: Int) {
        self.queueLimit = queueLimit
    }

    deinit {
        state.withLock { $0.bell?.close() }
    }

    /// Hands work over, or says why not; it is then still the caller's.
    func submit(_ work: Work) -> Receipt {
        let loop = work.submittingLoop
        let (receipt, ring) = state.withLock { state -> (Receipt, Ring) in
            if work.stage == .cancelledBeforeSubmission { return (.refused(.cancelled), .no) }
            switch state.phase {
            case .closed: return (.refused(.closed), .no)
            case .draining where work.lease == nil: return (.refused(.closed), .no)
            case .open, .draining: break
            }
            if work.lease == nil, !work.isUrgent {
                guard state.submissions < queueLimit else { return (.refused(.overloaded(nil)), .no) }
                state.submissions += 1
            }
            work.stage = .submitted
            state.commands.append(.submit(work))
            guard state.isReaderAsleep else { return (.accepted, .no) }
            guard let loop, state.ringer.map({ $0 === loop }) ?? true, state.commands.count < Self.company
            else { return (.accepted, .now(state.wake())) }
            guard state.ringer == nil else { return (.accepted, .no) }
            state.ringer = loop
            return (.accepted, .atEndOfTurn(loop))
        }
        switch ring {
        case .no: break
        case .now(let bell): bell?.signal()
        case .atEndOfTurn(let loop): loop.execute { self.endTurn() }
        }
        return receipt
    }

    /// Rings if what was submitted in a turn still lies here.
    private func endTurn() {
        let bell = state.withLock { state -> WakeUp? in
            state.ringer = nil
            return state.isReaderAsleep && !state.commands.isEmpty ? state.wake() : nil
        }
        bell?.signal()
    }

    /// Asks for the end of a piece of work, submitted or not.
    func cancel(_ work: Work) {
        let bell = state.withLock { state -> WakeUp? in
            guard work.stage == .submitted else {
                work.stage = .cancelledBeforeSubmission
                return nil
            }
            guard state.phase != .closed else { return nil }
            return Self.append(.cancel(work), to: &state)
        }
        bell?.signal()
    }

    /// Hands over a command that is no work. False if nobody reads any more.
    @discardableResult
    func post(_ command: Command) -> Bool {
        let (accepted, bell) = state.withLock { state -> (Bool, WakeUp?) in
            guard state.phase != .closed else { return (false, nil) }
            if case .shutdown = command { state.phase = .draining }
            return (true, Self.append(command, to: &state))
        }
        bell?.signal()
        return accepted
    }

    /// Adds a command and returns the bell if it has to be rung.
    private static func append(_ command: Command, to state: inout State) -> WakeUp? {
        state.commands.append(command)
        return state.isReaderAsleep ? state.wake() : nil
    }

    // MARK: The reader's side

    /// Hangs up the bell and returns it to the one reader.
    func open() throws -> WakeUp {
        let bell = try WakeUp()
        state.withLock { $0.bell = bell }
        return bell
    }

    /// Exchanges an empty array for what has come in. If nothing has, the next command rings the bell.
    func take(into buffer: inout [Command]) {
        buffer.removeAll(keepingCapacity: true)
        state.withLock { state in
            swap(&state.commands, &buffer)
            state.submissions = 0
            state.isReaderAsleep = buffer.isEmpty
        }
    }

    /// Ends the door; returns what nobody has read.
    func close() -> [Command] {
        state.withLock { state in
            state.phase = .closed
            defer { state.commands = [] }
            return state.commands
        }
    }
}
