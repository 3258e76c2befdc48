extension String {
    /// Whether it has the same bytes. To Swift, `é` equals `e` with an accent after it; to PostgreSQL they are two texts.
    func isExactly(_ other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }

    /// Feeds its bytes.
    func hashExactly(into hasher: inout Hasher) {
        let isFed: Void? = utf8.withContiguousStorageIfAvailable { bytes in
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
        if isFed == nil { for byte in utf8 { hasher.combine(byte) } }
    }
}
