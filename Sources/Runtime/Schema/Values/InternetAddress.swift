/// An address of version 4 or 6 of the internet protocol, perhaps with the length of its network's prefix.
public struct InternetAddress: Hashable, TextCodable {
    /// The address: 4 or 16 bytes.
    public let bytes: [UInt8]
    /// How many of the first bits name the network; all of them for a single host.
    public let prefixLength: Int

    /// Nil for another count of bytes, or a prefix longer than the address.
    public init?(bytes: [UInt8], prefixLength: Int? = nil) {
        let bits = bytes.count * 8
        guard bytes.count == 4 || bytes.count == 16, (0...bits).contains(prefixLength ?? bits) else {
            return nil
        }
        self.bytes = bytes
        self.prefixLength = prefixLength ?? bits
    }
}

extension InternetAddress {
    /// Reads `192.0.2.1`, `2001:db8::1` (RFC 4291, section 2.2) and networks such as `10.0.0.0/8`.
    public init?(_ description: String) {
        let parts = description.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = Self.version4(parts[0]) ?? Self.version6(parts[0]) else { return nil }
        var prefixLength: Int?
        if parts.count == 2 {
            guard let length = Self.decimal(parts[1], most: bytes.count * 8) else { return nil }
            prefixLength = length
        }
        self.init(bytes: bytes, prefixLength: prefixLength)
    }

    /// The shortest text (RFC 5952), with the prefix's length only where it is not that of a single host.
    public var description: String {
        let suffix = prefixLength == bytes.count * 8 ? "" : "/\(prefixLength)"
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") + suffix }
        let words = stride(from: 0, to: 16, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
        return Self.compressed(words) + suffix
    }

    // MARK: - Reading

    private static func version4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { decimal($0, most: 255).map { UInt8($0) } }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    /// Digits without zeros in front.
    private static func decimal(_ text: Substring, most: Int) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            text == "0" || !text.hasPrefix("0"), let number = Int(text), number <= most
        else { return nil }
        return number
    }

    private static func version6(_ text: Substring) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            return groups(text).flatMap { $0.count == 16 ? $0 : nil }
        }
        let (before, after) = (text[..<gap.lowerBound], text[gap.upperBound...])
        guard let head = before.isEmpty ? [] : groups(before), let tail = after.isEmpty ? [] : groups(after),
            !before.contains("."), head.count + tail.count <= 14
        else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// Groups of at most four hexadecimal digits; the last may be an address of version 4.
    private static func groups(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let address = version4(part) {
                bytes += address
            } else if (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexadecimal),
                let word = UInt16(part, radix: 16)
            {
                bytes += [UInt8(word >> 8), UInt8(word & 0xFF)]
            } else {
                return nil
            }
        }
        return bytes.count <= 16 ? bytes : nil
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }

    // MARK: - Writing

    /// The first of the longest runs of two or more zeros becomes `::`.
    private static func compressed(_ words: [Int]) -> String {
        var longest = 0..<0
        var start = 0
        while start < words.count {
            let length = words[start...].prefix { $0 == 0 }.count
            if length > max(1, longest.count) { longest = start..<start + length }
            start += max(1, length)
        }
        let hexadecimal = { (words: ArraySlice<Int>) in
            words.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !longest.isEmpty else { return hexadecimal(words[...]) }
        return "\(hexadecimal(words[..<longest.lowerBound]))::\(hexadecimal(words[longest.upperBound...]))"
    }
}
