/// Base64 (RFC 4648, section 4): the common alphabet, with padding.
enum Base64 {
    /// The bytes that a text stands for; nil if it is not exactly such a text.
    static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count % 4 == 0 else { return nil }
        let padding = text.utf8.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return Base64Bits.decode(text.utf8.dropLast(padding), plus: "+", slash: "/")
    }

    /// The text of the bytes.
    static func encode(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for index in 0..<4 {
                text.append(
                    index > group.count
                        ? UInt8(ascii: "=") : digits[Int(bits >> UInt32(18 - 6 * index) & 0x3F)]
                )
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Base64 with the URL-safe alphabet and without padding (RFC 4648, section 5).
enum Base64URL {
    /// The bytes that a text stands for; nil if it is not exactly such a text.
    static func decode(_ text: String) -> [UInt8]? {
        Base64Bits.decode(text.utf8[...], plus: "-", slash: "_")
    }
}

/// What both forms share.
private enum Base64Bits {
    /// - Parameters:
    ///   - plus: The sign for 62.
    ///   - slash: The sign for 63.
    static func decode(_ text: Substring.UTF8View, plus: Unicode.Scalar, slash: Unicode.Scalar) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for byte in text {
            guard let value = value(of: byte, UInt8(ascii: plus), UInt8(ascii: slash)) else { return nil }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        // A whole number of bytes leaves 0, 2 or 4 bits over, and these are zero.
        return count < 6 && bits == 0 ? bytes : nil
    }

    private static func value(of byte: UInt8, _ plus: UInt8, _ slash: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case plus: 62
        case slash: 63
        default: nil
        }
    }
}
