/// Slows down guessing: growing delays per user name and address together, and per address.
///
/// A delay never hangs on the user name alone, or anyone could lock a user out from anywhere. An attempt
/// counts when it begins, so many at once gain nothing; success takes it back. The memory is bounded: the
/// least recent entries are forgotten first.
public struct SignInThrottle: Sendable {
    /// How many attempts are free, and how the delay grows after them.
    struct Limit: Sendable {
        let freeAttempts: Int
        /// The longest delay, in seconds.
        let longestDelay: Int64

        /// Seconds to wait after `attempts`: 0 while they are free, then 1, 2, 4, …
        func delay(after attempts: Int) -> Int64 {
            guard attempts >= freeAttempts else { return 0 }
            return min(longestDelay, 1 << Int64(min(attempts - freeAttempts, 32)))
        }
    }

    private static let perUserAndAddress = Limit(freeAttempts: 5, longestDelay: 300)
    private static let perAddress = Limit(freeAttempts: 50, longestDelay: 60)
    /// Seconds without an attempt after which all is forgotten.
    private static let memory: Int64 = 900

    private struct Key: Hashable {
        let username: String?
        let address: String
    }

    private struct Entry {
        var attempts = 0
        var lastAttempt: Int64 = 0
    }

    private var entries: BoundedCache<Key, Entry>

    /// Creates a throttle that remembers at most `capacity` names and addresses.
    public init(capacity: Int = 20_000) {
        entries = BoundedCache(capacity: capacity)
    }

    /// Lets an attempt begin, or says how long to wait. A refused attempt does not count.
    ///
    /// - Parameters:
    ///   - username: The name that is tried, in lower case.
    ///   - address: Where the attempt comes from.
    ///   - now: Seconds since 1970.
    /// - Returns: The seconds to wait, or `nil` when the attempt may begin.
    public mutating func begin(username: String, address: String, now: Int64) -> Int? {
        let user = Key(username: username, address: address)
        let source = Key(username: nil, address: address)
        let wait = max(
            remaining(user, Self.perUserAndAddress, now: now),
            remaining(source, Self.perAddress, now: now)
        )
        guard wait <= 0 else { return Int(wait) }
        count(user, now: now)
        count(source, now: now)
        return nil
    }

    /// Takes back an attempt that succeeded, and forgets the failures of this user from this address.
    public mutating func succeed(username: String, address: String) {
        entries[Key(username: username, address: address)] = nil
        takeBack(Key(username: nil, address: address))
    }

    /// Takes back an attempt that was never judged, because the database or the hashing was not to be had.
    public mutating func withdraw(username: String, address: String) {
        takeBack(Key(username: username, address: address))
        takeBack(Key(username: nil, address: address))
    }

    private mutating func takeBack(_ key: Key) {
        guard var entry = entries[key] else { return }
        entry.attempts = max(0, entry.attempts - 1)
        entries[key] = entry
    }

    private mutating func remaining(_ key: Key, _ limit: Limit, now: Int64) -> Int64 {
        guard let entry = entries[key], now - entry.lastAttempt < Self.memory else { return 0 }
        return entry.lastAttempt + limit.delay(after: entry.attempts) - now
    }

    private mutating func count(_ key: Key, now: Int64) {
        var entry = entries[key] ?? Entry()
        if now - entry.lastAttempt >= Self.memory { entry.attempts = 0 }
        entry.attempts += 1
        entry.lastAttempt = now
        entries[key] = entry
    }
}
