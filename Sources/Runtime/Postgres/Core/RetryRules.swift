/// What to do with a flight whose statement failed.
struct RetryRules: Sendable {
    enum Decision: Equatable {
        case fail
        /// Nothing of it took effect: send it again, at once or after a pause that lets the rival finish.
        case sendAgain(pause: Bool)
    }

    /// How often a flight may be sent again in all.
    let limit: Int

    /// - Parameters:
    ///   - sqlState: What the server said.
    ///   - attempts: How often the flight was sent before this time.
    ///   - wasCached: Whether the statement had been prepared by an earlier flight.
    ///   - strayCancel: Whether this is a read on a connection that was being cancelled for another's sake.
    func decide(sqlState: String, attempts: Int, wasCached: Bool, strayCancel: Bool) -> Decision {
        // Not its own fault however often it happens; its deadline is bound enough.
        if strayCancel, sqlState == SQLState.queryCancelled { return .sendAgain(pause: false) }
        guard attempts < limit else { return .fail }
        switch sqlState {
        case SQLState.serializationFailure, SQLState.deadlock:
            return .sendAgain(pause: true)
        case SQLState.unknownStatement, SQLState.featureNotSupported:
            // 26000: somebody dropped our prepared statements. 0A000: "cached plan must not change result
            // type", after a migration. The server ran nothing, and a new preparation heals both.
            return wasCached ? .sendAgain(pause: false) : .fail
        default:
            return .fail
        }
    }
}

/// The error codes the runtime itself acts on (PostgreSQL, appendix A).
enum SQLState {
    static let serializationFailure = "40001"
    static let deadlock = "40P01"
    static let unknownStatement = "26000"
    static let featureNotSupported = "0A000"
    static let queryCancelled = "57014"
}

/// How long to wait before the next attempt: doubled each time, and spread so that not all come at once.
struct Backoff: Sendable {
    let first: Duration
    let most: Duration

    /// The longest pause before attempt `attempt`, counted from 0.
    func bound(attempt: Int) -> Duration {
        min(most, first * (1 << min(max(0, attempt), 16)))
    }

    /// A pause between half of the bound and the bound.
    func pause(attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let bound = bound(attempt: attempt)
        let share = Double.random(in: 0.5...1, using: &generator)
        return bound * share
    }
}
