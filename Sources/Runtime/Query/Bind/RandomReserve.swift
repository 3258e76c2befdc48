#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The system's random numbers, fetched 32 at a time, as each call of the system costs more than all else of a key. What
/// has been handed out is forgotten.
struct RandomReserve: RandomNumberGenerator {
    /// `getentropy` gives at most 256 bytes at a time.
    private var words: [UInt64] = Array(repeating: 0, count: 32)
    private var left = 0

    mutating func next() -> UInt64 {
        if left == 0 { fill() }
        left -= 1
        defer { words[left] = 0 }
        return words[left]
    }

    private mutating func fill() {
        left = words.count
        let isFilled = words.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { getentropy($0, bytes.count) == 0 } ?? false
        }
        guard !isFilled else { return }
        var system = SystemRandomNumberGenerator()
        for index in words.indices { words[index] = system.next() }
    }
}
