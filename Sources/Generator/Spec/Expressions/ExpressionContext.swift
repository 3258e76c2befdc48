/// Where an expression stands, and so what it may use.
enum ExpressionContext {
    /// A `check`: the database must be able to keep it with the row alone.
    case check
    /// A `check` of the form `relation.field = field`.
    case agreement
    /// A `when`.
    case condition
    /// A `default`.
    case defaultValue
    /// An access rule over rows, or the read rule of a field.
    case rowAccess
    /// The write rule of a field.
    case fieldWrite

    /// What it is, for sentences.
    var described: String {
        switch self {
        case .check, .agreement: "a check"
        case .condition: "a condition"
        case .defaultValue: "a default"
        case .rowAccess: "an access rule"
        case .fieldWrite: "the write rule of a field"
        }
    }

    var allowsFields: Bool { self != .fieldWrite }

    var allowsRelations: Bool { [.agreement, .defaultValue, .rowAccess].contains(self) }

    /// `me`
    var allowsCaller: Bool { [.defaultValue, .rowAccess].contains(self) }

    /// `authenticated`, `role(…)`
    var allowsRoles: Bool { [.rowAccess, .fieldWrite].contains(self) }

    var allowsNow: Bool { [.defaultValue, .rowAccess].contains(self) }

    var allowsNewKeys: Bool { self == .defaultValue }
}
