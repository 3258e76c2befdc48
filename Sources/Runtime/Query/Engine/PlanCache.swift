import Synchronization

/// Keeps what is costly to make for a request, by what it depends on; what was not asked for the longest makes room.
///
/// A protocol layer keeps a ``Plan`` together with what it needs to answer; hence the type parameter.
public final class PlanCache<Value: Sendable>: Sendable {
    private let capacity: Int
    private let state = Mutex(PlanRing<Value>())

    /// Creates an empty cache.
    ///
    /// - Parameter capacity: How many entries it keeps, at least one.
    public init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// How often entries were found and not found so far.
    public var counts: PlanCacheCounts { state.withLock { $0.counts } }

    /// What is kept for a key; it counts as used.
    public func find(_ key: PlanKey) -> Value? {
        state.withLock { state in
            guard let position = state.positions[key] else {
                state.counts.misses += 1
                return nil
            }
            state.counts.hits += 1
            state.touch(position)
            return state.entries[position].value
        }
    }

    /// Keeps a value for a key.
    public func insert(_ value: Value, for key: PlanKey) {
        state.withLock { state in
            if let position = state.positions[key] {
                state.entries[position].value = value
                state.touch(position)
            } else if state.entries.count < capacity {
                state.append(value, key)
            } else {
                state.replaceOldest(value, key)
            }
        }
    }

    /// What is kept for a key, or what `make` makes, which is then kept.
    ///
    /// Two callers that miss at the same time both make it. A failure is not kept.
    public func value<Failure: Error>(
        for key: PlanKey,
        make: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        if let value = find(key) { return value }
        let value = try make()
        insert(value, for: key)
        return value
    }
}

/// The entries as a ring that runs from the one used last to the one not used for the longest.
private struct PlanRing<Value> {
    struct Entry {
        var key: PlanKey
        var value: Value
        var newer: Int
        var older: Int
    }

    private(set) var positions: [PlanKey: Int] = [:]
    var entries: [Entry] = []
    private var newest = 0
    var counts = PlanCacheCounts()

    /// Makes an entry the newest.
    mutating func touch(_ position: Int) {
        guard position != newest else { return }
        let entry = entries[position]
        entries[entry.newer].older = entry.older
        entries[entry.older].newer = entry.newer
        link(position)
    }

    mutating func append(_ value: Value, _ key: PlanKey) {
        let position = entries.count
        entries.append(.init(key: key, value: value, newer: position, older: position))
        positions[key] = position
        if position > 0 { link(position) }
    }

    /// The oldest is the newest's newer one: the list is a ring.
    mutating func replaceOldest(_ value: Value, _ key: PlanKey) {
        let oldest = entries[newest].newer
        positions[entries[oldest].key] = nil
        positions[key] = oldest
        entries[oldest].key = key
        entries[oldest].value = value
        newest = oldest
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

/// What a plan depends on.
public struct PlanKey: Sendable, Hashable {
    /// The document and what chooses the operation in it, or the route and its fixed parts.
    public var source: String
    /// The shape of the variables, as ``ShapeKey`` has it.
    public var shape: String
    /// The shape of the caller.
    public var caller: CallerShape

    /// Creates a key.
    public init(source: String, shape: String, caller: CallerShape) {
        self.source = source
        self.shape = shape
        self.caller = caller
    }
}

/// How often a cache had what was asked for.
public struct PlanCacheCounts: Sendable, Hashable {
    /// How often it had it.
    public internal(set) var hits = 0
    /// How often it had not.
    public internal(set) var misses = 0
}
