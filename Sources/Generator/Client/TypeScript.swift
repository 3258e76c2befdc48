import PlumblineSchema

/// Declarations as TypeScript spells them.
enum TypeScript {
    /// An interface of members that are whole lines.
    static func interface(
        _ name: String,
        _ sentences: [String?],
        deprecated: String? = nil,
        _ members: [String]
    ) -> String {
        doc(sentences, deprecated: deprecated) + "export interface \(name) {\n"
            + members.map { $0 + "\n" }.joined() + "}"
    }

    /// A member that holds a field's value.
    static func member(_ field: Field, _ name: String, _ type: String, orNull: Bool = false) -> String {
        let doc = doc([field.doc], deprecated: field.deprecationReason, indent: "    ")
        return String(joining: doc, "    ", name, ": ", type, field.isOptional || orNull ? " | null" : "")
    }

    /// A member that holds a value object.
    static func member(_ object: EmbeddedObject, _ name: String, _ type: String, orNull: Bool = false)
        -> String
    {
        let doc = doc([object.doc], indent: "    ")
        return String(joining: doc, "    ", name, ": ", type, object.isOptional || orNull ? " | null" : "")
    }

    /// What is said of a declaration, above it; nothing where there is nothing to say.
    ///
    /// Editors find a tag only where it begins a line.
    static func doc(_ sentences: [String?], deprecated: String? = nil, indent: String = "") -> String {
        let words = sentences.compactMap { $0.map(JavaScriptText.comment) }
        if words.isEmpty, deprecated == nil { return "" }
        let text = words.joined(separator: " — ")
        guard let deprecated else { return text.isEmpty ? "" : "\(indent)/** \(text) */\n" }
        let lines = (text.isEmpty ? [] : [text]) + ["@deprecated " + JavaScriptText.comment(deprecated)]
        return "\(indent)/**\n" + lines.map { "\(indent) * \($0)\n" }.joined() + "\(indent) */\n"
    }
}

extension FieldType {
    /// The type of a value in an answer.
    var answered: String {
        switch self {
        case .text, .citext, .password, .uuid, .timestamp, .date, .time, .interval, .bytes, .inet, .bigint,
            .decimal:
            "string"
        case .smallint, .integer, .float: "number"
        case .boolean: "boolean"
        case .json: "plumbline.Json"
        case .enumeration(let name): name
        case .array(let element): "readonly \(element.answered)[]"
        case .range(let bound): "plumbline.Range<\(bound.answered)>"
        }
    }

    /// The type of a value that is given.
    var given: String {
        switch self {
        case .bigint: "plumbline.Whole"
        case .decimal: "plumbline.Exact"
        case .array(let element): "readonly \(element.given)[]"
        case .range(let bound): "plumbline.RangeInput<\(bound.given)>"
        default: answered
        }
    }

    /// The type of a condition on it; nil where there is none.
    var condition: String? {
        switch self {
        case .text, .citext: "plumbline.Text"
        case .smallint, .integer, .bigint, .decimal, .float, .timestamp, .date, .time, .interval:
            "plumbline.Ordered<\(given)>"
        case .boolean: "plumbline.Flag"
        case .uuid, .bytes, .enumeration: "plumbline.Equality<\(answered)>"
        case .inet: "plumbline.Address"
        case .array(let element): "plumbline.Listed<\(element.given)>"
        case .range(let bound): "plumbline.Ranged<\(bound.given)>"
        case .json: "plumbline.Document"
        case .password: nil
        }
    }
}
