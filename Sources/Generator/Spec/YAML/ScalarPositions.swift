/// Says where in its file each character of a scalar's value was written.
///
/// A value and its source differ by quotes, escapes, indentation and folded line breaks. The source is walked along
/// the value; what stands in the source alone is passed over.
struct ScalarPositions {
    private var places: [Place]
    private let start: Place

    /// Finds the characters of the value that a node at `start` has.
    init(of value: String, isPlain: Bool, at start: Place, in source: SourceText?) {
        self.start = start
        places = []
        guard let source else { return }
        var walk = SourceWalk(source: source, line: start.line - 1, column: start.column - 1)
        if !isPlain { walk.enterQuotesOrBlock() }
        for scalar in value.unicodeScalars {
            walk.advance(to: scalar)
            places.append(Place(file: start.file, line: walk.line + 1, column: walk.column + 1, length: 1))
            walk.pass(scalar)
        }
    }

    /// The place of a range of the value's Unicode scalars; its part on the first line if it has several.
    func place(of range: Range<Int>) -> Place {
        guard var place = places.indices.contains(range.lowerBound) ? places[range.lowerBound] : end else {
            return start
        }
        if let last = places[..<min(range.upperBound, places.count)].last, last.line == place.line {
            place.length = max(1, last.column - place.column + 1)
        }
        return place
    }

    /// The place after the last character.
    private var end: Place? {
        guard var place = places.last else { return nil }
        place.column += 1
        return place
    }
}

/// A position in a file that follows a scalar's value.
private struct SourceWalk {
    let source: SourceText
    var line: Int
    var column: Int
    private var quote: Unicode.Scalar?

    init(source: SourceText, line: Int, column: Int) {
        self.source = source
        self.line = line
        self.column = column
    }

    private var current: Unicode.Scalar? {
        guard source.lines.indices.contains(line) else { return nil }
        let text = source.lines[line]
        return column < text.count ? text[column] : nil
    }

    private var isAtEnd: Bool { line >= source.lines.count }

    /// Steps over the opening quote, or over the head of a block scalar (`|`, `>-`).
    mutating func enterQuotesOrBlock() {
        if let first = current, first == "'" || first == "\"" {
            quote = first
            column += 1
        } else {
            nextLine()
        }
    }

    /// Steps to the character of the source that gives the next one of the value.
    mutating func advance(to scalar: Unicode.Scalar) {
        if scalar == " " || scalar == "\n" { return }
        while current != scalar, !isAtEnd {
            guard let here = current else {
                nextLine()
                continue
            }
            guard here == " " else { return }
            column += 1
        }
    }

    /// Steps behind the character that was just found.
    mutating func pass(_ scalar: Unicode.Scalar) {
        guard let here = current else {
            nextLine()
            return
        }
        if quote == "\"", here == "\\" {
            column += escapeLength
        } else if quote == "'", here == "'" {
            column += 2
        } else {
            column += 1
        }
    }

    private mutating func nextLine() {
        line += 1
        column = 0
    }

    /// The length of the escape of a double-quoted scalar here (YAML 1.2, section 5.7).
    private var escapeLength: Int {
        let text = source.lines[line]
        guard column + 1 < text.count else { return 1 }
        switch text[column + 1] {
        case "x": return 4
        case "u": return 6
        case "U": return 10
        default: return 2
        }
    }
}
