/// JSON whose members keep their order, for documents that are written once and read by people.
package enum JSONTree: Sendable {
    case string(String)
    case integer(Int64)
    /// A number by its digits, so that it stays exact.
    case number(String)
    case boolean(Bool)
    case null
    case list([JSONTree])
    case object([(String, JSONTree)])

    /// The text, indented by two spaces, with a line feed at the end.
    ///
    /// - Parameter width: How many bytes a line may have for a list or object to stand on it as a whole.
    package func text(width: Int = 0) -> String {
        var writer = JSONTreeWriter(width: width)
        writer.write(self, depth: 0)
        writer.buffer += "\n"
        return String(writer.buffer)
    }
}

/// Collects the text of a tree.
private struct JSONTreeWriter {
    /// How many bytes a line may have for a list or object to stand on it as a whole.
    let width: Int
    var buffer = TextBuffer()
    /// Where the line that is written begins.
    private var lineStart = 0

    init(width: Int) { self.width = width }

    mutating func write(_ tree: JSONTree, depth: Int) {
        switch tree {
        case .list(let items):
            if writeLine(tree) { return }
            buffer += "["
            for (index, item) in items.enumerated() {
                beginLine(depth: depth + 1, isFirst: index == 0)
                write(item, depth: depth + 1)
            }
            if !items.isEmpty { beginLine(depth: depth, isFirst: true) }
            buffer += "]"
        case .object(let members):
            if writeLine(tree) { return }
            buffer += "{"
            for (index, member) in members.enumerated() {
                beginLine(depth: depth + 1, isFirst: index == 0)
                write(key: member.0)
                write(member.1, depth: depth + 1)
            }
            if !members.isEmpty { beginLine(depth: depth, isFirst: true) }
            buffer += "}"
        default: _ = writeInline(tree, end: .max)
        }
    }

    private mutating func beginLine(depth: Int, isFirst: Bool) {
        buffer += isFirst ? "\n" : ",\n"
        lineStart = buffer.count
        buffer.indent(by: 2 * depth)
    }

    private mutating func write(key: String) {
        buffer.appendJSON(key)
        buffer += ": "
    }

    // MARK: On one line

    /// Writes a list or object on the rest of the line, or nothing where it has no room there.
    private mutating func writeLine(_ tree: JSONTree) -> Bool {
        let (start, end) = (buffer.count, lineStart + width)
        guard start < end else { return false }
        if writeInline(tree, end: end) { return true }
        buffer.cut(to: start)
        return false
    }

    /// Writes all on one line; stops and returns false where there are more bytes than that.
    private mutating func writeInline(_ tree: JSONTree, end: Int) -> Bool {
        switch tree {
        case .string(let text): buffer.appendJSON(text)
        case .integer(let number): buffer += String(number)
        case .number(let digits): buffer += digits
        case .boolean(let value): buffer += value ? "true" : "false"
        case .null: buffer += "null"
        case .list(let items):
            buffer += "["
            for (index, item) in items.enumerated() {
                if index > 0 { buffer += ", " }
                guard writeInline(item, end: end) else { return false }
            }
            buffer += "]"
        case .object(let members):
            buffer += "{"
            for (index, member) in members.enumerated() {
                buffer += index > 0 ? ", " : " "
                write(key: member.0)
                guard writeInline(member.1, end: end) else { return false }
            }
            buffer += members.isEmpty ? "}" : " }"
        }
        return buffer.count <= end
    }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(arrayLiteral elements: JSONTree...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, JSONTree)...) { self = .object(elements) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }

    /// The same object with a member more, if there is one; one of its name that was there is gone.
    package func adding(_ name: String, _ value: JSONTree?) -> JSONTree {
        guard case .object(let members) = self, let value else { return self }
        return .object(members.filter { $0.0 != name } + [(name, value)])
    }
}
