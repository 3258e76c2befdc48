import NIOCore
import Synchronization

/// Counts the connections of a server, so that there are never more than its memory and its descriptors bear.
///
/// Whoever comes when all are taken may ask how the server does, and is told to come again for everything else. A few
/// connections are kept for that; beyond them new ones wait in the system's queue.
final class Connections: Sendable {
    /// How many may be open at a time for ordinary requests.
    let most: Int

    private let count = Atomic(0)
    private let peak = Atomic(0)

    /// How many more are open at a time, for health checks and refusals.
    static let reserve = 64

    init(most: Int) {
        self.most = most
    }

    /// Whether connections become few, so that idle ones are not worth keeping.
    var isCrowded: Bool { count.load(ordering: .relaxed) > most / 8 * 7 }

    /// A connection opens. Whether it may be used for everything.
    func open() -> Bool {
        let count = count.wrappingAdd(1, ordering: .relaxed).newValue
        peak.max(count, ordering: .relaxed)
        return count <= most
    }

    /// A connection that opened is gone.
    func close() {
        count.wrappingSubtract(1, ordering: .relaxed)
    }

    /// How many are open, and how many were open at most since this was asked before.
    func sincePeak() -> (open: Int, most: Int) {
        let open = count.load(ordering: .relaxed)
        return (open, max(open, peak.exchange(open, ordering: .relaxed)))
    }
}
