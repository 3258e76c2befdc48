#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#endif

extension String {
    /// Whether it has the same bytes. To Swift, `é` equals `e` with an accent after it; to PostgreSQL they are two texts.
    package func isExactly(_ other: String) -> Bool {
        let isEqual = utf8.withContiguousStorageIfAvailable { bytes in
            other.utf8.withContiguousStorageIfAvailable { others in
                UnsafeRawBufferPointer(bytes).isEqual(to: UnsafeRawBufferPointer(others))
            }
        }
        return (isEqual ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    /// Feeds its bytes.
    package func hashExactly(into hasher: inout Hasher) {
        let isFed: Void? = utf8.withContiguousStorageIfAvailable { bytes in
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
        if isFed == nil { for byte in utf8 { hasher.combine(byte) } }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the other has as many bytes, and the same.
    fileprivate func isEqual(to other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let bytes = baseAddress, let others = other.baseAddress else { return true }
        return memcmp(bytes, others, count) == 0
    }
}
