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
            let items = items.span
            for index in items.indices {
                beginLine(depth: depth + 1, isFirst: index == 0)
                write(items[index], depth: depth + 1)
            }
            if !items.isEmpty { beginLine(depth: depth, isFirst: true) }
            buffer += "]"
        case .object(let members):
            if writeLine(tree) { return }
            buffer += "{"
            let members = members.span
            for index in members.indices {
                beginLine(depth: depth + 1, isFirst: index == 0)
                write(key: members[index].0)
                write(members[index].1, depth: depth + 1)
            }
            if !members.isEmpty { beginLine(depth: depth, isFirst: true) }
            buffer += "}"
        default: writeInline(tree)
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
        // To measure is much less work than to write.
        var room = end - start
        guard room > 0, tree.mayFit(into: &room) else { return false }
        writeInline(tree)
        if buffer.count <= end { return true }
        buffer.cut(to: start)
        return false
    }

    private mutating func writeInline(_ tree: JSONTree) {
        switch tree {
        case .string(let text): buffer.appendJSON(text)
        case .integer(let number): buffer += String(number)
        case .number(let digits): buffer += digits
        case .boolean(let value): buffer += value ? "true" : "false"
        case .null: buffer += "null"
        case .list(let items):
            buffer += "["
            let items = items.span
            for index in items.indices {
                if index > 0 { buffer += ", " }
                writeInline(items[index])
            }
            buffer += "]"
        case .object(let members):
            buffer += "{"
            let members = members.span
            for index in members.indices {
                buffer += index > 0 ? ", " : " "
                write(key: members[index].0)
                writeInline(members[index].1)
            }
            buffer += members.isEmpty ? "}" : " }"
        }
    }
}

extension JSONTree {
    /// Takes from the room what the tree needs at least on one line, which is all it needs where nothing is escaped;
    /// false as soon as there is none left.
    fileprivate func mayFit(into room: inout Int) -> Bool {
        switch self {
        case .string(let text): room -= text.utf8.count + 2
        case .integer: room -= 1
        case .number(let digits): room -= digits.utf8.count
        case .boolean, .null: room -= 4
        case .list(let items):
            room -= 2 * max(1, items.count)
            let items = items.span
            for index in items.indices {
                guard items[index].mayFit(into: &room) else { return false }
            }
        case .object(let members):
            room -= 2 + 2 * members.count
            let members = members.span
            for index in members.indices {
                room -= members[index].0.utf8.count + 4
                guard members[index].1.mayFit(into: &room) else { return false }
            }
        }
        return room >= 0
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
        guard case .object(var members) = self, let value else { return self }
        members.removeAll { $0.0 == name }
        members.append((name, value))
        return .object(members)
    }
}
