/// Turns the bytes of a document into tokens, one at a time.
///
/// It works on UTF-8, not on `Character`: the grammar is ASCII outside strings and comments, and grapheme
/// breaking would cost more than the rest of the request. The bytes are known to be valid UTF-8.
struct Lexer {
    let source: [UInt8]
    private(set) var position = 0

    init(source: [UInt8]) {
        self.source = source
        if source.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    mutating func next() throws(GraphQLError) -> Token {
        skipIgnored()
        guard position < source.count else {
            return Token(kind: .endOfFile, start: source.count, end: source.count)
        }
        let byte = source[position]
        if let kind = Self.punctuator(byte) {
            position += 1
            return Token(kind: kind, start: position - 1, end: position)
        }
        switch byte {
        case UInt8(ascii: "."): return try spread()
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case _ where byte.isNameStart: return name()
        case UInt8(ascii: "'"):
            throw error(
                "Unexpected single quote character ('), did you mean to use a double quote (\")?",
                at: position
            )
        default:
            throw error("Unexpected character: \(shown(at: position)).", at: position)
        }
    }

    func error(_ message: String, at offset: Int) -> GraphQLError {
        .syntax(message, at: offset, in: source)
    }

    func byte(at index: Int) -> UInt8? {
        index < source.count ? source[index] : nil
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: source[range], as: UTF8.self)
    }

    /// The code point at an offset as errors show it: `"x"`, `U+0007` or `<EOF>`.
    func shown(at offset: Int) -> String {
        guard offset < source.count else { return "<EOF>" }
        if source[offset] == UInt8(ascii: "\"") { return "'\"'" }
        if (0x20...0x7E).contains(source[offset]) { return "\"\(text(offset..<offset + 1))\"" }
        let scalar = String(decoding: source[offset...].prefix(4), as: UTF8.self).unicodeScalars.first
        let digits = String(scalar?.value ?? 0, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension Lexer {
    /// Whitespace, line ends, commas, comments and the byte order mark separate tokens and mean nothing.
    private mutating func skipIgnored() {
        while position < source.count {
            switch source[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
                UInt8(ascii: ","):
                position += 1
            case UInt8(ascii: "#"):
                while position < source.count, !source[position].isLineEnd { position += 1 }
            case 0xEF where source[position...].starts(with: [0xEF, 0xBB, 0xBF]):
                position += 3
            default:
                return
            }
        }
    }

    private static func punctuator(_ byte: UInt8) -> Token.Kind? {
        switch byte {
        case UInt8(ascii: "!"): .bang
        case UInt8(ascii: "$"): .dollar
        case UInt8(ascii: "&"): .ampersand
        case UInt8(ascii: "("): .parenthesisLeft
        case UInt8(ascii: ")"): .parenthesisRight
        case UInt8(ascii: ":"): .colon
        case UInt8(ascii: "="): .equals
        case UInt8(ascii: "@"): .at
        case UInt8(ascii: "["): .bracketLeft
        case UInt8(ascii: "]"): .bracketRight
        case UInt8(ascii: "{"): .braceLeft
        case UInt8(ascii: "|"): .pipe
        case UInt8(ascii: "}"): .braceRight
        default: nil
        }
    }

    private mutating func spread() throws(GraphQLError) -> Token {
        let start = position
        if source[start...].starts(with: [0x2E, 0x2E, 0x2E]) {
            position += 3
            return Token(kind: .spread, start: start, end: position)
        }
        if byte(at: start + 1) == UInt8(ascii: ".") {
            throw error("Unexpected \"..\", did you mean \"...\"?", at: start)
        }
        let digits = source[(start + 1)...].prefix(while: \.isDigit)
        if !digits.isEmpty {
            let number = "0.\(text(digits.startIndex..<digits.endIndex))"
            throw error("Invalid number, expected digit before \".\", did you mean \"\(number)\"?", at: start)
        }
        throw error("Unexpected character: \".\".", at: start)
    }

    private mutating func name() -> Token {
        let start = position
        while position < source.count, source[position].isNameContinue { position += 1 }
        return Token(kind: .name, start: start, end: position, text: text(start..<position))
    }

    private mutating func number() throws(GraphQLError) -> Token {
        let start = position
        var kind = Token.Kind.int
        if byte(at: position) == UInt8(ascii: "-") { position += 1 }
        if byte(at: position) == UInt8(ascii: "0") {
            position += 1
            if let next = byte(at: position), next.isDigit {
                throw error(
                    "Invalid number, unexpected digit after 0: \(shown(at: position)).",
                    at: position
                )
            }
        } else {
            try digits()
        }
        if byte(at: position) == UInt8(ascii: ".") {
            kind = .float
            position += 1
            try digits()
        }
        if let next = byte(at: position), next | 0x20 == UInt8(ascii: "e") {
            kind = .float
            position += 1
            if let sign = byte(at: position), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
                position += 1
            }
            try digits()
        }
        // "1x" and "1.2.3" are mistakes, not two tokens (section 2.9.1).
        if let next = byte(at: position), next == UInt8(ascii: ".") || next.isNameStart {
            throw expectedDigit()
        }
        return Token(kind: kind, start: start, end: position, text: text(start..<position))
    }

    private mutating func digits() throws(GraphQLError) {
        guard let first = byte(at: position), first.isDigit else { throw expectedDigit() }
        while let next = byte(at: position), next.isDigit { position += 1 }
    }

    private func expectedDigit() -> GraphQLError {
        error("Invalid number, expected digit but got: \(shown(at: position)).", at: position)
    }

    private mutating func string() throws(GraphQLError) -> Token {
        let start = position
        let isBlock = source[start...].starts(with: [0x22, 0x22, 0x22])
        let (text, end) = isBlock ? try blockString(from: start) : try quotedString(from: start)
        position = end
        return Token(kind: isBlock ? .blockString : .string, start: start, end: end, text: text)
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isNameStart: Bool {
        self == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }

    var isNameContinue: Bool { isNameStart || isDigit }

    var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

    var hexadecimalValue: UInt32? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
