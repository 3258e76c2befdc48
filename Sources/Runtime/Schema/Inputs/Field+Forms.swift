extension Field {
    /// A field that the server keeps, as every entity has it: the key, or what a trait adds.
    public static func managed(_ managed: Managed, origin: Origin) -> Field {
        let (name, doc, type, value): (String, String, FieldType, Expression?) =
            switch managed {
            case .key: ("id", "The key.", .uuid, .call(.uuidV7, []))
            case .identity: ("id", "The key.", .integer, nil)
            case .createdAt: ("created_at", "When it was made.", .timestamp, .call(.now, []))
            case .updatedAt: ("updated_at", "When it last changed.", .timestamp, .call(.now, []))
            case .deletedAt:
                ("deleted_at", "When it was deleted; null as long as it is there.", .timestamp, nil)
            case .version: ("version", "Counts its changes, from 1.", .integer, .literal(.integer(1)))
            }
        return Field(
            name: name,
            doc: doc,
            type: type,
            isOptional: managed == .deletedAt,
            defaultValue: value,
            managed: managed,
            origin: origin
        )
    }

    /// A value in a column of its name, which callers read and write as they do the row.
    public init(
        _ name: String,
        _ type: FieldType,
        isOptional: Bool = false,
        default defaultValue: Expression? = nil,
        constraints: ValueConstraints = .none,
        origin: Origin
    ) {
        self.init(
            name: name,
            type: type,
            isOptional: isOptional,
            defaultValue: defaultValue,
            constraints: constraints,
            origin: origin
        )
    }

    /// A relation whose column is named after it and holds the target's UUID.
    public static func relation(
        _ name: String,
        to target: String,
        onDelete: Reference.Action,
        isOptional: Bool = false,
        default defaultValue: Expression? = nil,
        origin: Origin
    ) -> Field {
        Field(
            name: name,
            column: name + "_id",
            type: .uuid,
            isOptional: isOptional,
            defaultValue: defaultValue,
            reference: Reference(target: target, onDelete: onDelete),
            origin: origin
        )
    }

    /// The field with what it means.
    public func doc(_ words: String) -> Field {
        var field = self
        field.doc = words
        return field
    }
}
