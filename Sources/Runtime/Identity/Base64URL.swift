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
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        text.withUnsafeBufferPointer { text in
            values.withUnsafeBufferPointer { decode(text, values: $0) }
        }
    }

    /// Without checks of bounds, as every request's token is decoded: a byte is always within the 256 values.
    private static func decode(
        _ text: UnsafeBufferPointer<UInt8>,
        values: UnsafeBufferPointer<UInt8>
    ) -> [UInt8]? {
        let count = text.count
        guard count % 4 != 1 else { return nil }
        var bits: UInt32 = 0
        var bitCount = 0
        var isValid = true
        let decoded = [UInt8](unsafeUninitializedCapacity: count * 3 / 4) { buffer, length in
            for letter in text {
                let value = values[Int(letter)]
                if value == 255 { isValid = false }
                bits = bits << 6 | UInt32(value & 63)
                bitCount += 6
                if bitCount >= 8 {
                    bitCount -= 8
                    buffer[length] = UInt8(truncatingIfNeeded: bits >> UInt32(bitCount))
                    length += 1
                }
            }
        }
        let rest = bits & ((1 << UInt32(bitCount)) - 1)
        return isValid && rest == 0 ? decoded : nil
    }
}
