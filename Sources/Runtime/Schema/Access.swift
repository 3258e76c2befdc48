/// Who may do what with the rows of an entity. What nobody allows is denied.
public struct Access: Sendable, Hashable, Codable {
    /// Which rows a caller sees.
    public var read: Expression
    /// Which rows a caller may make: holds for the new row.
    public var create: Expression
    /// Which rows a caller may change: holds for the row before and after.
    public var update: Expression
    /// Which rows a caller may delete.
    public var delete: Expression
    /// Which deleted rows a caller may see and bring back; none without it.
    public var restore: Expression?
    /// Who may learn which stretches the rows leave free that must not overlap; decided by the caller's roles and scopes
    /// alone, and nobody without it.
    public var gaps: Expression?

    /// Creates access rules.
    public init(
        read: Expression,
        create: Expression,
        update: Expression,
        delete: Expression,
        restore: Expression? = nil,
        gaps: Expression? = nil
    ) {
        self.read = read
        self.create = create
        self.update = update
        self.delete = delete
        self.restore = restore
        self.gaps = gaps
    }
}
