extension Entity {
    /// Whether any caller may read any row; the APIs do not know an entity that nobody may read.
    public var isReadable: Bool { !access.read.isNever }

    /// Whether any caller may make any row.
    ///
    /// What nobody may read nobody may change either: every change answers the row, and is undone where it may not.
    public var isCreatable: Bool { isReadable && !access.create.isNever }

    /// Whether any caller may change a field of any row.
    public var isUpdatable: Bool {
        isReadable && !access.update.isNever && fields.contains { $0.isUpdatable && !isKey($0) }
    }

    /// Whether any caller may delete any row.
    public var isDeletable: Bool { isReadable && !access.delete.isNever }

    /// Whether any caller may bring back any deleted row.
    public var isRestorable: Bool {
        guard deletionField != nil, let rule = access.restore else { return false }
        return !rule.isNever
    }

    /// The fields that the APIs show.
    public var readableFields: [Field] { fields.filter { !$0.isHidden } }
}

extension Expression {
    // By patterns: to compare with another expression, that would have to be made first.

    /// Whether it is false for everybody, of every row.
    public var isNever: Bool { if case .literal(.boolean(false)) = self { true } else { false } }

    /// Whether it is true for everybody, of every row.
    public var isAlways: Bool { if case .literal(.boolean(true)) = self { true } else { false } }
}
