/// A row that belongs to the schema, such as a country: every database of the spec has it.
///
/// Only the generator and migrations read it; the schema in generated Swift has none.
public struct ReferenceRow: Sendable, Hashable, Codable {
    /// The value of one field. A literal text stands for any type that PostgreSQL reads from text.
    public struct Value: Sendable, Hashable, Codable {
        /// The field.
        public var field: String
        /// The value.
        public var literal: Literal

        /// Creates a value.
        public init(field: String, literal: Literal) {
            self.field = field
            self.literal = literal
        }
    }

    /// The entity's name.
    public var entity: String
    /// The name in the spec, which stays while the values change.
    public var name: String
    /// The values, the key among them; the other fields have their defaults.
    public var values: [Value]
    /// Where the spec says it.
    public var origin: Origin

    /// Creates a row.
    public init(entity: String, name: String, values: [Value], origin: Origin) {
        self.entity = entity
        self.name = name
        self.values = values
        self.origin = origin
    }

    /// The key that the server gives a row of that name: a UUID of version 8 (RFC 9562, section 5.8), the first bits of
    /// the SHA-256 of both names, so that every database has the same.
    public static func key(entity: String, name: String) -> String {
        var digits = Array(SHA256Digest.hex(of: "\(entity)/\(name)".utf8).prefix(32))
        digits[12] = "8"
        digits[16] = ["8", "9", "a", "b"][(digits[16].hexDigitValue ?? 0) & 3]
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(digits[$0]) }.joined(separator: "-")
    }
}
