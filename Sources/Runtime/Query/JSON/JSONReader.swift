/// Why a text is not JSON that this server takes.
public struct JSONError: Error, Sendable, Hashable {
    /// A sentence for the caller.
    public let message: String
    /// Where, in bytes from the start of the text.
    public let offset: Int
}

/// Reads JSON (RFC 8259) strictly: UTF-8, no duplicate members, nothing after the value, bounded depth.
///
/// Numbers stay exact: a whole number of 64 bits is one, every other keeps its text.
public struct JSONReader {
    /// The deepest nesting of lists and objects that is read unless a caller says otherwise.
    public static let defaultDepth = 64

    /// Room that an object begins with, so that few of them grow.
    private static let usualMembers = 4

    private let bytes: [UInt8]
    private var offset = 0
    private var depth: Int

    private init(_ bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        depth = maximumDepth
    }

    /// Reads one value.
    ///
    /// - Parameters:
    ///   - bytes: The whole text; its size is bounded by whoever received it.
    ///   - maximumDepth: How deeply lists and objects may be nested.
    /// - Throws: `JSONError` with the place of the first mistake.
    public static func read(
        _ bytes: [UInt8],
        maximumDepth: Int = defaultDepth
    ) throws(JSONError) -> InputValue {
        var reader = JSONReader(bytes, maximumDepth: maximumDepth)
        let value = try reader.value()
        guard reader.next() == nil else { throw reader.error("Text follows after the value.") }
        return value
    }

    // MARK: - Values

    private mutating func value() throws(JSONError) -> InputValue {
        switch next() {
        case UInt8(ascii: "{"): return try nested { reader throws(JSONError) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONError) in try reader.list() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"): return try number()
        case let byte? where byte.isDigit: return try number()
        case nil: throw error("The text ends where a value is expected.")
        default: throw error("A value is expected here.")
        }
    }

    private mutating func nested(
        _ body: (inout JSONReader) throws(JSONError) -> InputValue
    ) throws(JSONError) -> InputValue {
        guard depth > 0 else { throw error("Lists and objects are nested too deeply.") }
        depth -= 1
        offset += 1
        let value = try body(&self)
        depth += 1
        return value
    }

    private mutating func object() throws(JSONError) -> InputValue {
        var members: [InputValue.Member] = []
        var names = MemberNames()
        if accept("}") { return .object([]) }
        members.reserveCapacity(Self.usualMembers)
        repeat {
            guard next() == UInt8(ascii: "\"") else { throw error("A member's name in quotes is expected.") }
            let start = offset
            let name = try string()
            guard names.add(name, to: members) else {
                throw JSONError(message: "The member \"\(name.prefix(64))\" occurs twice.", offset: start)
            }
            guard accept(":") else { throw error("A colon is expected after the member's name.") }
            members.append(.init(name, try value()))
        } while accept(",")
        guard accept("}") else { throw error("A comma or the end of the object is expected.") }
        return .object(members)
    }

    private mutating func list() throws(JSONError) -> InputValue {
        var elements: [InputValue] = []
        if accept("]") { return .list([]) }
        repeat {
            elements.append(try value())
        } while accept(",")
        guard accept("]") else { throw error("A comma or the end of the list is expected.") }
        return .list(elements)
    }

    private mutating func word(_ word: StaticString, _ value: InputValue) throws(JSONError) -> InputValue {
        let end = offset + word.utf8CodeUnitCount
        guard end <= bytes.count, word.withUTF8Buffer({ bytes[offset..<end].elementsEqual($0) }) else {
            throw error("A value is expected here.")
        }
        offset = end
        return value
    }

    // MARK: - Numbers

    private mutating func number() throws(JSONError) -> InputValue {
        let start = offset
        var isWhole = true
        if peek == UInt8(ascii: "-") { offset += 1 }
        if peek == UInt8(ascii: "0") {
            offset += 1
        } else {
            try digits()
        }
        if peek == UInt8(ascii: ".") {
            isWhole = false
            offset += 1
            try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            isWhole = false
            offset += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { offset += 1 }
            try digits()
        }
        if peek?.isDigit == true { throw error("A number does not begin with 0.") }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .integer(whole) }
        return .number(text)
    }

    private mutating func digits() throws(JSONError) {
        let start = offset
        while peek?.isDigit == true { offset += 1 }
        guard offset > start else { throw error("A digit is expected here.") }
    }

    // MARK: - Strings

    private mutating func string() throws(JSONError) -> String {
        offset += 1
        let start = offset
        skipPlainText()
        if peek == UInt8(ascii: "\"") {
            defer { offset += 1 }
            return try bytes.withUnsafeBufferPointer { bytes throws(JSONError) in
                try text(bytes[start..<offset], from: start)
            }
        }
        var unescaped = Array(bytes[start..<offset])
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw error("A control character in a string must be escaped.") }
            offset += 1
            try escape(into: &unescaped)
            let plain = offset
            skipPlainText()
            unescaped.append(contentsOf: bytes[plain..<offset])
        }
        guard peek != nil else { throw error("The text ends within a string.") }
        offset += 1
        return try unescaped.withUnsafeBufferPointer { bytes throws(JSONError) in
            try text(bytes[...], from: start)
        }
    }

    /// Passes over what stands for itself in a string: up to its end, an escape or what must be one.
    private mutating func skipPlainText() {
        offset = bytes.withUnsafeBufferPointer { bytes in
            var end = offset
            while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\"),
                bytes[end] >= 0x20
            { end += 1 }
            return end
        }
    }

    private func text(
        _ slice: Slice<UnsafeBufferPointer<UInt8>>,
        from start: Int
    ) throws(JSONError) -> String {
        // ASCII is always right, and to check other text costs several times as much.
        if slice.reduce(0, |) < 0x80 { return String(decoding: slice, as: UTF8.self) }
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw JSONError(message: "The string is not valid UTF-8.", offset: start)
        }
        return text
    }

    private mutating func escape(into unescaped: inout [UInt8]) throws(JSONError) {
        guard let byte = peek else { throw error("The text ends within a string.") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: String(try escapedScalar()).utf8)
        default: throw error("This escape is not one of JSON.")
        }
    }

    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let high = try fourHexDigits()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, peek == UInt8(ascii: "\\") else { throw error("A surrogate stands alone.") }
        offset += 1
        guard peek == UInt8(ascii: "u") else { throw error("A surrogate stands alone.") }
        offset += 1
        let low = try fourHexDigits()
        guard
            (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw error("A surrogate stands alone.") }
        return scalar
    }

    private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("Four hexadecimal digits are expected.")
            }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }

    // MARK: - Bytes

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// The next byte that is not white space.
    private mutating func next() -> UInt8? {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
        return peek
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard next() == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private func error(_ message: String) -> JSONError { JSONError(message: message, offset: offset) }
}

/// The names of an object's members. Few are compared one by one, which is faster than to hash them.
private struct MemberNames {
    private var many: Set<String> = []

    /// Whether no member so far has the name.
    mutating func add(_ name: String, to members: [InputValue.Member]) -> Bool {
        if members.count < 8 { return !members.contains { $0.name == name } }
        if many.isEmpty { many = Set(members.map(\.name)) }
        return many.insert(name).inserted
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
