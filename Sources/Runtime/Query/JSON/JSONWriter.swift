internal import PlumblineSchema

/// Writes JSON (RFC 8259), as compactly as it goes.
public enum JSONWriter {
    /// Appends a text as a JSON string.
    public static func append(_ text: String, to bytes: inout [UInt8]) {
        JSONValue.append(text, to: &bytes)
    }

    /// Appends a value.
    public static func append(_ value: InputValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): append(text, to: &bytes)
        case .list(let elements):
            separated(elements, "[", "]", to: &bytes) { append($0, to: &$1) }
        case .object(let members):
            separated(members, "{", "}", to: &bytes) { member, bytes in
                append(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                append(member.value, to: &bytes)
            }
        }
    }

    /// The text as a JSON string.
    public static func string(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value as JSON.
    public static func text(_ value: InputValue) -> String {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func separated<Element>(
        _ elements: [Element],
        _ open: Unicode.Scalar,
        _ close: Unicode.Scalar,
        to bytes: inout [UInt8],
        _ body: (Element, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            body(element, &bytes)
        }
        bytes.append(UInt8(ascii: close))
    }
}
