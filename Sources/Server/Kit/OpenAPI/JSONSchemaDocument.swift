public import PlumblineSchema

/// The inputs of every entity as one JSON Schema (draft 2020-12), the same that the OpenAPI document has.
///
/// An input is named as there: `#/$defs/AppointmentCreate`.
public struct JSONSchemaDocument: Sendable {
    private let schema: Schema

    /// - Parameter schema: The schema whose inputs are described.
    public init(schema: Schema) {
        self.schema = schema
    }

    /// The document as JSON, the same bytes for the same schema.
    public var text: String { tree.text(width: 120) }

    private var tree: JSONTree {
        let schemas = OpenAPISchemas(schema: schema, references: "#/$defs/")
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": .string(schema.name),
            "description": "What can be given to make and change rows. Made from the spec.",
            "$defs": .object(
                schemas.enumerations + schemas.objects
                    + schema.entities.filter(\.isReadable).flatMap(schemas.inputs)
                    + schemas.operations
            ),
        ]
    }
}
