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
        var bytes: [UInt8] = []
        write(to: &bytes, depth: 0)
        bytes.append(UInt8(ascii: "\n"))
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(to bytes: inout [UInt8], depth: Int) {
        switch self {
        case .string(let text): JSONWriter.append(text, to: &bytes)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .number(let digits): bytes.append(contentsOf: digits.utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .null: bytes.append(contentsOf: "null".utf8)
        case .list(let items):
            Self.write(items, "[", "]", to: &bytes, depth: depth) { item, bytes in
                item.write(to: &bytes, depth: depth + 1)
            }
        case .object(let members):
            Self.write(members, "{", "}", to: &bytes, depth: depth) { member, bytes in
                JSONWriter.append(member.0, to: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                member.1.write(to: &bytes, depth: depth + 1)
            }
        }
    }

    /// Writes each part on a line of its own.
    private static func write<Part>(
        _ parts: [Part],
        _ open: Unicode.Scalar,
        _ close: Unicode.Scalar,
        to bytes: inout [UInt8],
        depth: Int,
        _ body: (Part, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(in: &bytes, depth: depth + 1)
            body(part, &bytes)
        }
        if !parts.isEmpty { breakLine(in: &bytes, depth: depth) }
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
