/// How long reads take at the moment, in nanoseconds.
struct Pace {
    /// How long a read may have to stand behind others on its connection. Sending ahead saves wake-ups, which short reads
    /// notice; but what was sent can no longer go to a connection that becomes free.
    static let patience = 2e6
    /// One slow report must not decide for the next hundred reads.
    private static let most = 1e8

    private var time = 0.0
    private var count = 0.0

    /// How long a read takes; 0 as long as nothing is known.
    var mean: Double { count > 0 ? time / count : 0 }

    /// Notes one read. A hundred later it hardly counts any more.
    mutating func note(_ nanoseconds: UInt64) {
        time = time * 0.97 + min(Double(nanoseconds), Self.most)
        count = count * 0.97 + 1
    }

    /// How many reads go to one connection before another gets the next: a few if they are short, as they travel together
    /// then and wake one process of the server.
    var company: Int {
        guard mean > 0 else { return 1 }
        return max(1, Int(min(4, Self.patience / mean)))
    }

    /// How many reads to have on a connection: two at least, so that the server never waits for us.
    func depth(atMost most: Int) -> Int {
        guard mean > 0 else { return most }
        return min(most, max(2, Int(min(Self.patience / mean, Double(most)))))
    }
}
