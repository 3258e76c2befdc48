import PlumblineSchema

/// Texts and names as JavaScript spells them.
enum JavaScriptText {
    /// The text in double quotes.
    ///
    /// Signs that end a line in some reader, and `<`, which could end a script inside HTML, are escaped.
    static func quoted(_ text: String) -> String {
        if text.isMadeOfBytes({ isPlain($0) && $0 != 0x22 && $0 != 0x5C && $0 != 0x3C }) {
            return String(joining: "\"", text, "\"")
        }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "<": result += "\\u003c"
            case _ where isEscaped(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The text as one line of a comment, which nothing in it can end.
    static func comment(_ text: String) -> String {
        if text.isMadeOfBytes({ isPlain($0) && $0 != 0x2A }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            result.unicodeScalars.append(isEscaped(scalar) ? " " : scalar)
        }
        return result.utf8.contains(UInt8(ascii: "*")) ? result.replacing("*/", with: "* /") : result
    }

    /// The name of a property, in quotes unless it is a plain identifier; every keyword is a property's name as it is.
    static func property(_ name: String) -> String {
        isIdentifier(name) ? name : quoted(name)
    }

    /// Letters, digits, `_` and `$` of ASCII, not beginning with a digit.
    static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.isMadeOfBytes { byte in
            byte == 0x5F || byte == 0x24 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
        }
    }

    /// Whether a byte is a character that ASCII prints.
    private static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }

    /// Controls (the general category Cc), and the separators that JavaScript or an editor takes for the end of a line.
    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: true
        default: false
        }
    }
}
