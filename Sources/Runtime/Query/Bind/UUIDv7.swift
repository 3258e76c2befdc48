import Synchronization

/// Makes keys: UUIDs of version 7 (RFC 9562, section 5.7), each greater than the one before.
///
/// The 12 bits after the time are a counter within one millisecond (section 6.2, method 1), 62 bits are random.
public final class UUIDv7Generator: Sendable {
    private struct State {
        var milliseconds: UInt64 = 0
        var counter: UInt64 = 0
        var random = RandomReserve()
    }

    /// The last value of the counter within one millisecond.
    private static let counterLimit: UInt64 = 0xFFF

    private let state = Mutex(State())
    private let now: @Sendable () -> UInt64

    /// Creates a generator over the system's clock and random numbers.
    public convenience init() {
        self.init(now: WallClock.milliseconds)
    }

    /// - Parameter now: Milliseconds since 1970.
    init(now: @escaping @Sendable () -> UInt64) {
        self.now = now
    }

    /// A new key, in lower case with hyphens.
    public func next() -> String {
        let (milliseconds, counter, random) = advance()
        let high = milliseconds << 16 | 0x7000 | counter
        let low = random & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return Self.text(high, low)
    }

    /// A clock that stands still or goes back does not: the counter goes on, and then the milliseconds.
    private func advance() -> (milliseconds: UInt64, counter: UInt64, random: UInt64) {
        let current = now()
        return state.withLock { state in
            if current > state.milliseconds {
                state.milliseconds = current
                // Room to count in: the counter begins in its lower half.
                state.counter = UInt64.random(in: 0...(Self.counterLimit / 2), using: &state.random)
            } else if state.counter < Self.counterLimit {
                state.counter += 1
            } else {
                state.milliseconds += 1
                state.counter = 0
            }
            return (state.milliseconds, state.counter, state.random.next())
        }
    }

    private static func text(_ high: UInt64, _ low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let half = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - (index % 16) * 4)) & 0xF
                buffer[position] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
                position += 1
            }
            return position
        }
    }
}
