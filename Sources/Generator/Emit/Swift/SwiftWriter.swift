/// Collects the lines of a Swift file as the toolchain's formatter would lay them out.
struct SwiftWriter {
    /// The longest line, as in this package's `.swift-format`.
    static let width = 110

    /// The longest line of code. The formatter breaks some lines of the full width, and joins none.
    private static let codeWidth = width - 1

    private(set) var lines: [String] = []
    private var depth = 0

    /// The whole text, ending in a line break.
    var text: String { lines.joined(separator: "\n") + "\n" }

    private var indentation: String { String(repeating: "    ", count: depth) }

    /// Writes a line; an empty one separates.
    mutating func line(_ text: String = "") {
        lines.append(text.isEmpty ? "" : indentation + text)
    }

    /// Writes what stands between braces.
    mutating func block(_ head: String, _ body: (inout SwiftWriter) -> Void) {
        line(head + " {")
        depth += 1
        body(&self)
        depth -= 1
        line("}")
    }

    /// Writes a documentation comment: the spec's words, wrapped between words.
    mutating func doc(_ text: String) {
        for paragraph in text.split(whereSeparator: \.isNewline) {
            var line = indentation + "///"
            for word in paragraph.split(whereSeparator: { $0.isWhitespace || $0.isControl }) {
                if line.count + 1 + word.count > Self.width, !line.hasSuffix("///") {
                    lines.append(line)
                    line = indentation + "///"
                }
                line += " " + word
            }
            lines.append(line)
        }
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
        let whole = prefix + node.inline + suffix
        guard indentation.count + whole.count > Self.codeWidth else { return line(whole) }
        if case .chained(let base, let method, let arguments) = node {
            return chain(prefix, base, .call("." + method, arguments), suffix)
        }
        guard let parts = node.parts else { return line(whole) }
        line(prefix + parts.open)
        depth += 1
        for (index, element) in parts.elements.enumerated() {
            let isLast = index == parts.elements.count - 1
            expression(element.prefix, element.node, isLast && !parts.endsInComma ? "" : ",")
        }
        depth -= 1
        line(parts.close + suffix)
    }

    /// Writes a method's call below what it is called on: further in, unless that ends in a line of its own.
    private mutating func chain(_ prefix: String, _ base: SwiftNode, _ call: SwiftNode, _ suffix: String) {
        let isInline = indentation.count + prefix.count + base.inline.count <= Self.codeWidth
        expression(prefix, base)
        if isInline { depth += 1 }
        expression("", call, suffix)
        if isInline { depth -= 1 }
    }

    /// Writes a function that a protocol demands.
    mutating func requirement(_ head: String, _ parameters: [String], _ tail: String) {
        let whole = "\(head)(\(parameters.joined(separator: ", "))) \(tail)"
        if indentation.count + whole.count <= Self.codeWidth { return line(whole) }
        line(head + "(")
        depth += 1
        for (index, parameter) in parameters.enumerated() {
            line(parameter + (index == parameters.count - 1 ? "" : ","))
        }
        depth -= 1
        line(") \(tail)")
    }

    /// Writes a function's head with its parameters and its body.
    mutating func function(_ head: String, _ parameters: [String], _ body: (inout SwiftWriter) -> Void) {
        let whole = "\(head)(\(parameters.joined(separator: ", ")))"
        if indentation.count + whole.count + 2 <= Self.codeWidth { return block(whole, body) }
        line(head + "(")
        depth += 1
        for (index, parameter) in parameters.enumerated() {
            line(parameter + (index == parameters.count - 1 ? "" : ","))
        }
        depth -= 1
        block(")", body)
    }
}

extension Character {
    fileprivate var isControl: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
