/// A Swift expression that can be laid out on one line or on many.
indirect enum SwiftNode {
    /// What stays on its line.
    case text(String)
    /// A call or an enum case with its arguments.
    case call(String, [Argument])
    /// An array literal.
    case list([SwiftNode])
    /// A dictionary literal.
    case dictionary([(key: String, value: SwiftNode)])

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
        case .dictionary(let entries) where entries.isEmpty: "[:]"
        case .dictionary(let entries):
            "[\(entries.map { "\($0.key): \($0.value.inline)" }.joined(separator: ", "))]"
        }
    }

    /// What stands on lines of their own when one line is too short; nil for what cannot be broken.
    var parts:
        (open: String, elements: [(prefix: String, node: SwiftNode)], endsInComma: Bool, close: String)?
    {
        switch self {
        case .text: nil
        case .call(_, let arguments) where arguments.isEmpty: nil
        case .list(let elements) where elements.isEmpty: nil
        case .dictionary(let entries) where entries.isEmpty: nil
        case .call(let head, let arguments):
            (head + "(", arguments.map { ($0.prefix, $0.value) }, false, ")")
        case .list(let elements):
            ("[", elements.map { ("", $0) }, elements.count > 1, "]")
        case .dictionary(let entries):
            ("[", entries.map { ($0.key + ": ", $0.value) }, entries.count > 1, "]")
        }
    }
}
