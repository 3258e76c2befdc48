/// What a field is computed from.
public enum Derivation: Sendable, Hashable {
    /// Other columns of the row. PostgreSQL computes it at every write and stores it.
    case generated(Expression)
    /// The row and those that its relations lead to, at every read. It has no column.
    case computed(Expression)
    /// The row, under the name `this`, by an SQL expression of the spec's author, at every read. It has no column.
    case sql(String)
    /// These fields of the row, by the service's own Swift code, after every read. It has no column.
    case swift([String])
}

/// What keeps a field that callers do not set.
public enum Managed: String, Sendable, Hashable, Codable {
    /// The primary key, made by the server: UUID version 7 (RFC 9562).
    case key
    /// A whole number that the database counts up for each new row.
    case identity
    /// The time of creation.
    case createdAt
    /// The time of the last change.
    case updatedAt
    /// The time of the deletion; null as long as the row is there.
    case deletedAt
    /// Counts changes from 1, for optimistic locking.
    case version
}

/// When the server sets a field that callers do not give.
public enum Preset: String, Sendable, Hashable, Codable {
    /// When the row is made.
    case create
    /// When the row is made, and at every change.
    case always
}
