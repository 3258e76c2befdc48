#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension String {
    /// Whether it has the same bytes. To Swift, `é` equals `e` with an accent after it; to PostgreSQL they are two texts.
    func isExactly(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        let isSame = utf8.withContiguousStorageIfAvailable { bytes in
            other.utf8.withContiguousStorageIfAvailable { others -> Bool in
                guard let left = bytes.baseAddress, let right = others.baseAddress else { return true }
                return memcmp(left, right, bytes.count) == 0
            }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    /// Feeds its bytes.
    func hashExactly(into hasher: inout Hasher) {
        let isFed: Void? = utf8.withContiguousStorageIfAvailable { bytes in
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
        if isFed == nil { for byte in utf8 { hasher.combine(byte) } }
    }
}
