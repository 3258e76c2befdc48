/// A relation to one row of another entity.
public struct Reference: Sendable, Hashable, Codable {
    /// What the database does with this row when the target goes or changes its key.
    public enum Action: String, Sendable, Hashable, Codable {
        /// Refuses.
        case restrict
        /// Deletes this row too.
        case cascade
        /// Sets the field to null.
        case setNull = "set_null"
    }

    /// The target entity's name.
    public var target: String
    /// What happens on the target's deletion.
    public var onDelete: Action
    /// What happens when somebody changes the target's key: refused unless it says `cascade`.
    public var onUpdate: Action?
    /// Whether no foreign key keeps it, so that the row may outlive what it points at; false without a word.
    public var isUnenforced: Bool?

    /// Creates a reference.
    public init(
        target: String,
        onDelete: Action,
        onUpdate: Action? = nil,
        isUnenforced: Bool? = nil
    ) {
        self.target = target
        self.onDelete = onDelete
        self.onUpdate = onUpdate
        self.isUnenforced = isUnenforced
    }
}
