/// Prints a file's nodes in canonical layout, and its comments where they belong.
///
/// Two spaces a level, also for lists under a key. What is in brackets stays so while it fits on a line and holds no
/// comment. One blank line at most, and one between sections and between entities. A comment of its own line stands
/// above what follows it, or ends the block that it was written in.
struct LayoutPrinter {
    /// How many Unicode scalars a line may have before it is broken.
    private static let width = 100

    private let text: LaidOutText
    private var comments: ArraySlice<Comment>
    private var lines = LayoutLines()

    init(_ text: LaidOutText) {
        self.text = text
        comments = text.comments[...]
    }

    mutating func print() -> String {
        if let root = text.root {
            switch root.content {
            case .mapping(let entries) where !entries.isEmpty:
                print(entries, Block(indent: 0, column: 1, limit: .max, level: .sections))
            case .sequence(let items) where flow(root, after: "", 0) == nil:
                let column = text.source.isFlow(root) ? .max : root.place.column
                print(items, Block(indent: 0, column: column, limit: .max, level: .inner), parentColumn: 0)
            default:
                printValue(
                    root,
                    Head(text: "", line: root.place.line),
                    Block(indent: 0, column: 1, limit: .max, level: .inner)
                )
            }
        }
        printComments(before: .max, indent: 0)
        return lines.text
    }

    /// What a value stands behind: a key, a dash or nothing.
    private struct Head {
        var text: String
        /// Where it stands in the source, from 1.
        var line: Int
        /// Where the mapping or list begins that it is of, from 1; 0 for the root.
        var column = 0
    }

    /// A list or mapping that is being printed.
    private struct Block {
        enum Level {
            case sections, entities, inner
        }

        /// Where its entries begin, in spaces.
        var indent: Int
        /// Where its entries begin in the source, from 1.
        var column: Int
        /// The line of the source on which what comes after it begins.
        var limit: Int
        var level: Level
    }

    // MARK: Mappings and lists

    private mutating func print(_ entries: [SpecNode.Entry], _ block: Block) {
        for (index, entry) in entries.enumerated() {
            if index > 0, isSeparated(entries[index - 1], entry, block) { lines.demandBlank() }
            let line = entry.key.place.line
            printComments(before: line, indent: block.indent)
            lines.blank(if: text.source.isBlank(line: line - 2))
            var inner = block
            inner.limit = index + 1 < entries.count ? entries[index + 1].key.place.line : block.limit
            inner.level = block.level == .sections && entry.key.value == "entities" ? .entities : .inner
            let head = Head(text: key(entry.key) + ":", line: line, column: entry.key.place.column)
            printValue(entry.value, head, inner)
        }
        printFoot(block)
    }

    private mutating func print(_ items: [SpecNode], _ block: Block, parentColumn: Int) {
        for (index, item) in items.enumerated() {
            printComments(before: item.place.line, indent: block.indent)
            lines.blank(if: text.source.isBlank(line: item.place.line - 2))
            var inner = block
            inner.limit = index + 1 < items.count ? items[index + 1].place.line : block.limit
            printItem(item, inner)
        }
        if block.column > parentColumn { printFoot(block) }
    }

    private mutating func printItem(_ item: SpecNode, _ block: Block) {
        switch item.content {
        case .mapping(let entries) where !entries.isEmpty && flow(item, after: "-", block.indent) == nil:
            lines.beginItem()
            var inner = block
            (inner.indent, inner.column) = (
                block.indent + 2, text.source.isFlow(item) ? .max : item.place.column
            )
            print(entries, inner)
        default: printValue(item, Head(text: "-", line: item.place.line, column: block.column), block)
        }
    }

    /// Whether a blank line is demanded between two entries.
    private func isSeparated(_ first: SpecNode.Entry, _ second: SpecNode.Entry, _ block: Block) -> Bool {
        switch block.level {
        case .sections: true
        case .entities: [first, second].contains { isBlock($0, indent: block.indent) }
        case .inner: false
        }
    }

    private func isBlock(_ entry: SpecNode.Entry, indent: Int) -> Bool {
        if case .scalar = entry.value.content { return false }
        return flow(entry.value, after: key(entry.key) + ":", indent) == nil
    }

    // MARK: Values

    /// Prints what stands behind a key or a dash, or alone.
    private mutating func printValue(_ node: SpecNode, _ head: Head, _ block: Block) {
        switch node.content {
        case .scalar(let value, let style):
            let end = text.source.end(of: node, parentColumn: head.column)
            let lastLine = style == .block ? node.place.line : end.line + 1
            let comment = takeComments(through: lastLine, indent: block.indent)
            switch style {
            case .block: printBlockScalar(node, head, block.indent, comment)
            case .plain: printPlain(value, head.text, block.indent, comment)
            case .quoted:
                lines.add(head.text.joined(ScalarText.line(value, style)), indent: block.indent, comment)
            }
        case .sequence, .mapping:
            if let flow = flow(node, after: head.text, block.indent) {
                let end = text.source.end(of: node, parentColumn: head.column)
                let comment = takeComments(through: end.line + 1, indent: block.indent)
                lines.add(head.text.joined(flow), indent: block.indent, comment)
            } else {
                printBlock(node, head, block)
            }
        }
    }

    private mutating func printBlock(_ node: SpecNode, _ head: Head, _ block: Block) {
        var comment = takeComments(through: head.line, indent: block.indent)
        // Nothing tells which line a dash alone is on, so that a comment behind one could not stay there.
        if head.text == "-", let above = comment {
            lines.add(above, indent: block.indent, nil)
            comment = nil
        }
        lines.add(head.text, indent: block.indent, comment)
        lines.beginBlock()
        var inner = block
        inner.indent = block.indent + 2
        // What was in brackets has no column: comments in it stand above what follows them.
        inner.column = text.source.isFlow(node) ? .max : node.place.column
        switch node.content {
        case .mapping(let entries): print(entries, inner)
        case .sequence(let items): print(items, inner, parentColumn: head.column)
        case .scalar: break
        }
        lines.endBlock()
    }

    private mutating func printPlain(_ value: String, _ head: String, _ indent: Int, _ comment: String?) {
        let first = Self.width - indent - head.unicodeScalars.count - 1
        let paragraphs = value.split(separator: "\n", omittingEmptySubsequences: false)
        var printed: [String] = []
        for (index, paragraph) in paragraphs.enumerated() {
            // A line break of the value is a blank line of the source.
            if index > 0 { printed.append("") }
            let width = Self.width - indent - 2
            if !paragraph.isEmpty || paragraphs.count == 1 {
                printed += ScalarText.wrapped(
                    String(paragraph),
                    first: index == 0 ? first : width,
                    width: width
                )
            }
        }
        lines.add(
            head.joined(printed.first ?? ""),
            indent: indent,
            printed.count == 1 ? comment : nil
        )
        for (index, line) in printed.enumerated().dropFirst() {
            lines.addRaw(line, indent: indent + 2, index == printed.count - 1 ? comment : nil)
        }
    }

    private mutating func printBlockScalar(
        _ node: SpecNode,
        _ head: Head,
        _ indent: Int,
        _ comment: String?
    ) {
        let range = text.source.linesOfBlock(under: node.place, parentColumn: head.column)
        let content = range.map { text.source.lines[$0] }
        let written = text.source.lines[node.place.line - 1].dropFirst(node.place.column - 1)
        var signs = written.prefix { $0 != " " }.filter { !("1"..."9").contains($0) }
        let own = content.first { !$0.allSatisfy { $0 == " " } }?.prefix { $0 == " " }.count ?? 0
        let needsIndicator = content.first.map { $0.allSatisfy { $0 == " " } && $0.count > own } ?? false
        if needsIndicator { signs.insert("2", at: 1) }
        lines.add(head.text.joined(String(scalars: signs)), indent: indent, comment)
        for line in content {
            lines.addRaw(String(scalars: line.dropFirst(own)), indent: indent + 2, nil)
        }
    }

    private func key(_ word: Word) -> String {
        let first = text.source.character(at: word.place)
        return ScalarText.line(word.value, first == "'" || first == "\"" ? .quoted : .plain)
    }

    /// A list or mapping in brackets on one line, if it is written so, fits behind its head and holds no comment.
    private func flow(_ node: SpecNode, after head: String, _ indent: Int) -> String? {
        let isEmpty =
            switch node.content {
            case .sequence(let items): items.isEmpty
            case .mapping(let entries): entries.isEmpty
            case .scalar: false
            }
        guard text.source.isFlow(node) || isEmpty else { return nil }
        let end = text.source.end(of: node, parentColumn: 0).line + 1
        guard !text.comments.contains(where: { (node.place.line..<end).contains($0.line) }) else {
            return nil
        }
        let room = Self.width - indent - head.unicodeScalars.count - 1
        guard let written = inBrackets(node), written.unicodeScalars.count <= room else { return nil }
        return written
    }

    private func inBrackets(_ node: SpecNode) -> String? {
        switch node.content {
        case .scalar(let value, let style):
            return style == .plain && value.contains("\n") ? nil : ScalarText.line(value, style)
        case .sequence(let items):
            let written = items.compactMap(inBrackets)
            return written.count == items.count ? "[\(written.joined(separator: ", "))]" : nil
        case .mapping(let entries):
            let written = entries.compactMap { entry in
                inBrackets(entry.value).map { $0.isEmpty ? key(entry.key) : "\(key(entry.key)): \($0)" }
            }
            guard written.count == entries.count else { return nil }
            return written.isEmpty ? "{}" : "{ \(written.joined(separator: ", ")) }"
        }
    }

    // MARK: Comments

    /// Prints the comments above a line of the source.
    private mutating func printComments(before line: Int, indent: Int) {
        while let comment = comments.first, comment.line < line {
            comments.removeFirst()
            lines.blank(if: text.source.isBlank(line: comment.line - 2))
            lines.add(comment.text, indent: indent, nil)
        }
    }

    /// Prints the comments that end a block: they stand as far to the right as its entries.
    private mutating func printFoot(_ block: Block) {
        while let comment = comments.first, comment.line < block.limit, comment.column >= block.column {
            comments.removeFirst()
            lines.blank(if: text.source.isBlank(line: comment.line - 2))
            lines.add(comment.text, indent: block.indent, nil)
        }
    }

    /// The comment behind what ends on this line; others up to it are printed above.
    private mutating func takeComments(through line: Int, indent: Int) -> String? {
        var taken: [Comment] = []
        while let comment = comments.first, comment.line <= line {
            taken.append(comments.removeFirst())
        }
        guard let last = taken.last, !last.standsAlone else {
            for comment in taken { lines.add(comment.text, indent: indent, nil) }
            return nil
        }
        for comment in taken.dropLast() { lines.add(comment.text, indent: indent, nil) }
        return last.text
    }
}

extension String {
    /// Both with a space between, or the one that is not empty.
    fileprivate func joined(_ other: String) -> String {
        isEmpty ? other : other.isEmpty ? self : "\(self) \(other)"
    }
}
