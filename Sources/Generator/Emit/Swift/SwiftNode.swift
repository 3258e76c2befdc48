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
        switch self {
        case .text(let text): text
        case .call(let head, let arguments):
            "\(head)(\(arguments.map { $0.prefix + $0.value.inline }.joined(separator: ", ")))"
        case .list(let elements): "[\(elements.map(\.inline).joined(separator: ", "))]"
        case .chained(let base, let method, let arguments):
            base.inline + SwiftNode.call("." + method, arguments).inline
        }
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
