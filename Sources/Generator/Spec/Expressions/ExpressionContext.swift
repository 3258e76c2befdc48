/// Where an expression stands, and so what it may use.
enum ExpressionContext {
    /// A `check`: the database must be able to keep it with the row alone.
    case check
    /// A `check` of the form `relation.field = field`.
    case agreement
    /// A `when`.
    case condition
    /// The `on` of an index.
    case index
    /// A `default`.
    case defaultValue
    /// What a stored field is generated from: the database must be able to work it out with the row alone.
    case generated
    /// What a field is computed from when it is read.
    case computed
    /// An access rule over rows, or the read rule of a field.
    case rowAccess
    /// The write rule of a field.
    case fieldWrite
    /// The rule of who may learn what rows leave free.
    case gaps
    /// What is shown of a field to those who may not read it.
    case mask

    /// What it is, for sentences.
    var described: String {
        switch self {
        case .check, .agreement: "a check"
        case .condition: "a condition"
        case .index: "an index"
        case .defaultValue: "a default"
        case .generated: "a generated value"
        case .computed: "a computed value"
        case .rowAccess: "an access rule"
        case .fieldWrite: "the write rule of a field"
        case .gaps: "the rule for gaps"
        case .mask: "a mask"
        }
    }

    var allowsFields: Bool { ![.fieldWrite, .gaps].contains(self) }

    var allowsRelations: Bool { [.agreement, .defaultValue, .computed, .rowAccess].contains(self) }

    /// `me`
    var allowsCaller: Bool { [.defaultValue, .computed, .rowAccess].contains(self) }

    /// `authenticated`, `role(…)`
    var allowsRoles: Bool { [.rowAccess, .fieldWrite, .gaps].contains(self) }

    /// `scope(…)`
    var allowsScopes: Bool { allowsRoles }

    /// `any(…)`
    var allowsOtherRows: Bool { self == .rowAccess }

    var allowsNow: Bool { [.defaultValue, .computed, .rowAccess].contains(self) }

    /// `uuid_v4()`, `uuid_v7()`, `next(…)`
    var allowsNewValues: Bool { self == .defaultValue }

    /// Whether it may read what is kept in jsonb: PostgreSQL takes the reading of a text as a date, and of others, to
    /// depend on the session, and keeps no index and no generated column by it.
    var allowsDocuments: Bool { ![.condition, .index, .generated].contains(self) }

    /// Whether a timestamp may be moved by a duration, which PostgreSQL takes to depend on the session's time zone.
    var allowsMovedTimestamps: Bool { ![.condition, .generated].contains(self) }
}
