import Foundation

/// What a person sees.
enum Terminal {
    /// Whether colour helps: somebody looks, and has not asked for none (no-color.org).
    static var showsColour: Bool {
        let asksForNone = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return isatty(STDOUT_FILENO) == 1 && !asksForNone
    }

    /// How a text looks where colour helps.
    enum Style: String {
        case faint = "2"
        case warning = "33"
        case bold = "1"
        case removed = "31"
        case added = "32"
        case place = "36"
    }

    /// The text in a style.
    ///
    /// - Parameter colour: Whether colour helps.
    static func painted(_ text: String, _ style: Style?, _ colour: Bool) -> String {
        guard colour, let style else { return text }
        return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
    }

    /// Writes a line to standard error.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Columns as wide as what is in them, two spaces apart.
    static func table(_ rows: [[String]]) -> String {
        let widths = (rows.map(\.count).max() ?? 0).columns { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { index, cell in
                index == row.count - 1
                    ? cell : cell.padding(toLength: widths[index], withPad: " ", startingAt: 0)
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}

extension Int {
    fileprivate func columns(_ width: (Int) -> Int) -> [Int] {
        (0..<self).map(width)
    }
}
