import PlumblineSchema

/// A Swift expression that can be laid out on one line or on many.
enum SwiftNode {
    /// What stays on its line.
    case text(String)
    /// A call or an enum case with its arguments.
    case call(String, [Argument])
    /// An array literal.
    case list([SwiftNode])
    /// An expression with a method called on it: on the same line where both fit, else on the next.
    indirect case chained(SwiftNode, String, [Argument])

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
        var line = TextBuffer()
        _ = append(to: &line, Room(start: 0, width: .max))
        return String(line)
    }

    /// What a line has room for.
    struct Room {
        /// How many bytes stand before it.
        let start: Int
        /// How many characters it may have.
        let width: Int

        /// Whether the text ends within it.
        func holds(_ text: TextBuffer) -> Bool { !text.isLonger(than: width, from: start) }
    }

    /// Appends the expression to a line, and stops where the line has no more room.
    ///
    /// - Returns: Whether it fits.
    func append(to text: inout TextBuffer, _ room: Room) -> Bool {
        switch self {
        case .text(let word): text += word
        case .call(let head, let arguments):
            text += head
            guard Self.append(arguments, "(", ")", to: &text, room) else { return false }
        case .list(let elements):
            guard Self.append(elements.lazy.map { Argument(nil, $0) }, "[", "]", to: &text, room) else {
                return false
            }
        case .chained(let base, let method, let arguments):
            guard base.append(to: &text, room) else { return false }
            return SwiftNode.call("." + method, arguments).append(to: &text, room)
        }
        return room.holds(text)
    }

    private static func append(
        _ arguments: some Collection<Argument>,
        _ open: String,
        _ close: String,
        to text: inout TextBuffer,
        _ room: Room
    ) -> Bool {
        text += open
        var isFirst = true
        for argument in arguments {
            if !isFirst { text += ", " }
            isFirst = false
            if let label = argument.label {
                text += label
                text += ": "
            }
            guard argument.value.append(to: &text, room) else { return false }
        }
        text += close
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
