public import Synchronization

/// Keeps what is costly to make, within bounds; what was not asked for the longest makes room.
///
/// Every request looks into caches of several modules, so each may have code of its own for its types.
public final class LRUCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    @usableFromInline let capacity: Int
    @usableFromInline let maximumWeight: Int
    @usableFromInline let state = Mutex(State())

    @usableFromInline
    struct State {
        @usableFromInline var ring = RecencyRing<Key, Value>()
        @usableFromInline var counts = CacheCounts()

        @inlinable
        init() {}
    }

    /// Creates an empty cache.
    ///
    /// - Parameters:
    ///   - capacity: How many entries it keeps, at least one.
    ///   - maximumWeight: How much its entries may weigh together, in whatever unit they are weighed.
    @inlinable
    public init(capacity: Int, maximumWeight: Int = .max) {
        self.capacity = max(1, capacity)
        self.maximumWeight = maximumWeight
    }

    /// How often entries were found and not found so far.
    public var counts: CacheCounts { state.withLock { $0.counts } }

    /// What is kept for a key; it counts as used.
    @inlinable
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
    @inlinable
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
    @inlinable
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
    public var hits = 0
    /// How often it had not.
    public var misses = 0

    /// Nothing was asked for yet.
    @inlinable
    public init() {}
}

/// The entries as a ring that runs from the one used last to the one not used for the longest.
@usableFromInline
struct RecencyRing<Key: Hashable, Value> {
    @usableFromInline
    struct Entry {
        @usableFromInline var key: Key
        @usableFromInline var value: Value
        @usableFromInline var weight: Int
        @usableFromInline var newer: Int
        @usableFromInline var older: Int

        @inlinable
        init(key: Key, value: Value, weight: Int, at position: Int) {
            self.key = key
            self.value = value
            self.weight = weight
            (newer, older) = (position, position)
        }
    }

    @usableFromInline var positions: [Key: Int] = [:]
    @usableFromInline var entries: [Entry] = []
    @usableFromInline var newest = 0
    @usableFromInline var weight = 0

    @inlinable
    init() {}

    @inlinable var count: Int { entries.count }

    /// What is kept for a key, which becomes the newest.
    @inlinable
    mutating func use(_ key: Key) -> Value? {
        guard let position = positions[key] else { return nil }
        touch(position)
        return entries[position].value
    }

    /// Keeps a value as the newest.
    @inlinable
    mutating func put(_ value: Value, for key: Key, weight: Int) {
        if let position = positions[key] {
            self.weight -= entries[position].weight
            entries[position].value = value
            entries[position].weight = weight
            touch(position)
        } else {
            let position = entries.count
            entries.append(Entry(key: key, value: value, weight: weight, at: position))
            positions[key] = position
            if position > 0 { link(position) }
        }
        self.weight += weight
    }

    /// The oldest is the newest's newer one: the list is a ring. The entry at the end fills its place.
    @inlinable
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

    @inlinable
    mutating func touch(_ position: Int) {
        guard position != newest else { return }
        unlink(position)
        link(position)
    }

    @inlinable
    mutating func unlink(_ position: Int) {
        let (newer, older) = (entries[position].newer, entries[position].older)
        entries[newer].older = older
        entries[older].newer = newer
    }

    /// Puts an entry between the newest and the oldest and calls it the newest.
    @inlinable
    mutating func link(_ position: Int) {
        let oldest = entries[newest].newer
        entries[position].older = newest
        entries[position].newer = oldest
        entries[newest].newer = position
        entries[oldest].older = position
        newest = position
    }
}
