/// How scalars are written in canonical layout.
enum ScalarText {
    /// The scalar on one line. Quoted ones have double quotes, unless that would need escapes that single ones do not.
    static func line(_ text: String, _ style: ScalarStyle) -> String {
        switch style {
        case .plain: text
        case .quoted, .block: quoted(text)
        }
    }

    private static func quoted(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let holdsSpecial = scalars.contains { $0 == "\"" || $0 == "\\" }
        if holdsSpecial, !scalars.contains(where: isEscaped) {
            return "'\(text.replacing("'", with: "''"))'"
        }
        return "\"\(scalars.map(escape).joined())\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\t": return "\\t"
        default:
            guard isEscaped(scalar) else { return String(scalar) }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }

    /// What a spec file may not hold as it is, and line breaks, which quotes would fold.
    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        SourceText.isForbidden(scalar) || scalar == "\n"
    }

    /// A plain scalar in lines of at most that width, broken at single spaces.
    ///
    /// - Parameters:
    ///   - first: The width that the first line has.
    ///   - width: The width of the others.
    static func wrapped(_ text: String, first: Int, width: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        for word in words(text) {
            let limit = lines.isEmpty ? first : width
            if current.isEmpty {
                current = word
            } else if current.unicodeScalars.count + 1 + word.unicodeScalars.count <= limit {
                current += " " + word
            } else {
                lines.append(current)
                current = word
            }
        }
        return lines + [current]
    }

    /// The words between single spaces; several spaces at once stay inside a word, since a line break keeps but one.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var current = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let isAlone =
                scalar == " " && index > 0 && scalars[index - 1] != " " && index + 1 < scalars.count
                && scalars[index + 1] != " "
            if isAlone {
                words.append(String(current))
                current = String.UnicodeScalarView()
            } else {
                current.append(scalar)
            }
        }
        return words + [String(current)]
    }
}
