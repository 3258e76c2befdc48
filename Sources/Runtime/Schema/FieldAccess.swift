/// Who may read and set a field, beyond what the entity allows.
public struct FieldAccess: Sendable, Hashable, Codable {
    /// On which rows its value is shown; elsewhere it is null.
    public var read: Expression
    /// Who may give it for a new row; decided by the caller's roles and scopes alone.
    public var create: Expression
    /// Who may change it; decided by the caller's roles and scopes alone.
    public var update: Expression
    /// What is shown instead where `read` does not hold; null without it. It reads the field itself alone.
    public var mask: Expression?

    /// Creates access rules.
    public init(read: Expression, create: Expression, update: Expression, mask: Expression? = nil) {
        self.read = read
        self.create = create
        self.update = update
        self.mask = mask
    }

    /// No more than the entity's own rules.
    public static let open = FieldAccess(
        read: .literal(.boolean(true)),
        create: .literal(.boolean(true)),
        update: .literal(.boolean(true))
    )
}
