import PlumblineSchema

/// Collects the lines of a Swift file as the toolchain's formatter would lay them out.
struct SwiftWriter {
    /// The longest line, as in this package's `.swift-format`.
    static let width = 110

    /// The longest line of code. The formatter breaks some lines of the full width, and joins none.
    private static let codeWidth = width - 1

    private var buffer = TextBuffer()
    private var indentation = 0

    /// What is written so far.
    var text: String { String(buffer) }

    /// Writes a line; an empty one separates.
    mutating func line(_ text: String = "") {
        if !text.isEmpty {
            buffer.indent(by: indentation)
            buffer += text
        }
        buffer += "\n"
    }

    /// Writes a line that is put together from pieces.
    mutating func line(_ first: String, _ second: String, _ rest: String...) {
        buffer.indent(by: indentation)
        buffer += first
        buffer += second
        for piece in rest { buffer += piece }
        buffer += "\n"
    }

    /// Writes what stands one step further in.
    private mutating func indented(_ body: (inout SwiftWriter) -> Void) {
        indentation += 4
        body(&self)
        indentation -= 4
    }

    /// Writes what stands between braces.
    mutating func block(_ head: String, _ body: (inout SwiftWriter) -> Void) {
        line(head + " {")
        indented(body)
        line("}")
    }

    /// Writes a documentation comment: the spec's words, wrapped between words.
    mutating func doc(_ text: String) {
        if Self.isLine(text), fits("/// " + text, in: Self.width) { return line("/// " + text) }
        for paragraph in text.unicodeScalars.split(whereSeparator: \.isLineEnd) {
            var comment = "///"
            for word in paragraph.split(whereSeparator: \.isSpaceOrControl) {
                let longer = comment + " " + String(word)
                if comment.utf8.count > 3, !fits(longer, in: Self.width) {
                    line(comment)
                    comment = "/// " + String(word)
                } else {
                    comment = longer
                }
            }
            line(comment)
        }
    }

    /// Whether the text is words of ASCII with single spaces between.
    private static func isLine(_ text: String) -> Bool {
        let space = UInt8(ascii: " ")
        var previous = space
        let isPlain = text.isMadeOfBytes { byte in
            defer { previous = byte }
            return byte >= space && byte < 0x7F && (byte != space || previous != space)
        }
        return isPlain && previous != space
    }

    /// Whether a line at the present indentation has room for the text.
    private func fits(_ text: String, in width: Int = codeWidth) -> Bool {
        !text.isLonger(than: width - indentation)
    }

    /// Writes that what follows is deprecated, and why.
    mutating func deprecation(_ reason: String) {
        expression(
            "",
            .call(
                "@available",
                [.init(nil, .text("*")), .init(nil, .text("deprecated")), .init("message", .string(reason))]
            )
        )
    }

    /// Writes an expression, on one line where it fits and else with each argument on its own.
    mutating func expression(_ prefix: String, _ node: SwiftNode, _ suffix: String = "") {
        if writeLine(prefix, node, suffix) { return }
        if case .chained(let base, let method, let arguments) = node {
            return chain(prefix, base, .call("." + method, arguments), suffix)
        }
        guard let parts = node.parts else { return line(prefix + node.inline + suffix) }
        line(prefix + parts.open)
        indented { writer in
            for (index, element) in parts.elements.enumerated() {
                let isLast = index == parts.elements.count - 1
                writer.expression(element.prefix, element.node, isLast && !parts.endsInComma ? "" : ",")
            }
        }
        line(parts.close + suffix)
    }

    /// Writes an expression as a line, or nothing where the line has no room for it.
    private mutating func writeLine(_ prefix: String, _ node: SwiftNode, _ suffix: String) -> Bool {
        let start = buffer.count
        buffer.indent(by: indentation)
        let room = SwiftNode.Room(start: buffer.count, width: Self.codeWidth - indentation)
        buffer += prefix
        if node.append(to: &buffer, room) {
            buffer += suffix
            if room.holds(buffer) {
                buffer += "\n"
                return true
            }
        }
        buffer.cut(to: start)
        return false
    }

    /// Writes a method's call below what it is called on: further in, unless that ends in a line of its own.
    private mutating func chain(_ prefix: String, _ base: SwiftNode, _ call: SwiftNode, _ suffix: String) {
        expression(prefix, base)
        if fits(prefix + base.inline) {
            indented { $0.expression("", call, suffix) }
        } else {
            expression("", call, suffix)
        }
    }

    /// Writes a function that a protocol demands.
    mutating func requirement(_ head: String, _ parameters: [String], _ tail: String) {
        let whole = "\(head)(\(parameters.joined(separator: ", "))) \(tail)"
        if fits(whole) { return line(whole) }
        list(head, parameters)
        line(") \(tail)")
    }

    /// Writes a function's head with its parameters and its body.
    mutating func function(_ head: String, _ parameters: [String], _ body: (inout SwiftWriter) -> Void) {
        let whole = "\(head)(\(parameters.joined(separator: ", ")))"
        if fits(whole + " {") { return block(whole, body) }
        list(head, parameters)
        block(")", body)
    }

    /// Writes that properties take the values of parameters of their names, as many to a line as fit.
    mutating func assignments(_ names: [String]) {
        let room = Self.codeWidth - indentation
        var rest = names[...]
        while let first = rest.first {
            var (count, width) = (1, "(self.) = ()".utf8.count + 2 * first.utf8.count)
            for name in rest.dropFirst() {
                width += ", self., ".utf8.count + 2 * name.utf8.count
                if width > room { break }
                count += 1
            }
            line(Self.assignment(rest.prefix(count)))
            rest.removeFirst(count)
        }
    }

    private static func assignment(_ names: ArraySlice<String>) -> String {
        let properties = names.map { "self." + $0 }.joined(separator: ", ")
        let values = names.joined(separator: ", ")
        return names.count == 1 ? "\(properties) = \(values)" : "(\(properties)) = (\(values))"
    }

    /// Writes a function's name and each parameter on a line of its own, as far as the closing parenthesis.
    private mutating func list(_ head: String, _ parameters: [String]) {
        line(head + "(")
        indented { writer in
            for (index, parameter) in parameters.enumerated() {
                writer.line(parameter + (index == parameters.count - 1 ? "" : ","))
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether it ends a line (Unicode Standard Annex 14, the classes BK, CR, LF and NL).
    fileprivate var isLineEnd: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    fileprivate var isSpaceOrControl: Bool {
        self == " " || isControl || !isASCII && properties.isWhitespace
    }
}
