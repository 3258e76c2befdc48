/// A relation seen from its target: all rows of another entity that point here, or that such rows lead on to.
public struct Inverse: Sendable, Hashable, Codable {
    /// The name here, in snake case, such as `appointments`.
    public var name: String
    /// The entity whose field points here.
    public var entity: String
    /// That entity's field.
    public var field: String
    /// Whether at most one row can point here (the field is unique).
    public var isToOne: Bool
    /// Of a many-to-many relation: the field of the rows that point here which leads on to the rows that are meant.
    public var onward: String?

    /// Creates an inverse.
    public init(
        name: String,
        entity: String,
        field: String,
        isToOne: Bool = false,
        onward: String? = nil
    ) {
        self.name = name
        self.entity = entity
        self.field = field
        self.isToOne = isToOne
        self.onward = onward
    }

    /// The name in GraphQL.
    public var apiName: String { Naming.lowerCamel(name) }
}
