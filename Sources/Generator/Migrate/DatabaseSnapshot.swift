import PlumblineEmit
public import PlumblineSchema

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a migration leads to: the schema, and the objects that the database has of it.
///
/// The objects are kept as they were made, because a later version of Plumbline may make others of the same schema. Their
/// difference is then planned like any other.
public struct DatabaseSnapshot: Sendable, Hashable, Codable {
    /// What the spec says.
    public let schema: Schema
    /// What the database has of it, in the order of creation.
    let objects: [SQLObject]

    /// What a fresh database has of a schema.
    public init(_ schema: Schema) {
        self.init(schema, objects: SQLEmitter(schema).objects())
    }

    init(_ schema: Schema, objects: [SQLObject]) {
        self.schema = schema
        self.objects = objects
    }

    /// Reads what ``text()`` wrote.
    ///
    /// - Throws: `DecodingError` when the text is something else, or of a version of Plumbline that said it otherwise.
    public init(text: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
    }

    /// The text that a migration keeps.
    public func text() throws -> String { try CanonicalJSON.text(of: self) }
}

/// JSON with sorted keys: the same bytes for the same value.
public enum CanonicalJSON {
    /// Writes a value.
    public static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
