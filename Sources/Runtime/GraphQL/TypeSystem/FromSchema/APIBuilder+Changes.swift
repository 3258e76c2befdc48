import PlumblineSchema

/// What changes of several rows take and answer.
extension APIBuilder {
    /// The types beside the plain inputs of an entity.
    func changeTypes(_ entity: Entity) -> [TypeDefinition] {
        var types: [TypeDefinition] = []
        if entity.isUpdatable { types.append(batch(entity)) }
        let keys = entity.isUpdatable ? schema.upsertKeys(of: entity) : []
        if !keys.isEmpty {
            types.append(
                .enumeration(
                    "\(entity.name)Key",
                    description: "What no two rows of \(entity.name) agree in.",
                    values: keys.map { EnumValueDefinition(name: $0.name) }
                )
            )
        }
        if nested.targets.contains(entity.name) || nested.untied.contains(entity.name) {
            types.append(link(entity))
        }
        if nested.rows.contains(entity.name) { types += list(entity) }
        if nested.tied.contains(entity.name) { types.append(links(entity)) }
        return types
    }

    private func batch(_ entity: Entity) -> TypeDefinition {
        .object(
            "\(entity.name)Batch",
            description: "Rows of \(entity.name) that were changed together.",
            fields: [
                FieldDefinition(name: "count", description: "How many.", type: .nonNull(.named("Int"))),
                FieldDefinition(
                    name: "nodes",
                    description: "The rows as they are now, in the order of their keys.",
                    type: .all(entity.name)
                ),
            ]
        )
    }

    static let deletedRows = TypeDefinition.object(
        "DeletedRows",
        description: "Rows that were deleted together.",
        fields: [
            FieldDefinition(name: "count", description: "How many.", type: .nonNull(.named("Int"))),
            FieldDefinition(name: "ids", description: "Their keys, in order.", type: .all("ID")),
        ]
    )

    private func link(_ entity: Entity) -> TypeDefinition {
        .input(
            "\(entity.name)LinkInput",
            description: "The row of \(entity.name) to point to: a new one, or one that is there.",
            fields: (entity.canBeGiven
                ? [InputValueDefinition(name: "create", type: .named("Create\(entity.name)Input"))] : []) + [
                    InputValueDefinition(name: "connect", type: .named("ID"))
                ],
            isOneOf: true
        )
    }

    /// The changes of what a many-to-many relation leads to.
    private func links(_ entity: Entity) -> TypeDefinition {
        let create = InputValueDefinition(
            name: "create",
            description: "New rows, tied to this one.",
            type: .list(.nonNull(.named("Create\(entity.name)Input")))
        )
        let connect = InputValueDefinition(
            name: "connect",
            description: "Rows that are tied to this one from now on.",
            type: .list(.nonNull(.named("ID")))
        )
        let disconnect = InputValueDefinition(
            name: "disconnect",
            description: "Rows that are tied to this one, and no more.",
            type: .list(.nonNull(.named("ID")))
        )
        let set = InputValueDefinition(
            name: "set",
            description: "All rows that are tied to this one afterwards, and none beside.",
            type: .list(.nonNull(.named("\(entity.name)LinkInput")))
        )
        return .input(
            "\(entity.name)LinksInput",
            description: "Changes of which rows of \(entity.name) are tied to a row.",
            fields: (entity.canBeGiven ? [create] : []) + [connect]
                + (nested.untied.contains(entity.name) ? [disconnect, set] : [])
        )
    }

    /// The changes of the rows that point to a row.
    private func list(_ entity: Entity) -> [TypeDefinition] {
        let name = entity.name
        func many(_ type: String) -> TypeReference { .list(.nonNull(.named(type))) }
        let canCreate = entity.isCreatable && !entity.creatableFields.isEmpty
        let create = InputValueDefinition(
            name: "create",
            description: "New rows, which belong here.",
            type: many("Create\(name)Input")
        )
        let connect = InputValueDefinition(
            name: "connect",
            description: "Rows that belong here from now on.",
            type: many("ID")
        )
        let update = InputValueDefinition(
            name: "update",
            description: "Changes of rows that belong here.",
            type: many("\(name)UpdateItemInput")
        )
        let delete = InputValueDefinition(
            name: "delete",
            description: "Rows that belong here and go.",
            type: many("ID")
        )
        let set = InputValueDefinition(
            name: "set",
            description: "All rows that belong here afterwards: the new, the changed, and none beside.",
            type: many("\(name)SetItemInput")
        )
        let canSet = entity.isDeletable && (canCreate || entity.isUpdatable)
        let fields =
            (canCreate ? [create] : []) + (entity.isUpdatable ? [connect, update] : [])
            + (entity.isDeletable ? [delete] : []) + (canSet ? [set] : [])
        var types = [
            TypeDefinition.input(
                "\(name)ListInput",
                description: "Changes of the rows of \(name) that belong to a row.",
                fields: fields
            )
        ]
        if entity.isUpdatable { types.append(updateItem(entity)) }
        if canSet { types.append(setItem(entity, canCreate: canCreate)) }
        return types
    }

    private func updateItem(_ entity: Entity) -> TypeDefinition {
        .input(
            "\(entity.name)UpdateItemInput",
            description: "A change of one row of \(entity.name).",
            fields: [
                InputValueDefinition(name: "id", type: .nonNull(.named("ID"))),
                InputValueDefinition(name: "input", type: .nonNull(.named("Update\(entity.name)Input"))),
            ] + expectedVersion(entity)
        )
    }

    private func setItem(_ entity: Entity, canCreate: Bool) -> TypeDefinition {
        let create = InputValueDefinition(name: "create", type: .named("Create\(entity.name)Input"))
        let update = InputValueDefinition(name: "update", type: .named("\(entity.name)UpdateItemInput"))
        return .input(
            "\(entity.name)SetItemInput",
            description: "A row of \(entity.name) that is there afterwards.",
            fields: (canCreate ? [create] : []) + (entity.isUpdatable ? [update] : []),
            isOneOf: true
        )
    }

    /// The rows that an entity's input makes and changes beside its own.
    func nestedFields(_ entity: Entity, _ given: [Field], isCreation: Bool) -> [InputValueDefinition] {
        let links = given.compactMap { field -> InputValueDefinition? in
            guard let name = field.relationAPIName, let target = schema.nestedTarget(of: field) else {
                return nil
            }
            return InputValueDefinition(
                name: name,
                description: "Instead of `\(field.apiName)`.",
                type: .named("\(target.name)LinkInput")
            )
        }
        let lists = entity.inverses.compactMap { inverse -> InputValueDefinition? in
            if let ties = schema.nestedTies(of: inverse) {
                return InputValueDefinition(
                    name: inverse.apiName,
                    type: .named("\(ties.entity.name)LinksInput")
                )
            }
            guard let (rows, _) = schema.nestedRows(of: inverse, isCreation: isCreation) else { return nil }
            return InputValueDefinition(name: inverse.apiName, type: .named("\(rows.name)ListInput"))
        }
        return links + lists
    }
}

/// The entities whose rows are made or changed within the inputs of others.
struct NestedEntities {
    private(set) var targets: Set<String> = []
    private(set) var rows: Set<String> = []
    /// Those that many-to-many relations tie to others, and of these those that can be untied.
    private(set) var tied: Set<String> = []
    private(set) var untied: Set<String> = []

    init(_ schema: Schema) {
        for entity in schema.entities where entity.isCreatable || entity.isUpdatable {
            let fields =
                (entity.isCreatable ? entity.creatableFields : [])
                + (entity.isUpdatable ? entity.updatableFields : [])
            targets.formUnion(fields.compactMap { schema.nestedTarget(of: $0)?.name })
            rows.formUnion(
                entity.inverses.compactMap {
                    schema.nestedRows(of: $0, isCreation: !entity.isUpdatable)?.entity.name
                }
            )
            let ties = entity.inverses.compactMap { schema.nestedTies(of: $0) }
            tied.formUnion(ties.map(\.entity.name))
            untied.formUnion(ties.filter(\.between.isDeletable).map(\.entity.name))
        }
    }
}
