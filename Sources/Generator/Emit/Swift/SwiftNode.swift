/// A Swift expression that can be laid out on one line or on many.
indirect enum SwiftNode {
    /// What stays on its line.
    case text(String)
    /// A call or an enum case with its arguments.
    case call(String, [Argument])
    /// An array literal.
    case list([SwiftNode])
    /// An expression with a method called on it: on the same line where both fit, else on the next.
    case chained(SwiftNode, String, [Argument])

    /// An argument of a call.
    struct Argument {
        let label: String?
        let value: SwiftNode

        init(_ label: String? = nil, _ value: SwiftNode) {
            self.label = label
            self.value = value
        }

        fileprivate var prefix: String { label.map { $0 + ": " } ?? "" }
    }

    /// A string literal.
    static func string(_ text: String) -> SwiftNode {
        .text(SwiftNames.literal(text))
    }

    /// The expression on one line.
    var inline: String {
        var line = ""
        _ = append(to: &line, width: .max)
        return line
    }

    /// Appends the expression to a line, and stops where the line has more characters than that.
    ///
    /// - Returns: Whether it fits.
    func append(to line: inout String, width: Int) -> Bool {
        switch self {
        case .text(let text): line += text
        case .call(let head, let arguments):
            line += head
            guard Self.append(arguments, "(", ")", to: &line, width: width) else { return false }
        case .list(let elements):
            guard Self.append(elements.map { Argument(nil, $0) }, "[", "]", to: &line, width: width)
            else { return false }
        case .chained(let base, let method, let arguments):
            guard base.append(to: &line, width: width) else { return false }
            return SwiftNode.call("." + method, arguments).append(to: &line, width: width)
        }
        return !line.isLonger(than: width)
    }

    private static func append(
        _ arguments: [Argument],
        _ open: String,
        _ close: String,
        to line: inout String,
        width: Int
    ) -> Bool {
        var separator = open
        for argument in arguments {
            line += separator
            line += argument.prefix
            guard argument.value.append(to: &line, width: width) else { return false }
            separator = ", "
        }
        line += arguments.isEmpty ? open + close : close
        return true
    }

    /// What stands on lines of their own when one line is too short; nil for what cannot be broken.
    var parts:
        (open: String, elements: [(prefix: String, node: SwiftNode)], endsInComma: Bool, close: String)?
    {
        switch self {
        case .text, .chained: nil
        case .call(_, let arguments) where arguments.isEmpty: nil
        case .list(let elements) where elements.isEmpty: nil
        case .call(let head, let arguments):
            (head + "(", arguments.map { ($0.prefix, $0.value) }, false, ")")
        case .list(let elements):
            ("[", elements.map { ("", $0) }, elements.count > 1, "]")
        }
    }
}
