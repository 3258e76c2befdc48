/// base64url without padding (RFC 4648 §5), as JSON Web Tokens use it.
enum Base64URL {
    /// The value of each letter; 255 for a byte that is none.
    private static let values: [UInt8] = {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    /// Decodes; `nil` for padding, other letters, an impossible length, or bits that are set in vain.
    ///
    /// The last rule makes the encoding of every value unique, so that a token has one spelling.
    static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        values.withUnsafeBufferPointer { decode(text, values: $0) }
    }

    /// Without checks of bounds, as every request's token is decoded: a byte is always within the 256 values.
    private static func decode(
        _ text: UnsafeBufferPointer<UInt8>,
        values: UnsafeBufferPointer<UInt8>
    ) -> [UInt8]? {
        let count = text.count
        guard count % 4 != 1 else { return nil }
        // All values seen, of which 255 is the only one with the highest bit; and the bits that are set in vain.
        var seen: UInt8 = 0
        var rest: UInt32 = 0
        let decoded = [UInt8](unsafeUninitializedCapacity: count * 3 / 4) { buffer, length in
            var position = 0
            func next() -> UInt32 {
                let value = values[Int(text[position])]
                seen |= value
                position += 1
                return UInt32(value)
            }
            func append(_ bits: UInt32) {
                buffer[length] = UInt8(truncatingIfNeeded: bits)
                length += 1
            }
            while position + 4 <= count {
                let bits = next() << 18 | next() << 12 | next() << 6 | next()
                append(bits >> 16)
                append(bits >> 8)
                append(bits)
            }
            switch count - position {
            case 2:
                let bits = next() << 6 | next()
                append(bits >> 4)
                rest = bits & 0xF
            case 3:
                let bits = next() << 12 | next() << 6 | next()
                append(bits >> 10)
                append(bits >> 2)
                rest = bits & 3
            default: break
            }
        }
        return seen < 128 && rest == 0 ? decoded : nil
    }
}
