/// The lines of a file in canonical layout, as they are printed.
struct LayoutLines {
    private struct Line {
        var text: String
        var comment: String?
    }

    private var lines: [Line] = []
    /// Whether a blank line stands before the next one.
    private var isBlankDemanded = false
    /// Whether the next line is the first of a block, which no blank line stands before.
    private var opensBlock = true
    /// The dashes of list items whose first line is still to come.
    private var dashes = 0

    /// The whole text. Comments behind adjacent lines stand below each other.
    var text: String {
        var printed: [String] = []
        for run in runs() {
            let column = run.map(\.text.unicodeScalars.count).max() ?? 0
            printed += run.map { line in
                guard let comment = line.comment else { return line.text }
                let gap = String(repeating: " ", count: column - line.text.unicodeScalars.count + 2)
                return line.text + gap + comment
            }
        }
        return printed.map { $0 + "\n" }.joined()
    }

    /// A blank line stands before the next line.
    mutating func demandBlank() {
        isBlankDemanded = true
    }

    /// A blank line stands before the next line if one stood there.
    mutating func blank(if wasThere: Bool) {
        isBlankDemanded = isBlankDemanded || wasThere
    }

    /// The next line is the first of a block.
    mutating func beginBlock() {
        opensBlock = true
    }

    mutating func endBlock() {
        opensBlock = false
    }

    /// The next line begins with a dash.
    mutating func beginItem() {
        dashes += 1
    }

    mutating func add(_ text: String, indent: Int, _ comment: String?) {
        if isBlankDemanded, !opensBlock { lines.append(Line(text: "")) }
        (isBlankDemanded, opensBlock) = (false, false)
        let isOfItem = dashes > 0 && !text.hasPrefix("#")
        let dash = isOfItem ? String(repeating: "- ", count: dashes) : ""
        if isOfItem { dashes = 0 }
        addRaw(dash + text, indent: indent - dash.count, comment)
    }

    /// Adds a line of a value: no blank line stands before it, and it begins no item.
    mutating func addRaw(_ text: String, indent: Int, _ comment: String?) {
        let indentation = text.isEmpty ? "" : String(repeating: " ", count: max(0, indent))
        lines.append(Line(text: indentation + text, comment: comment))
    }

    /// Adjacent lines that all have a comment, or all have none.
    private func runs() -> [ArraySlice<Line>] {
        var runs: [ArraySlice<Line>] = []
        for index in lines.indices {
            if let last = runs.last, (last.first?.comment == nil) == (lines[index].comment == nil) {
                runs[runs.count - 1] = lines[last.startIndex...index]
            } else {
                runs.append(lines[index...index])
            }
        }
        return runs
    }
}
