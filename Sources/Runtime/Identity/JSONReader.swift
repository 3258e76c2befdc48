/// Reads a JSON object member by member, straight from its bytes (RFC 8259).
///
/// It serves the claims of tokens, which are read at every request: no tree, no `Codable`, and a copy only
/// of what is asked for. It is strict: one object, nothing after it, nesting bounded.
struct JSONReader {
    private static let maximumDepth = 8

    /// The bytes are not JSON, or not of the type that was asked for.
    struct Malformed: Error {}

    /// Lent for as long as the object is read.
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// Calls `member` with each name of the object; it must read or skip the value that follows.
    static func readObject(
        _ bytes: [UInt8],
        member: (String, inout JSONReader) throws(Malformed) -> Void
    ) throws(Malformed) {
        // Checked once as a whole; every string in it ends at an ASCII byte, so each is UTF-8 then.
        guard bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil else {
            throw Malformed()
        }
        try bytes.withUnsafeBufferPointer { (bytes) throws(Malformed) in
            var reader = JSONReader(bytes: bytes)
            try reader.object(member)
            reader.skipSpace()
            guard reader.position == bytes.count else { throw Malformed() }
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    // MARK: Values

    /// Reads a string.
    mutating func string() throws(Malformed) -> String {
        try expect(UInt8(ascii: "\""))
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            position += 1
        }
        guard let end = current, end >= 0x20 else { throw Malformed() }
        if end == UInt8(ascii: "\"") {
            defer { position += 1 }
            return text(from: start)
        }
        return try stringWithEscapes(from: start)
    }

    /// Reads a number and drops its fraction.
    mutating func integer() throws(Malformed) -> Int64 {
        let text = try numberText()
        if let integer = Int64(text) { return integer }
        guard let number = Double(text), number.magnitude < 9e15 else { throw Malformed() }
        return Int64(number.rounded(.down))
    }

    /// Reads a string, or an array of strings.
    mutating func stringOrStrings() throws(Malformed) -> [String] {
        skipSpace()
        return current == UInt8(ascii: "[") ? try strings() : [try string()]
    }

    /// Reads an array of strings.
    mutating func strings() throws(Malformed) -> [String] {
        var result: [String] = []
        try array { (reader) throws(Malformed) in result.append(try reader.string()) }
        return result
    }

    /// Reads past a value of any type.
    mutating func skip(depth: Int = 0) throws(Malformed) {
        guard depth < Self.maximumDepth else { throw Malformed() }
        skipSpace()
        switch current {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"):
            try object { (_, reader) throws(Malformed) in try reader.skip(depth: depth + 1) }
        case UInt8(ascii: "["): try array { (reader) throws(Malformed) in try reader.skip(depth: depth + 1) }
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        default: _ = try numberText()
        }
    }

    // MARK: Structure

    private mutating func object(
        _ member: (String, inout JSONReader) throws(Malformed) -> Void
    ) throws(Malformed) {
        try list(from: UInt8(ascii: "{"), to: UInt8(ascii: "}")) { (reader) throws(Malformed) in
            let name = try reader.string()
            try reader.expect(UInt8(ascii: ":"))
            reader.skipSpace()
            try member(name, &reader)
        }
    }

    private mutating func array(_ element: (inout JSONReader) throws(Malformed) -> Void) throws(Malformed) {
        try list(from: UInt8(ascii: "["), to: UInt8(ascii: "]"), element)
    }

    private mutating func list(
        from open: UInt8,
        to close: UInt8,
        _ element: (inout JSONReader) throws(Malformed) -> Void
    ) throws(Malformed) {
        try expect(open)
        skipSpace()
        if current == close {
            position += 1
            return
        }
        while true {
            try element(&self)
            skipSpace()
            switch current {
            case UInt8(ascii: ","): position += 1
            case close:
                position += 1
                return
            default: throw Malformed()
            }
        }
    }

    // MARK: Bytes

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func expect(_ byte: UInt8) throws(Malformed) {
        skipSpace()
        guard current == byte else { throw Malformed() }
        position += 1
    }

    private mutating func literal(_ word: StaticString) throws(Malformed) {
        for offset in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[offset] else { throw Malformed() }
            position += 1
        }
    }

    /// The text of a number, by the grammar of RFC 8259 §6.
    private mutating func numberText() throws(Malformed) -> String {
        skipSpace()
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if current == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return text(from: start)
    }

    /// What has been read since then.
    private func text(from start: Int) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    }

    private mutating func digits() throws(Malformed) {
        let start = position
        while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        guard position > start else { throw Malformed() }
    }

    private mutating func stringWithEscapes(from start: Int) throws(Malformed) -> String {
        var units = Array(bytes[start..<position])
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): units.append(contentsOf: String(try escape()).utf8)
            case ..<0x20: throw Malformed()
            default: units.append(byte)
            }
        }
        throw Malformed()
    }

    private mutating func escape() throws(Malformed) -> Unicode.Scalar {
        guard let letter = current else { throw Malformed() }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw Malformed()
        }
    }

    private mutating func unicodeEscape() throws(Malformed) -> Unicode.Scalar {
        let first = try hexadecimalUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // Half of a surrogate pair: the other half must follow as an escape of its own.
        guard UTF16.isLeadSurrogate(first), current == UInt8(ascii: "\\") else { throw Malformed() }
        position += 1
        guard current == UInt8(ascii: "u") else { throw Malformed() }
        position += 1
        let second = try hexadecimalUnit()
        guard UTF16.isTrailSurrogate(second) else { throw Malformed() }
        let value = 0x10000 + (UInt32(first - 0xD800) << 10 | UInt32(second - 0xDC00))
        guard let scalar = Unicode.Scalar(value) else { throw Malformed() }
        return scalar
    }

    private mutating func hexadecimalUnit() throws(Malformed) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw Malformed()
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}
