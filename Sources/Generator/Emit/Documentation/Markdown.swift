import PlumblineSchema

/// Collects the blocks of a Markdown page.
struct Markdown {
    private var buffer = TextBuffer()

    /// The page, ending in a line break.
    var text: String { String(buffer) + "\n" }

    /// A block stands behind an empty line.
    private mutating func beginBlock() {
        if !buffer.isEmpty { buffer += "\n\n" }
    }

    mutating func heading(_ level: Int, _ words: String) {
        paragraph("\(String(repeating: "#", count: level)) \(Self.escaped(words))")
    }

    /// Adds Markdown as it is.
    mutating func paragraph(_ markdown: String) {
        beginBlock()
        buffer += markdown
    }

    mutating func code(_ language: String, _ text: String) {
        paragraph("```\(language)\n\(text)\n```")
    }

    /// Adds a table of cells that are Markdown on one line.
    mutating func table(_ head: [String], _ rows: [[String]]) {
        beginBlock()
        row(head)
        for cells in [head.map { _ in "---" }] + rows {
            buffer += "\n"
            row(cells)
        }
    }

    private mutating func row(_ cells: [String]) {
        buffer += "|"
        for cell in cells {
            buffer += " "
            buffer += cell
            buffer += " |"
        }
    }

    /// A text of the spec on one line, in which nothing is markup.
    static func escaped(_ text: String) -> String {
        if text.isMadeOfBytes(isPlain) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "$": result += "\\\(scalar)"
            case _ where scalar.isControl: result += " "
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            default:
                switch scalar.properties.generalCategory {
                case .lineSeparator, .paragraphSeparator, .format: result += " "
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    /// Whether it is a letter, a digit or one of the signs that mean nothing between words.
    private static func isPlain(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= 0x61 && lower <= 0x7A || byte >= 0x27 && byte <= 0x3B && byte != 0x2A || byte == 0x20
    }

    /// An expression as code in a table's cell. Its fence is longer than any run of backticks in it.
    static func code(_ text: String) -> String {
        if text.isMadeOfBytes({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x60 && $0 != 0x7C }) { return "`\(text)`" }
        let runs = text.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: runs + 1)
        let line = text.map { $0.isNewline ? " " : $0 == "|" ? "\\|" : String($0) }.joined()
        return runs == 0 ? "`\(line)`" : "\(fence) \(line) \(fence)"
    }
}
