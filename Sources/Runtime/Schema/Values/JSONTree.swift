/// JSON whose members keep their order, for documents that are written once and read by people.
package indirect enum JSONTree: Sendable {
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
        var bytes: [UInt8] = []
        write(to: &bytes, Layout(width: width))
        bytes.append(UInt8(ascii: "\n"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where a value is written.
    private struct Layout {
        let width: Int
        var depth = 0
        /// The bytes before it on its line.
        var column = 0
        /// Whether all of it goes on one line.
        var isLine = false
    }

    private func write(to bytes: inout [UInt8], _ layout: Layout) {
        switch self {
        case .string(let text): JSONValue.append(text, to: &bytes)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .number(let digits): bytes.append(contentsOf: digits.utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .null: bytes.append(contentsOf: "null".utf8)
        case .list(let items):
            var layout = layout
            layout.isLine = fits(layout)
            Self.write(items, "[", "]", to: &bytes, layout) { item, bytes, layout in
                item.write(to: &bytes, layout)
            }
        case .object(let members):
            var layout = layout
            layout.isLine = fits(layout)
            Self.write(members, "{", "}", to: &bytes, layout) { member, bytes, layout in
                let start = bytes.count
                JSONValue.append(member.0, to: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                var layout = layout
                layout.column += bytes.count - start
                member.1.write(to: &bytes, layout)
            }
        }
    }

    /// Whether a list or object goes on the rest of the line.
    private func fits(_ layout: Layout) -> Bool {
        guard !layout.isLine, layout.width > layout.column else { return layout.isLine }
        var line: [UInt8] = []
        write(to: &line, Layout(width: layout.width, isLine: true))
        return layout.column + line.count <= layout.width
    }

    /// Writes the parts on one line, or each on a line of its own.
    private static func write<Part>(
        _ parts: [Part],
        _ open: Unicode.Scalar,
        _ close: Unicode.Scalar,
        to bytes: inout [UInt8],
        _ layout: Layout,
        _ body: (Part, inout [UInt8], Layout) -> Void
    ) {
        var inner = layout
        inner.depth += 1
        inner.column = 2 * inner.depth
        bytes.append(UInt8(ascii: open))
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            if !layout.isLine {
                breakLine(in: &bytes, depth: inner.depth)
            } else if index > 0 || open == "{" {
                bytes.append(UInt8(ascii: " "))
            }
            body(part, &bytes, inner)
        }
        if !parts.isEmpty {
            if !layout.isLine {
                breakLine(in: &bytes, depth: layout.depth)
            } else if open == "{" {
                bytes.append(UInt8(ascii: " "))
            }
        }
        bytes.append(UInt8(ascii: close))
    }

    private static func breakLine(in bytes: inout [UInt8], depth: Int) {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
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

    /// The same object with a member more, if there is one.
    package func adding(_ name: String, _ value: JSONTree?) -> JSONTree {
        guard case .object(let members) = self, let value else { return self }
        return .object(members + [(name, value)])
    }
}
