import PlumblineQuery
import PlumblineSchema

/// Changes of several rows, and the inputs of rows with those around them.
extension Lowering {
    func change(_ field: CollectedField, _ root: RootFields.Root) throws(GraphQLError) -> Root.Action {
        let entity = root.entity
        switch root.action {
        case .createMany:
            let type = TypeReference.list(.nonNull(.named("Create\(entity.name)Input")))
            var inputs: [RowInput] = []
            for (index, tree) in Self.items(try argument("inputs", of: field, as: type)).enumerated() {
                inputs.append(try rowInput(tree, ["inputs", String(index)], field, entity))
            }
            return .createMany(
                CreateMany(entity: entity.name, inputs: inputs, selection: try selection(field, of: entity))
            )
        case .updateMany:
            let input = try rowInput("input", of: field, "Update", entity)
            guard input.collections.isEmpty, input.ties.isEmpty else {
                throw badInput(
                    "The input of a change of many rows takes none that belong to each of them.",
                    field
                )
            }
            return .updateMany(
                UpdateMany(
                    rows: try find(field, entity, .update),
                    input: input,
                    members: try batch(field, of: entity, "\(entity.name)Batch")
                )
            )
        case .deleteMany:
            return .deleteMany(
                DeleteMany(
                    rows: try find(field, entity, .delete),
                    members: try batch(field, of: entity, APIBuilder.deletedRows.name)
                )
            )
        default:
            return .upsert(try upsert(field, entity))
        }
    }

    private func find(
        _ field: CollectedField,
        _ entity: Entity,
        _ purpose: Lock.Purpose
    ) throws(GraphQLError) -> Find {
        guard let atMost = try leaf("atMost", of: field, as: .named("Int")) else {
            throw badInput("The argument \"atMost\" must not be null.", field)
        }
        return Find(
            entity: entity.name,
            purpose: purpose,
            filter: try filter(field, of: entity),
            atMost: atMost
        )
    }

    private func batch(
        _ field: CollectedField,
        of entity: Entity,
        _ type: String
    ) throws(GraphQLError) -> [BatchMember] {
        var members: [BatchMember] = []
        for field in collector.collect(field.selectionSets, of: type) {
            switch field.name {
            case "count": members.append(.count(key: field.key))
            case "ids": members.append(.ids(key: field.key))
            case "nodes": members.append(.nodes(key: field.key, try selection(field, of: entity)))
            default: members.append(.typename(key: field.key, name: type))
            }
        }
        return members
    }

    private func upsert(_ field: CollectedField, _ entity: Entity) throws(GraphQLError) -> Upsert {
        let name: String? =
            if case .leaf(_, .string(let name))? = try argument(
                "onConflict",
                of: field,
                as: .named("\(entity.name)Key")
            ) { name } else { nil }
        guard let key = api.schema.upsertKeys(of: entity).first(where: { $0.name == name })?.key else {
            throw badInput("The argument \"onConflict\" must not be null.", field)
        }
        let input = try rowInput("input", of: field, "Create", entity)
        let update = try rowInput("update", of: field, "Update", entity)
        return Upsert(
            entity: entity.name,
            key: key.fields.map(\.name),
            input: input,
            update: update,
            selection: try selection(field, of: entity)
        )
    }

    // MARK: - Inputs of rows

    /// The input that an argument gives.
    func rowInput(
        _ name: String,
        of field: CollectedField,
        _ verb: String,
        _ entity: Entity
    ) throws(GraphQLError) -> RowInput {
        let type = TypeReference.named("\(verb)\(entity.name)Input")
        guard let tree = try argument(name, of: field, as: type) else { return RowInput([]) }
        return try rowInput(tree, [name], field, entity)
    }

    func rowInput(
        _ tree: InputTree,
        _ path: [String],
        _ field: CollectedField,
        _ entity: Entity
    ) throws(GraphQLError) -> RowInput {
        guard case .object(let members) = tree else { return RowInput([], path: path) }
        var input = RowInput([], path: path)
        var own: [InputTree.Member] = []
        for member in members {
            if let relation = entity.fields.first(where: { $0.relationAPIName == member.name }),
                let target = api.schema.nestedTarget(of: relation)
            {
                try link(member, relation, target, &input, field)
            } else if let inverse = entity.inverses.first(where: { $0.apiName == member.name }),
                let (rows, pointer) = api.schema.nestedRows(of: inverse, isCreation: false)
            {
                let path = path + [member.name]
                input.collections.append(try nestedRows(member.value, path, field, rows, pointer))
            } else if let inverse = entity.inverses.first(where: { $0.apiName == member.name }),
                let ties = api.schema.nestedTies(of: inverse)
            {
                let tied = NestedTies(
                    entity: ties.between.name,
                    near: ties.near.name,
                    far: ties.far.name,
                    path: path + [member.name]
                )
                input.ties.append(try nestedTies(member.value, tied, of: ties.entity, field))
            } else {
                own.append(member)
            }
        }
        input.assignments = assignments(own, entity) + input.assignments
        return try checked(input, entity, field)
    }

    /// A relation is given once.
    private func checked(
        _ input: RowInput,
        _ entity: Entity,
        _ field: CollectedField
    ) throws(GraphQLError) -> RowInput {
        let given = input.assignments.map(\.field) + input.targets.map(\.relation)
        for relation in entity.fields where given.count(where: { $0 == relation.name }) > 1 {
            let names = "\"\(relation.apiName)\" or \"\(relation.relationAPIName ?? relation.apiName)\""
            throw badInput("Give either \(names), not both.", field)
        }
        return input
    }

    private func link(
        _ member: InputTree.Member,
        _ relation: Field,
        _ target: Entity,
        _ input: inout RowInput,
        _ field: CollectedField
    ) throws(GraphQLError) {
        let path = [member.name]
        if let tree = member.value["create"] {
            input.targets.append(
                NestedTarget(
                    relation: relation.name,
                    entity: target.name,
                    input: try rowInput(tree, input.path + path + ["create"], field, target)
                )
            )
        } else {
            let connect = member.value["connect"]
            input.assignments.append(
                Assignment(
                    field: relation.name,
                    value: connect?.operand ?? .constant(.null),
                    path: connect == nil ? path : path + ["connect"]
                )
            )
        }
    }

    /// The `set` of changes of rows around, which stands alone.
    func set(
        of tree: InputTree,
        _ path: [String],
        _ field: CollectedField
    ) throws(GraphQLError) -> InputTree? {
        guard case .object(let members) = tree else {
            throw badInput("\"\(path.joined(separator: "."))\" must not be null.", field)
        }
        if let null = members.first(where: { if case .null = $0.value { true } else { false } }) {
            throw badInput("\"\((path + [null.name]).joined(separator: "."))\" must not be null.", field)
        }
        let set = tree["set"]
        if set != nil, members.count > 1 {
            throw badInput("\"set\" of \"\(path.joined(separator: "."))\" stands alone.", field)
        }
        return set
    }

    private func nestedRows(
        _ tree: InputTree,
        _ path: [String],
        _ field: CollectedField,
        _ rows: Entity,
        _ pointer: Field
    ) throws(GraphQLError) -> NestedRows {
        let set = try set(of: tree, path, field)
        var result = NestedRows(field: pointer.name, entity: rows.name, path: path)
        for (index, tree) in Self.items(tree["create"]).enumerated() {
            let path = path + ["create", String(index)]
            result.creations.append(try rowInput(tree, path, field, rows))
        }
        for (index, tree) in Self.items(tree["update"]).enumerated() {
            let path = path + ["update", String(index)]
            result.updates.append(try keyedInput(tree, path, field, rows))
        }
        result.connections = Self.keys(tree["connect"], path + ["connect"])
        result.deletions = Self.keys(tree["delete"], path + ["delete"])
        guard let set else { return result }
        result.replacesAll = true
        for (index, tree) in Self.items(set).enumerated() {
            let path = path + ["set", String(index)]
            if let create = tree["create"] {
                result.creations.append(try rowInput(create, path + ["create"], field, rows))
            } else if let update = tree["update"] {
                result.updates.append(try keyedInput(update, path + ["update"], field, rows))
            }
        }
        return result
    }

    private func keyedInput(
        _ tree: InputTree,
        _ path: [String],
        _ field: CollectedField,
        _ entity: Entity
    ) throws(GraphQLError) -> NestedRows.KeyedInput {
        var version: Operand?
        if case .leaf(let operand, _)? = tree["expectedVersion"] { version = operand }
        return NestedRows.KeyedInput(
            key: NestedRows.Key(
                id: tree[Field.keyName]?.operand ?? .constant(.null),
                path: path + [Field.keyName]
            ),
            expectedVersion: version,
            input: try rowInput(tree["input"] ?? .object([]), path + ["input"], field, entity)
        )
    }

    /// The elements of a list of inputs; one that stands alone is the list of it.
    static func items(_ tree: InputTree?) -> [InputTree] {
        switch tree {
        case .list(let items): items
        case nil, .null?: []
        case let item?: [item]
        }
    }

    /// The keys in a list, of which the length belongs to the shape of a request.
    static func keys(_ tree: InputTree?, _ path: [String]) -> [NestedRows.Key] {
        let ids: [Operand]
        switch tree {
        case .list(let items): ids = items.map { $0.operand ?? .constant(.null) }
        case .leaf(.variable(let name, let steps), .list(let items)):
            ids = items.indices.map { .variable(name, path: steps + [.element($0)]) }
        case .leaf(_, .list(let items)): ids = items.map { .constant($0) }
        case .leaf(let operand, _): ids = [operand]
        case nil, .null, .object: ids = []
        }
        return ids.enumerated().map { NestedRows.Key(id: $1, path: path + [String($0)]) }
    }
}
