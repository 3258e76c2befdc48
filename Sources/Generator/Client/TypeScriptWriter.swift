import PlumblineSchema

/// Collects declarations as TypeScript spells them.
struct TypeScriptWriter {
    private var buffer = TextBuffer()

    /// What is written so far.
    var text: String { String(buffer) }

    /// Writes lines as they are, behind an empty one.
    mutating func paragraph(_ lines: String) {
        separate()
        buffer += lines
    }

    private mutating func separate() {
        if !buffer.isEmpty { buffer += "\n\n" }
    }

    // MARK: Interfaces

    /// Writes an interface, of which the body writes the members.
    mutating func interface(
        _ name: String,
        _ sentences: [String?],
        deprecated: String? = nil,
        _ body: (inout Self) -> Void
    ) {
        separate()
        doc(sentences, deprecated: deprecated)
        buffer += "export interface "
        buffer += name
        buffer += " {\n"
        body(&self)
        buffer += "}"
    }

    /// Writes a member that holds a field's value.
    mutating func member(_ field: Field, _ name: String, _ type: String, orNull: Bool = false) {
        doc([field.doc], deprecated: field.deprecationReason, indent: "    ")
        member(name, type, orNull: field.isOptional || orNull)
    }

    /// Writes a member that holds a value object.
    mutating func member(_ object: EmbeddedObject, _ name: String, _ type: String, orNull: Bool = false) {
        doc([object.doc], indent: "    ")
        member(name, type, orNull: object.isOptional || orNull)
    }

    /// Writes a member of which nothing is said.
    mutating func member(_ name: String, _ type: String, orNull: Bool = false) {
        buffer += "    "
        buffer += name
        buffer += ": "
        buffer += type
        buffer += orNull ? " | null\n" : "\n"
    }

    // MARK: Unions

    /// Writes a type of some texts, of which the body writes the lines.
    mutating func union(_ name: String, _ sentences: [String?], _ body: (inout Self) -> Void) {
        separate()
        doc(sentences)
        buffer += "export type "
        buffer += name
        buffer += " ="
        body(&self)
    }

    /// Writes a line of texts that a value may be.
    mutating func choices(_ texts: [String], doc words: String? = nil, deprecated: String? = nil) {
        buffer += "\n"
        doc([words], deprecated: deprecated, indent: "    ")
        buffer += "   "
        for text in texts {
            buffer += " | "
            buffer += JavaScriptText.quoted(text)
        }
    }

    // MARK: What is said

    /// Writes what is said of a declaration, above it; nothing where there is nothing to say.
    private mutating func doc(_ sentences: [String?], deprecated: String? = nil, indent: String = "") {
        buffer += Self.doc(sentences, deprecated: deprecated, indent: indent)
    }

    /// What is said of a declaration. Editors find a tag only where it begins a line.
    static func doc(_ sentences: [String?], deprecated: String? = nil, indent: String = "") -> String {
        let words = sentences.compactMap { $0.map(JavaScriptText.comment) }
        if words.isEmpty, deprecated == nil { return "" }
        let text = words.joined(separator: " — ")
        guard let deprecated else { return text.isEmpty ? "" : "\(indent)/** \(text) */\n" }
        let lines = (text.isEmpty ? [] : [text]) + ["@deprecated " + JavaScriptText.comment(deprecated)]
        return "\(indent)/**\n" + lines.map { "\(indent) * \($0)\n" }.joined() + "\(indent) */\n"
    }
}
