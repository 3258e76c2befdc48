/// A comment of a spec file.
struct Comment {
    /// From `#` to the end of the line, without spaces at the end.
    var text: String
    /// From 1.
    var line: Int
    /// In Unicode scalars, from 1.
    var column: Int
    /// Whether nothing else is on its line.
    var standsAlone: Bool
}

/// Finds comments: YAML's parser drops them. A `#` begins one at the start of a line or after a space, outside quotes
/// and block scalars (YAML 1.2, section 6.6).
struct CommentFinder {
    let source: SourceText
    let root: SpecNode?

    func comments() -> [Comment] {
        var words = WrittenWords(source: source)
        if let root { words.collect(root, parentColumn: 0) }
        return source.lines.indices.compactMap { comment(inLine: $0, words) }
    }

    private func comment(inLine index: Int, _ words: WrittenWords) -> Comment? {
        guard !words.blockLines.contains(index) else { return nil }
        let line = source.lines[index]
        let start = line.indices.first { column in
            line[column] == "#" && (column == 0 || line[column - 1] == " ")
                && !words.covers(line: index, column: column)
        }
        guard let start else { return nil }
        return Comment(
            text: String(scalars: line[start...]).trimmingTrailingSpaces(),
            line: index + 1,
            column: start + 1,
            standsAlone: line[..<start].allSatisfy { $0 == " " }
        )
    }
}

/// The stretches of a file in which a `#` is a character like others.
private struct WrittenWords {
    let source: SourceText
    /// The lines of block scalars, from 0.
    var blockLines: Set<Int> = []
    private var quoted: [(start: SourcePosition, end: SourcePosition)] = []

    init(source: SourceText) {
        self.source = source
    }

    mutating func collect(_ node: SpecNode, parentColumn: Int) {
        switch node.content {
        case .scalar(_, .quoted): collect(quotesAt: node.place)
        case .scalar(_, .block):
            blockLines.formUnion(source.linesOfBlock(under: node.place, parentColumn: parentColumn))
        case .scalar(_, .plain): break
        case .sequence(let items): for item in items { collect(item, parentColumn: node.place.column) }
        case .mapping(let entries):
            for entry in entries {
                if source.character(at: entry.key.place).map({ "'\"".unicodeScalars.contains($0) }) == true {
                    collect(quotesAt: entry.key.place)
                }
                collect(entry.value, parentColumn: entry.key.place.column)
            }
        }
    }

    func covers(line: Int, column: Int) -> Bool {
        let position = SourcePosition(line: line, column: column)
        return quoted.contains { $0.start <= position && position < $0.end }
    }

    private mutating func collect(quotesAt place: Place) {
        let start = SourcePosition(place)
        quoted.append((start, source.endOfQuotes(from: start)))
    }
}

extension String {
    init(scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }

    func trimmingTrailingSpaces() -> String {
        String(String.UnicodeScalarView(unicodeScalars.reversed().drop { $0 == " " }.reversed()))
    }
}
