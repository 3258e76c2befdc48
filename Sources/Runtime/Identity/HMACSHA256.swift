import Crypto

/// HMAC with SHA-256 (RFC 2104, RFC 4868) and one key, for texts as short as a token.
///
/// swift-crypto's own is generic code that looks up its types at every call, which takes longer than the hashes of a
/// token. Two hashes have taken in the key here, once; a text is given to a copy of each.
struct HMACSHA256: Sendable {
    private let inner: SHA256
    private let outer: SHA256

    init(key: SymmetricKey) {
        let block = SHA256.blockByteCount
        let bytes = key.withUnsafeBytes { bytes in
            bytes.count <= block ? Array(bytes) : Array(SHA256.hash(data: bytes))
        }
        let padded = bytes + [UInt8](repeating: 0, count: block - bytes.count)
        inner = Self.hash(padded.map { $0 ^ 0x36 })
        outer = Self.hash(padded.map { $0 ^ 0x5C })
    }

    private static func hash(_ block: [UInt8]) -> SHA256 {
        var hash = SHA256()
        hash.update(data: block)
        return hash
    }

    /// Whether a code is that of the text. Takes the same time wherever a wrong one differs.
    func isValid(_ code: [UInt8], of text: UnsafeRawBufferPointer) -> Bool {
        var (inner, outer) = (inner, outer)
        inner.update(bufferPointer: text)
        inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
        return outer.finalize().withUnsafeBytes { right in
            guard code.count == right.count else { return false }
            var difference: UInt8 = 0
            for index in right.indices { difference |= right[index] ^ code[index] }
            return difference == 0
        }
    }
}
