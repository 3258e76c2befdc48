/// A character of a file, counted from 0.
struct SourcePosition: Comparable {
    var line: Int
    var column: Int

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    init(_ place: Place) {
        self.init(line: place.line - 1, column: place.column - 1)
    }

    static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// Where things end that YAML's parser gives the beginning of.
extension SourceText {
    func character(at place: Place) -> Unicode.Scalar? {
        let position = SourcePosition(place)
        guard lines.indices.contains(position.line) else { return nil }
        let line = lines[position.line]
        return line.indices.contains(position.column) ? line[position.column] : nil
    }

    /// Whether a list or mapping is written in brackets.
    func isFlow(_ node: SpecNode) -> Bool {
        if case .scalar = node.content { return false }
        return character(at: node.place).map { $0 == "[" || $0 == "{" } ?? false
    }

    func isBlank(line index: Int) -> Bool {
        lines.indices.contains(index) && lines[index].allSatisfy { $0 == " " }
    }

    /// The place after the closing quote of the scalar that begins here.
    func endOfQuotes(from start: SourcePosition) -> SourcePosition {
        var (line, column) = (start.line, start.column + 1)
        guard lines.indices.contains(line), lines[line].indices.contains(start.column) else { return start }
        let quote = lines[line][start.column]
        while line < lines.count {
            let text = lines[line]
            while column < text.count {
                if quote == "\"", text[column] == "\\" {
                    column += 1
                } else if text[column] == quote {
                    let isDoubled = quote == "'" && column + 1 < text.count && text[column + 1] == quote
                    guard isDoubled else { return SourcePosition(line: line, column: column + 1) }
                    column += 1
                }
                column += 1
            }
            (line, column) = (line + 1, 0)
        }
        return SourcePosition(line: lines.count, column: 0)
    }

    /// The lines of the block scalar with its head (`|`, `>-`) at a place, from 0.
    ///
    /// - Parameter parentColumn: The column of the mapping or list that it is in, from 1; 0 at the root.
    func linesOfBlock(under head: Place, parentColumn: Int) -> Range<Int> {
        let start = head.line
        var end = start
        var indentation: Int?
        for index in start..<max(start, lines.count) {
            if isBlank(line: index) {
                // Blank lines belong to it where a line of it follows.
                if let width = indentation, lines[index].count > width { end = index + 1 }
                continue
            }
            let width = lines[index].prefix { $0 == " " }.count
            let required = indentation ?? max(parentColumn, 0)
            guard width >= required else { break }
            indentation = indentation ?? width
            end = index + 1
        }
        return start..<end
    }

    /// The place after a node.
    func end(of node: SpecNode, parentColumn: Int) -> SourcePosition {
        let start = SourcePosition(node.place)
        switch node.content {
        case .scalar(_, .quoted): return endOfQuotes(from: start)
        case .scalar(_, .block):
            return SourcePosition(
                line: linesOfBlock(under: node.place, parentColumn: parentColumn).upperBound,
                column: 0
            )
        case .scalar(let text, .plain):
            guard !text.isEmpty else { return start }
            let count = text.unicodeScalars.count
            let last = ScalarPositions(of: text, isPlain: true, at: node.place, in: self)
                .place(of: (count - 1)..<count)
            return SourcePosition(line: last.line - 1, column: last.column)
        case .sequence(let items):
            let end = items.last.map { self.end(of: $0, parentColumn: node.place.column) }
            return isFlow(node) ? bracket(after: end ?? start.next) : end ?? start
        case .mapping(let entries):
            let end = entries.last.map { self.end(of: $0.value, parentColumn: $0.key.place.column) }
            return isFlow(node) ? bracket(after: end ?? start.next) : end ?? start
        }
    }

    /// The place after the next closing bracket; only spaces, commas and comments stand before it.
    private func bracket(after start: SourcePosition) -> SourcePosition {
        var (line, column) = (start.line, start.column)
        while lines.indices.contains(line) {
            let text = lines[line]
            while column < text.count, text[column] != "#" {
                if text[column] == "]" || text[column] == "}" {
                    return SourcePosition(line: line, column: column + 1)
                }
                column += 1
            }
            (line, column) = (line + 1, 0)
        }
        return start
    }
}

extension SourcePosition {
    fileprivate var next: SourcePosition { SourcePosition(line: line, column: column + 1) }
}
