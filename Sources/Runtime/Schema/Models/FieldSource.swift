/// What the service's own code computes a field of a row from.
public protocol FieldSource: Sendable, Hashable, Codable {
    /// The row that has the field.
    associatedtype Row: EntityModel
    /// The field's values; an optional where there may be none.
    associatedtype Output: Encodable & Sendable

    /// The field's name in the spec.
    static var field: String { get }
}
