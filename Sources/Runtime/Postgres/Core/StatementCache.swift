/// Which statements one connection has prepared, and under which names; bounded, the least recently used goes.
///
/// Names are never used twice on a connection, so a late answer about an old one confuses nobody.
struct StatementCache {
    /// What to do before a statement can run.
    enum Lookup: Equatable {
        case prepared(name: String)
        /// Prepare it under `name`, which is empty if it is not kept: the next such one takes its place. If `evicted` is there, that one is no longer kept and has to be closed.
        case unprepared(name: String, evicted: String?)
    }

    private struct Entry {
        var name: String
        var lastUse: UInt64
    }

    private let capacity: Int
    private var entries: [PostgresStatement: Entry] = [:]
    private var uses: UInt64 = 0
    private var names: UInt64 = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    var count: Int { entries.count }

    /// Finds the statement, or takes it in as one that is about to be prepared.
    mutating func use(_ statement: PostgresStatement) -> Lookup {
        guard statement.isWorthKeeping else { return .unprepared(name: "", evicted: nil) }
        uses += 1
        if let index = entries.index(forKey: statement) {
            entries.values[index].lastUse = uses
            return .prepared(name: entries.values[index].name)
        }
        let evicted = entries.count < capacity ? nil : evictOldest()
        names += 1
        // At most 15 bytes for a long time to come, so the name stays inside the string value.
        let name = "p\(names)"
        entries[statement] = Entry(name: name, lastUse: uses)
        return .unprepared(name: name, evicted: evicted)
    }

    /// Forgets a statement whose preparation under this name failed, or which the server no longer knows.
    mutating func forget(_ statement: PostgresStatement, name: String) {
        if entries[statement]?.name == name { entries[statement] = nil }
    }

    private mutating func evictOldest() -> String? {
        guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return nil }
        entries[oldest.key] = nil
        return oldest.value.name
    }
}
