import PlumblineSchema

/// Strings as GraphQL source.
enum StringLiteral {
    /// The string between quotes; the escapes are those that JSON knows too.
    static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{8}": text += "\\b"
            case "\u{C}": text += "\\f"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }

    /// The string as a block string, each line behind the indentation; quoted where a block string
    /// could not bring it back unchanged.
    static func block(_ string: String, indentation: String) -> String {
        if isPlainLine(string) { return String(joining: "\"\"\"", string, "\"\"\"") }
        let lines = string.split(separator: "\n", omittingEmptySubsequences: false)
        guard survivesDedent(string, lines) else { return quoted(string) }
        let hasQuotes = string.utf8.contains(UInt8(ascii: "\""))
        let escaped = hasQuotes ? lines.map { $0.replacing("\"\"\"", with: "\\\"\"\"") } : lines
        let isOneLine = lines.count == 1 && !string.hasSuffix("\"") && !string.hasSuffix("\\")
        if isOneLine { return "\"\"\"\(escaped[0])\"\"\"" }
        let body = escaped.map { $0.isEmpty ? "\n" : "\n\(indentation)\($0)" }.joined()
        return "\"\"\"\(body)\n\(indentation)\"\"\""
    }

    /// Whether it is words of printable ASCII on one line, in which no block string sees anything but text.
    private static func isPlainLine(_ string: String) -> Bool {
        guard let first = string.utf8.first, first != UInt8(ascii: " ") else { return false }
        return string.isMadeOfBytes { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    }

    private static func survivesDedent(_ string: String, _ lines: [Substring]) -> Bool {
        func isBlank(_ line: Substring) -> Bool { line.allSatisfy { $0 == " " || $0 == "\t" } }
        let isPrintable = string.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || $0 >= " " }
        guard isPrintable, let first = lines.first, let last = lines.last else { return false }
        let isIndented = lines.allSatisfy { $0.first == " " || $0.first == "\t" || $0.isEmpty }
        return !isBlank(first) && !isBlank(last) && !isIndented
    }
}
