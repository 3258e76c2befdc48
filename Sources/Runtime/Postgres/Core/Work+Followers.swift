/// Equal reads of one caller that wait for a connection are sent once. Not so those that were sent already: what the
/// caller has changed since then must be seen.
extension Work {
    /// Hashing long values would hold up those who wait for others.
    private static let longestQuestion = 4_096

    /// A hash of what is asked, for reads that any connection may answer.
    static func question(of payload: Payload, by caller: Int, on lease: Lease?) -> Int? {
        guard case .flight(let flight) = payload, flight.mode == .read, !flight.isUrgent, lease == nil else {
            return nil
        }
        let length = flight.steps.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.byteCount } }
        guard length <= longestQuestion else { return nil }
        var hasher = Hasher()
        hasher.combine(caller)
        hasher.combine(flight.steps)
        hasher.combine(flight.binaryResults)
        return hasher.finalize()
    }

    /// Whether the answer to that one is right for this one, and comes no later than it may.
    func isAnswered(with other: Work) -> Bool {
        guard case .flight(let flight) = payload, case .flight(let asked) = other.payload else {
            return false
        }
        return caller == other.caller && flight.binaryResults == asked.binaryResults
            && flight.steps == asked.steps
            && deadline >= other.deadline && queueDeadline >= other.queueDeadline
    }

    /// Gets the answer to that one from now on.
    func follow(_ other: Work) {
        leader = other
        other.followers.append(self)
    }

    /// Whether somebody waits for the answer.
    var isWanted: Bool { completion != nil || !followers.isEmpty }

    /// When the first of those who wait for the answer has to have it.
    var nextDeadline: Moment {
        completion != nil ? deadline : followers.lazy.map(\.deadline).min() ?? .never
    }

    /// Lets followers go. Returns them.
    func dropFollowers(where condition: (Work) -> Bool) -> [Work] {
        let dropped = followers.filter(condition)
        followers.removeAll(where: condition)
        for follower in dropped { follower.leader = nil }
        return dropped
    }

    /// Gives its followers to the one of them that can wait least, which is then to be sent; nil if there is none.
    func passOn() -> Work? {
        let moments = followers.map { min($0.queueDeadline, $0.deadline) }
        guard let first = moments.indices.min(by: { moments[$0] < moments[$1] }) else { return nil }
        let heir = followers.remove(at: first)
        heir.leader = nil
        heir.followers = followers
        for follower in heir.followers { follower.leader = heir }
        followers = []
        return heir
    }
}
