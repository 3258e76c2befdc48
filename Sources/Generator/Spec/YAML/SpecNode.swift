/// A node of a spec's YAML, with the place where it begins.
struct SpecNode: Sendable {
    enum Content: Sendable {
        case scalar(String, ScalarStyle)
        case sequence([SpecNode])
        case mapping([Entry])
    }

    struct Entry: Sendable {
        var key: Word
        var value: SpecNode
    }

    var content: Content
    var place: Place

    /// What it is, to be told to the author.
    var kind: String {
        switch content {
        case .scalar: isNull ? "nothing" : "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// Whether the author wrote nothing, or YAML's word for it (YAML 1.2, section 10.3.2).
    var isNull: Bool {
        guard case .scalar(let text, .plain) = content, text.utf8.count < 5 else { return false }
        return text.isEmpty || text == "~" || text == "null" || text == "Null" || text == "NULL"
    }

    /// Whether it is a mapping with that key.
    func hasKey(_ key: String) -> Bool {
        guard case .mapping(let entries) = content else { return false }
        return entries.contains { $0.key.value == key }
    }

    /// The text of a scalar that is not null.
    var word: Word? {
        guard case .scalar(let text, _) = content, !isNull else { return nil }
        return Word(value: text, place: place)
    }
}

/// How a scalar is written (YAML 1.2, chapters 7 and 8).
enum ScalarStyle: Sendable {
    case plain, quoted, block
}

/// Booleans and numbers by the core schema of YAML 1.2 (section 10.3.2).
enum CoreScalar {
    static func boolean(_ text: String) -> Bool? {
        switch text {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }

    static func integer(_ text: String) -> Int64? {
        if text.hasPrefix("0x") { return digits(text.dropFirst(2), radix: 16) }
        if text.hasPrefix("0o") { return digits(text.dropFirst(2), radix: 8) }
        return Int64(text)
    }

    private static func digits(_ text: Substring, radix: Int) -> Int64? {
        guard let first = text.first, first != "-", first != "+" else { return nil }
        return Int64(text, radix: radix)
    }
}
