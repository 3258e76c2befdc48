public import PlumblineSchema

/// Writes a schema for people: a data dictionary in Markdown and a diagram of its relations in Mermaid.
///
/// The same schema gives the same bytes.
public struct ModelDocument: Sendable {
    let schema: Schema

    /// Creates the writer of a schema's documents.
    public init(_ schema: Schema) {
        self.schema = schema
    }

    /// The data dictionary: `docs/model.md`.
    public var dictionary: String {
        var page = Markdown()
        page.heading(1, "The model of \(schema.name)")
        page.paragraph(Self.header)
        page.table(
            ["Entity", "Table", "What it is"],
            schema.entities.map {
                [link($0.name), "`\($0.table)`", Markdown.escaped($0.documentation ?? "")]
            }
        )
        for entity in schema.entities { write(entity, to: &page) }
        if !schema.enums.isEmpty { page.heading(2, "Enums") }
        for type in schema.enums { write(type, to: &page) }
        return page.text
    }

    /// The diagram, as Markdown that shows it: `docs/diagram.md`.
    public var diagram: String {
        var page = Markdown()
        page.heading(1, "The relations of \(schema.name)")
        page.paragraph(Self.header)
        page.code("mermaid", MermaidDiagram(schema).text)
        return page.text
    }

    private static let header = "Made by Plumbline from the spec. Edit the spec, not this file."

    /// The way to an entity or enum on the same page.
    func link(_ name: String) -> String {
        "[\(name)](#\(name.lowercased()))"
    }

    private func write(_ type: EnumType, to page: inout Markdown) {
        page.heading(3, type.name)
        if let doc = type.doc { page.paragraph(Markdown.escaped(doc)) }
        page.table(
            ["Value", "Means"],
            type.values.map { value in
                let reason = value.deprecationReason().map { "Deprecated: \($0)" }
                let words = [value.doc, reason].compactMap(\.self).joined(separator: " ")
                return ["`\(value.name)`", Markdown.escaped(words)]
            }
        )
    }
}
