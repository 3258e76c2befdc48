import PlumblineQuery

/// JSON whose members keep their order, for documents that are written once and read by people.
indirect enum JSONTree: Sendable {
    case string(String)
    case integer(Int64)
    /// A number by its digits, so that it stays exact.
    case number(String)
    case boolean(Bool)
    case null
    case list([JSONTree])
    case object([(String, JSONTree)])

    /// The text, indented by two spaces, with a line feed at the end.
    var text: String {
        var result = ""
        write(to: &result, indent: "")
        return result + "\n"
    }

    private func write(to result: inout String, indent: String) {
        switch self {
        case .string(let text): result += JSONWriter.string(text)
        case .integer(let number): result += String(number)
        case .number(let digits): result += digits
        case .boolean(let value): result += value ? "true" : "false"
        case .null: result += "null"
        case .list(let items):
            Self.write(items.map { (nil, $0) }, "[", "]", to: &result, indent: indent)
        case .object(let members):
            Self.write(members.map { ($0.0, $0.1) }, "{", "}", to: &result, indent: indent)
        }
    }

    private static func write(
        _ members: [(String?, JSONTree)],
        _ open: String,
        _ close: String,
        to result: inout String,
        indent: String
    ) {
        guard !members.isEmpty else { return result += open + close }
        result += open + "\n"
        for (index, member) in members.enumerated() {
            result += indent + "  "
            if let name = member.0 { result += JSONWriter.string(name) + ": " }
            member.1.write(to: &result, indent: indent + "  ")
            result += index == members.count - 1 ? "\n" : ",\n"
        }
        result += indent + close
    }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(arrayLiteral elements: JSONTree...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSONTree)...) { self = .object(elements) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }

    /// The same object with a member more, if there is one.
    func adding(_ name: String, _ value: JSONTree?) -> JSONTree {
        guard case .object(let members) = self, let value else { return self }
        return .object(members + [(name, value)])
    }
}
