public import PlumblineSchema

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A schema as a migration keeps it: JSON with sorted keys, the same bytes for the same schema.
public enum SchemaSnapshot {
    /// Writes a schema.
    public static func text(of schema: Schema) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(schema), as: UTF8.self) + "\n"
    }

    /// Reads a schema that ``text(of:)`` wrote.
    ///
    /// - Throws: `DecodingError` when the text is something else, or of another version of Plumbline.
    public static func schema(from text: String) throws -> Schema {
        try JSONDecoder().decode(Schema.self, from: Data(text.utf8))
    }
}
