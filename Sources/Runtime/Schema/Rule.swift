/// A rule over the fields of a row, or over several rows.
public struct Rule: Sendable, Hashable, Codable {
    /// What is demanded.
    public enum Demand: Sendable, Hashable {
        /// The expression is true or null: a CHECK.
        case check(Expression)
        /// No two rows (that meet the condition) agree in all fields.
        case unique([String], condition: Expression?)
        /// No two rows that agree in `per` and meet the condition have overlapping half-open ranges `[start, end)`.
        case noOverlap(start: String, end: String, per: [String], condition: Expression?)
        /// No two rows that agree in `per` and meet the condition have ranges in this field that overlap.
        case disjoint(range: String, per: [String], condition: Expression?)
        /// The related row's field equals this row's own: `service.provider = provider`.
        /// The database keeps it with a composite foreign key.
        case agrees(relation: String, field: String, own: String)

        /// The code of a rule that says none.
        package var defaultCode: String {
            switch self {
            case .check, .agrees: "RULE_BROKEN"
            case .unique: "NOT_UNIQUE"
            case .noOverlap, .disjoint: "OVERLAPS"
            }
        }
    }

    /// The name in the spec, such as `ends_after_it_starts`.
    public var name: String
    /// The constraint's name in the database.
    public var constraint: String
    /// What is demanded.
    public var demand: Demand
    /// Whether two rows without a value agree in that too, where uniqueness is demanded; they do not without it.
    public var nullsNotDistinct: Bool?
    /// What a client is told.
    public var message: String
    /// The stable code a client can act on, such as `SLOT_TAKEN`.
    public var code: String
    /// Where the spec says it.
    public var origin: Origin

    /// Creates a rule; its code is that of its kind unless another is given.
    public init(
        name: String,
        constraint: String,
        demand: Demand,
        nullsNotDistinct: Bool? = nil,
        message: String,
        code: String? = nil,
        origin: Origin
    ) {
        self.name = name
        self.constraint = constraint
        self.demand = demand
        self.nullsNotDistinct = nullsNotDistinct
        self.message = message
        self.code = code ?? demand.defaultCode
        self.origin = origin
    }
}
