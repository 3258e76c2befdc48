import PlumblineSchema

/// The interface of all rows that have a key, and the roots that find them by it (Relay's Global Object Identification).
extension APIBuilder {
    static let node = TypeDefinition.interface(
        "Node",
        description: "A row of any entity.",
        fields: [FieldDefinition(name: Field.keyName, description: "The key.", type: .nonNull(.named("ID")))]
    )

    /// `node` and `nodes`, if there is anything to find.
    func nodeFields() -> [FieldDefinition] {
        guard schema.entities.contains(where: \.isNode) else { return [] }
        let node = TypeReference.named(Self.node.name)
        let id = InputValueDefinition(
            name: "id",
            description: "A UUID, or `Type:key` for a row with a key of another type.",
            type: .nonNull(.named("ID"))
        )
        let ids = InputValueDefinition(name: "ids", type: .all("ID"))
        return [
            FieldDefinition(
                name: "node",
                description:
                    "The row with this key, of the types that fragments name, or of any; null if there is none "
                    + "that the caller may read.",
                arguments: [id],
                type: node
            ),
            FieldDefinition(
                name: "nodes",
                description: "As `node`, for each key in its place.",
                arguments: [ids],
                type: .nonNull(.list(node))
            ),
        ]
    }
}

extension Entity {
    /// Whether its rows have a key that whoever may read them sees.
    var isNode: Bool {
        guard isReadable, let id = field(Field.keyName) else { return isReadable }
        return !id.isHidden && !id.isOptional && id.isAlwaysShown
    }
}
