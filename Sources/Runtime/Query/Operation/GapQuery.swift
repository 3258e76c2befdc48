/// The stretches that rows leave free which must not overlap.
public struct GapQuery: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// The rule that keeps its rows apart.
    public var rule: String
    /// Whose rows: a value for each field of the rule's `per`.
    public var owner: [RowQuery.FieldValue]
    /// The range that is looked at.
    public var within: Operand
    /// Only stretches that are at least so long.
    public var minimum: Operand?
    /// At most so many, from the front.
    public var first: Operand?
    /// The members of a stretch's object, in response order.
    public var members: [Selection.RangeMember]

    /// Creates a query.
    public init(
        entity: String,
        rule: String,
        owner: [RowQuery.FieldValue],
        within: Operand,
        minimum: Operand? = nil,
        first: Operand? = nil,
        members: [Selection.RangeMember]
    ) {
        self.entity = entity
        self.rule = rule
        self.owner = owner
        self.within = within
        self.minimum = minimum
        self.first = first
        self.members = members
    }
}
