/// One thing that is different between two editions of a schema.
public struct SchemaChange: Sendable, Hashable {
    /// What a change means for clients that were written for the old edition.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// Operations that were valid are refused, or answer what their types did not allow.
        case breaking
        /// Operations stay valid, but may answer or do what their authors did not think of.
        case dangerous
        /// Nothing changes for them.
        case safe
    }

    /// What it means.
    public let severity: Severity
    /// What kind of change, stable for programs: `FIELD_REMOVED`. Kinds that graphql-js knows have its names.
    public let kind: String
    /// What is changed, as a schema coordinate (GraphQL specification, section 3.14): `Type.field(argument:)`. Something
    /// that is gone is named as the old edition had it.
    public let coordinate: String
    /// A sentence for people.
    public let message: String

    /// Creates a change.
    public init(_ severity: Severity, _ kind: String, _ coordinate: String, _ message: String) {
        self.severity = severity
        self.kind = kind
        self.coordinate = coordinate
        self.message = message
    }
}

extension TypeSystem {
    /// What is different in a newer edition of the schema: types in the order of this one, then those that are new.
    public func changes(to new: TypeSystem) -> [SchemaChange] {
        var comparison = TypeSystemComparison(old: self, new: new)
        comparison.compare()
        return comparison.changes
    }
}
