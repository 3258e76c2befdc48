import Synchronization

/// Keeps what is costly to make, within bounds; what was not asked for the longest makes room.
public final class LRUCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let capacity: Int
    private let maximumWeight: Int
    private let state = Mutex(State())

    private struct State {
        var ring = RecencyRing<Key, Value>()
        var counts = CacheCounts()
    }

    /// Creates an empty cache.
    ///
    /// - Parameters:
    ///   - capacity: How many entries it keeps, at least one.
    ///   - maximumWeight: How much its entries may weigh together, in whatever unit they are weighed.
    public init(capacity: Int, maximumWeight: Int = .max) {
        self.capacity = max(1, capacity)
        self.maximumWeight = maximumWeight
    }

    /// How often entries were found and not found so far.
    public var counts: CacheCounts { state.withLock { $0.counts } }

    /// What is kept for a key; it counts as used.
    public func find(_ key: Key) -> Value? {
        state.withLock { state in
            guard let value = state.ring.use(key) else {
                state.counts.misses += 1
                return nil
            }
            state.counts.hits += 1
            return value
        }
    }

    /// Keeps a value for a key, unless it alone weighs more than the cache may.
    public func insert(_ value: Value, for key: Key, weight: Int = 0) {
        guard weight <= maximumWeight else { return }
        state.withLock { state in
            state.ring.put(value, for: key, weight: weight)
            while state.ring.count > capacity || state.ring.weight > maximumWeight {
                state.ring.removeOldest()
            }
        }
    }

    /// What is kept for a key, or what `make` makes, which is then kept.
    ///
    /// Two callers that miss at the same time both make it. A failure is not kept.
    public func value<Failure: Error>(
        for key: Key,
        weight: Int = 0,
        make: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        if let value = find(key) { return value }
        let value = try make()
        insert(value, for: key, weight: weight)
        return value
    }
}

/// How often a cache had what was asked for.
public struct CacheCounts: Sendable, Hashable {
    /// How often it had it.
    public internal(set) var hits = 0
    /// How often it had not.
    public internal(set) var misses = 0
}

/// The entries as a ring that runs from the one used last to the one not used for the longest.
private struct RecencyRing<Key: Hashable, Value> {
    private struct Entry {
        var key: Key
        var value: Value
        var weight: Int
        var newer: Int
        var older: Int
    }

    private var positions: [Key: Int] = [:]
    private var entries: [Entry] = []
    private var newest = 0
    private(set) var weight = 0

    var count: Int { entries.count }

    /// What is kept for a key, which becomes the newest.
    mutating func use(_ key: Key) -> Value? {
        guard let position = positions[key] else { return nil }
        touch(position)
        return entries[position].value
    }

    /// Keeps a value as the newest.
    mutating func put(_ value: Value, for key: Key, weight: Int) {
        if let position = positions[key] {
            self.weight -= entries[position].weight
            entries[position].value = value
            entries[position].weight = weight
            touch(position)
        } else {
            let position = entries.count
            entries.append(Entry(key: key, value: value, weight: weight, newer: position, older: position))
            positions[key] = position
            if position > 0 { link(position) }
        }
        self.weight += weight
    }

    /// The oldest is the newest's newer one: the list is a ring. The entry at the end fills its place.
    mutating func removeOldest() {
        guard !entries.isEmpty else { return }
        let oldest = entries[newest].newer
        unlink(oldest)
        weight -= entries[oldest].weight
        positions[entries[oldest].key] = nil
        var last = entries.removeLast()
        let end = entries.count
        guard oldest != end else { return }
        if last.newer == end {
            (last.newer, last.older) = (oldest, oldest)  // the only one left
        } else {
            entries[last.newer].older = oldest
            entries[last.older].newer = oldest
        }
        entries[oldest] = last
        positions[last.key] = oldest
        if newest == end { newest = oldest }
    }

    private mutating func touch(_ position: Int) {
        guard position != newest else { return }
        unlink(position)
        link(position)
    }

    private mutating func unlink(_ position: Int) {
        let (newer, older) = (entries[position].newer, entries[position].older)
        entries[newer].older = older
        entries[older].newer = newer
    }

    /// Puts an entry between the newest and the oldest and calls it the newest.
    private mutating func link(_ position: Int) {
        let oldest = entries[newest].newer
        entries[position].older = newest
        entries[position].newer = oldest
        entries[newest].newer = position
        entries[oldest].older = position
        newest = position
    }
}
