import PlumblineSchema

/// `Query`, `Mutation`, and what they take.
extension APIBuilder {
    mutating func query() -> TypeDefinition {
        let fields = roots.queries.map { field($0) } + abstractFields() + nodeFields()
        // A type needs a field (section 3.6); a spec without readable entities still gets an API.
        let none = FieldDefinition(
            name: "nothing",
            description: "There is nothing to read.",
            type: .named("Boolean")
        )
        return .object(
            "Query",
            description: "What can be read. Rows that the caller may not read are as if they were not there.",
            fields: fields.isEmpty ? [none] : fields
        )
    }

    mutating func mutation() -> TypeDefinition {
        .object(
            "Mutation",
            description:
                "What can be changed. All fields of one request are one transaction, in their order.",
            fields: mutations.map { field($0) }
        )
    }

    private mutating func field(_ root: RootFields.Root) -> FieldDefinition {
        var field = plainField(root)
        // What may be a row of several entities is not deprecated with one of them.
        if root.entity.name == field.type.name { field.deprecationReason = root.entity.deprecationReason }
        return field
    }

    /// The field, but for its deprecation.
    private mutating func plainField(_ root: RootFields.Root) -> FieldDefinition {
        let entity = root.entity
        let type = TypeReference.named(entity.name)
        switch root.action {
        case .me:
            return FieldDefinition(name: root.name, description: "The caller; null if anonymous.", type: type)
        case .row:
            return FieldDefinition(
                name: root.name,
                description: "The row with this key; null if there is none that the caller may read.",
                arguments: [Self.id],
                type: type
            )
        case .unique(let fields):
            return FieldDefinition(
                name: root.name,
                description: "The row with these values; null if there is none that the caller may read.",
                arguments: NamedList(fields.map { uniqueValue($0) }),
                type: type
            )
        case .gaps(let lookup): return gaps(lookup, of: entity)
        case .page:
            return connectionField(root.name, description: entity.doc, to: entity)
        case .create:
            return FieldDefinition(
                name: root.name,
                arguments: NamedList(entity.creatableFields.isEmpty ? [] : [Self.input("Create", entity)]),
                type: .nonNull(type)
            )
        case .update:
            return FieldDefinition(
                name: root.name,
                description: "Changes the fields that are given; null clears one.",
                arguments: NamedList([Self.id, Self.input("Update", entity)] + expectedVersion(entity)),
                type: .nonNull(type)
            )
        case .delete:
            return FieldDefinition(
                name: root.name,
                description: "Deletes the row and answers its key.",
                arguments: NamedList([Self.id] + expectedVersion(entity)),
                type: .nonNull(.named("ID"))
            )
        case .createMany, .updateMany, .deleteMany, .upsert:
            return changeField(root)
        case .restore:
            return FieldDefinition(
                name: root.name,
                description: "Brings back a deleted row, with the rows that were deleted because of it.",
                arguments: NamedList([Self.id] + expectedVersion(entity)),
                type: .nonNull(type)
            )
        case .custom(let operation):
            let result = TypeReference.named(operation.result)
            let arguments = inputFields(operation.arguments, operation.arguments.fields) { !$0.isOptional }
            return FieldDefinition(
                name: root.name,
                description: operation.arguments.doc,
                arguments: NamedList(arguments),
                type: operation.kind == .mutation ? .nonNull(result) : result
            )
        }
    }

    private mutating func uniqueValue(_ field: Field) -> InputValueDefinition {
        InputValueDefinition(name: field.apiName, type: .nonNull(leaf(field, isInput: true)))
    }

    /// A change of several rows, or of one that may not be there yet.
    private func changeField(_ root: RootFields.Root) -> FieldDefinition {
        let entity = root.entity
        let filter = InputValueDefinition(name: "filter", type: .nonNull(.named("\(entity.name)Filter")))
        let atMost = InputValueDefinition(
            name: "atMost",
            description: "How many rows may match; if there are more, nothing is changed.",
            type: .nonNull(.named("Int"))
        )
        switch root.action {
        case .createMany:
            let inputs = InputValueDefinition(name: "inputs", type: .all("Create\(entity.name)Input"))
            return FieldDefinition(
                name: root.name,
                description: "Makes rows, and answers them in the same order.",
                arguments: [inputs],
                type: .all(entity.name)
            )
        case .updateMany:
            return FieldDefinition(
                name: root.name,
                description: "Changes all rows that match and that the caller may change.",
                arguments: [filter, Self.input("Update", entity), atMost],
                type: .nonNull(.named("\(entity.name)Batch"))
            )
        case .deleteMany:
            return FieldDefinition(
                name: root.name,
                description: "Deletes all rows that match and that the caller may delete.",
                arguments: [filter, atMost],
                type: .nonNull(.named(Self.deletedRows.name))
            )
        default:
            let key = InputValueDefinition(
                name: "onConflict",
                description: "Which unique values of `input` tell whether the row is there already.",
                type: .nonNull(.named("\(entity.name)Key"))
            )
            let update = InputValueDefinition(
                name: "update",
                description: "What is changed of a row that is there already.",
                type: .nonNull(.named("Update\(entity.name)Input"))
            )
            return FieldDefinition(
                name: root.name,
                description: "Makes the row, or changes the one that has its unique values.",
                arguments: [Self.input("Create", entity), key, update],
                type: .nonNull(.named(entity.name))
            )
        }
    }

    private static let id = InputValueDefinition(name: "id", type: .nonNull(.named("ID")))

    private static func input(_ verb: String, _ entity: Entity) -> InputValueDefinition {
        InputValueDefinition(name: "input", type: .nonNull(.named("\(verb)\(entity.name)Input")))
    }

    func expectedVersion(_ entity: Entity) -> [InputValueDefinition] {
        guard entity.versionField != nil else { return [] }
        return [
            InputValueDefinition(
                name: "expectedVersion",
                description: "The version the caller has seen; refused if the row has another by now.",
                type: .named("Int")
            )
        ]
    }

    /// A page of rows with the arguments that all pages take.
    func connectionField(_ name: String, description: String?, to entity: Entity) -> FieldDefinition {
        let deleted = InputValueDefinition(
            name: "includeDeleted",
            description: "Whether deleted rows that the caller may restore are listed too.",
            type: .named("Boolean")
        )
        return FieldDefinition(
            name: name,
            description: description,
            arguments: NamedList(
                [
                    InputValueDefinition(name: "first", type: .named("Int")),
                    InputValueDefinition(name: "after", type: .named("String")),
                    InputValueDefinition(name: "last", type: .named("Int")),
                    InputValueDefinition(name: "before", type: .named("String")),
                    InputValueDefinition(name: "offset", type: .named("Int")),
                    InputValueDefinition(name: "filter", type: .named("\(entity.name)Filter")),
                    InputValueDefinition(
                        name: "orderBy",
                        type: .list(.nonNull(.named("\(entity.name)Order")))
                    ),
                ] + distinct(ListedType(entity)) + search(entity) + (entity.isRestorable ? [deleted] : [])
            ),
            type: .nonNull(.named(ListedType(entity).connection)),
            deprecationReason: entity.deprecationReason
        )
    }

    private func search(_ entity: Entity) -> [InputValueDefinition] {
        guard let search = entity.search else { return [] }
        let fields = search.fields.compactMap { entity.field($0)?.apiName }.joined(separator: ", ")
        return [
            InputValueDefinition(
                name: "search",
                description:
                    "Words that are in \(fields): `two words`, `\"a phrase\"`, `one or other`, `-without`.",
                type: .named("String")
            )
        ]
    }
}
