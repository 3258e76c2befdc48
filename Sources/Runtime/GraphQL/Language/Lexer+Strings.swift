/// String values (GraphQL specification, section 2.9.4).
extension Lexer {
    /// Reads `"…"` from its opening quote; gives the meaning and the offset behind the closing quote.
    func quotedString(from start: Int) throws(GraphQLError) -> (text: String, end: Int) {
        var bytes: [UInt8] = []
        var index = start + 1
        while let byte = byte(at: index), !byte.isLineEnd {
            switch byte {
            case UInt8(ascii: "\""):
                return (String(decoding: bytes, as: UTF8.self), index + 1)
            case UInt8(ascii: "\\"):
                let (scalar, end) = try escape(at: index)
                bytes.append(contentsOf: Array(String(scalar).utf8))
                index = end
            default:
                bytes.append(byte)
                index += 1
            }
        }
        throw error("Unterminated string.", at: index)
    }

    private func escape(at start: Int) throws(GraphQLError) -> (scalar: Unicode.Scalar, end: Int) {
        switch byte(at: start + 1) {
        case UInt8(ascii: "\""): return ("\"", start + 2)
        case UInt8(ascii: "\\"): return ("\\", start + 2)
        case UInt8(ascii: "/"): return ("/", start + 2)
        case UInt8(ascii: "b"): return ("\u{8}", start + 2)
        case UInt8(ascii: "f"): return ("\u{C}", start + 2)
        case UInt8(ascii: "n"): return ("\n", start + 2)
        case UInt8(ascii: "r"): return ("\r", start + 2)
        case UInt8(ascii: "t"): return ("\t", start + 2)
        case UInt8(ascii: "u"):
            return byte(at: start + 2) == UInt8(ascii: "{")
                ? try variableWidthEscape(at: start) : try fixedWidthEscape(at: start)
        default:
            let shown = text(start..<codePointEnd(at: start + 1))
            throw error("Invalid character escape sequence: \"\(shown)\".", at: start)
        }
    }

    /// `\u{1F600}`: any Unicode scalar value, in any number of digits.
    private func variableWidthEscape(at start: Int) throws(GraphQLError) -> (scalar: Unicode.Scalar, end: Int)
    {
        var value: UInt32 = 0
        var index = start + 3
        // Eight digits hold more than any code point; longer ones are refused rather than counted.
        while let digit = byte(at: index)?.hexadecimalValue, index < start + 11 {
            value = value << 4 | digit
            index += 1
        }
        if index > start + 3, byte(at: index) == UInt8(ascii: "}"), let scalar = Unicode.Scalar(value) {
            return (scalar, index + 1)
        }
        throw invalidUnicodeEscape(start..<codePointEnd(at: index))
    }

    /// `\u00E9`, or two of them that form a surrogate pair; a lone surrogate is no character.
    private func fixedWidthEscape(at start: Int) throws(GraphQLError) -> (scalar: Unicode.Scalar, end: Int) {
        guard let high = hexadecimal4(at: start + 2) else {
            throw invalidUnicodeEscape(start..<codePointEnd(at: min(start + 5, source.count)))
        }
        if let scalar = Unicode.Scalar(high) { return (scalar, start + 6) }
        if (0xD800...0xDBFF).contains(high),
            byte(at: start + 6) == UInt8(ascii: "\\"), byte(at: start + 7) == UInt8(ascii: "u"),
            let low = hexadecimal4(at: start + 8), (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        {
            return (scalar, start + 12)
        }
        throw invalidUnicodeEscape(start..<start + 6)
    }

    private func hexadecimal4(at start: Int) -> UInt32? {
        var value: UInt32 = 0
        for index in start..<start + 4 {
            guard let digit = byte(at: index)?.hexadecimalValue else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    private func invalidUnicodeEscape(_ range: Range<Int>) -> GraphQLError {
        error("Invalid Unicode escape sequence: \"\(text(range))\".", at: range.lowerBound)
    }

    /// The end of the code point at an offset, so that what an error quotes is whole.
    private func codePointEnd(at index: Int) -> Int {
        var end = min(index + 1, source.count)
        while let next = byte(at: end), next & 0b1100_0000 == 0b1000_0000 { end += 1 }
        return end
    }
}

extension Lexer {
    /// Reads `"""…"""`; gives its meaning with the common indentation taken away.
    func blockString(from start: Int) throws(GraphQLError) -> (text: String, end: Int) {
        var lines: [[UInt8]] = [[]]
        var index = start + 3
        while let byte = byte(at: index) {
            if source[index...].starts(with: [0x22, 0x22, 0x22]) {
                return (Self.dedented(lines), index + 3)
            }
            if source[index...].starts(with: [0x5C, 0x22, 0x22, 0x22]) {
                lines[lines.count - 1] += [0x22, 0x22, 0x22]
                index += 4
            } else if byte.isLineEnd {
                lines.append([])
                let isPair = byte == UInt8(ascii: "\r") && self.byte(at: index + 1) == UInt8(ascii: "\n")
                index += isPair ? 2 : 1
            } else {
                lines[lines.count - 1].append(byte)
                index += 1
            }
        }
        throw error("Unterminated string.", at: source.count)
    }

    /// BlockStringValue() of section 2.9.4: the first line's own indentation counts for nothing.
    private static func dedented(_ lines: [[UInt8]]) -> String {
        func indentation(_ line: [UInt8]) -> Int { line.prefix(while: \.isBlank).count }
        let isBlank = lines.map { $0.allSatisfy(\.isBlank) }
        guard let first = isBlank.firstIndex(of: false), let last = isBlank.lastIndex(of: false) else {
            return ""
        }
        let common =
            lines.indices.dropFirst().filter { !isBlank[$0] }.map { indentation(lines[$0]) }.min() ?? 0
        let kept = lines.indices[first...last].map { $0 == 0 ? lines[$0][...] : lines[$0].dropFirst(common) }
        return String(decoding: Array(kept.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
