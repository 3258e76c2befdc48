import NIOCore
import PlumblineSchema

/// Changes of several rows where hooks have a part: each row is changed alone, between its own hooks.
extension HookedMutation {
    /// Changes the rows of a root, and answers it.
    func compose(_ root: Root) async throws -> QueryOutput {
        switch root.action {
        case .create(let create):
            let id = try await make(create.input, of: create.entity, root.key)
            return try await read(id, of: create.entity, create.selection, root.key)
        case .createMany(let create):
            var ids: [String] = []
            for input in create.inputs { ids.append(try await make(input, of: create.entity, root.key)) }
            for (id, input) in zip(ids, create.inputs) {
                try await demandReadable(id, of: create.entity, input.path, root.key)
            }
            return try await reread(ids, of: create.entity, .list(create.selection), root.key)
        case .update(let update):
            try await change(update, root.key)
            let id = text(update.id)
            return try await read(id, of: update.entity, update.selection, root.key)
        case .updateMany(let update):
            let ids = try await find(update.rows, root.key)
            // One new row that all of them point to; none where there are none.
            let input = ids.isEmpty ? update.input : try await makingTargets(of: update.input, root.key)
            for id in ids {
                try await change(input, of: update.rows.entity, id: .constant(.string(id)), root.key)
            }
            return try await reread(ids, of: update.rows.entity, .batch(update.members), root.key)
        case .deleteMany(let delete):
            let ids = try await find(delete.rows, root.key)
            try await remove(ids, of: delete.rows.entity, root.key)
            return try await reread(
                ids,
                of: delete.rows.entity,
                .batch(delete.members),
                areDeleted: true,
                root.key
            )
        case .upsert(let upsert):
            return try await self.upsert(upsert, root.key)
        default:
            throw QueryError.unplannable("a change of several rows that is none")
        }
    }

    // MARK: - One row and those around it

    /// Makes a row and answers its id. Who may read it is asked when those that point to it are there.
    ///
    /// - Parameter upsert: What it is made for, where no row had its unique values before.
    func make(
        _ input: RowInput,
        of entity: String,
        owner: Owner? = nil,
        for upsert: Upsert? = nil,
        _ root: String
    ) async throws -> String {
        let own = try await makingTargets(of: input, root)
        if let upsert, !input.targets.isEmpty {
            _ = try await runAlone(Root(key: root, action: .vacant(upsert)))
        }
        let assignments = own.assignments + (owner.map { [Assignment(field: $0.field, value: $0.id)] } ?? [])
        let create = Create(
            entity: entity,
            input: RowInput(assignments, path: input.path),
            selection: Selection([])
        )
        let output = try await self.create(create, for: upsert, root)
        guard case .string(let id) = try value(of: root, in: output) else {
            throw QueryError.unplannable("a row of \(entity) without an id")
        }
        try await changeRows(around: id, input, root)
        return id
    }

    /// Makes the row itself. Where its values are taken that were free before, somebody else has made it meanwhile.
    private func create(
        _ create: Create,
        for upsert: Upsert?,
        _ root: String
    ) async throws -> QueryOutput {
        do {
            return try await runAlone(Root(key: root, action: .create(create)), isPart: true)
        } catch let failure as QueryFailure {
            guard let upsert else { throw failure }
            throw QueryFailure(failure.errors.map { engine.asRivalry($0, to: upsert) })
        }
    }

    /// Makes the rows that a row is to point to; the input that points to them.
    private func makingTargets(of input: RowInput, _ root: String) async throws -> RowInput {
        var result = RowInput(input.assignments, path: input.path)
        for target in input.targets {
            let id = try await make(target.input, of: target.entity, root)
            try await demandReadable(id, of: target.entity, target.input.path, root)
            let assignment = Assignment(field: target.relation, value: .constant(.string(id)))
            result.assignments.append(assignment)
        }
        return result
    }

    /// Changes a row. Who may read it then is for the caller of this to ask.
    private func change(_ update: Update, _ root: String) async throws {
        var alone = update
        alone.input = try await makingTargets(of: update.input, root)
        alone.selection = Selection([])
        _ = try await runAlone(Root(key: root, action: .update(alone)), isPart: true)
        try await changeRows(around: text(update.id), update.input, root)
    }

    private func change(
        _ input: RowInput,
        of entity: String,
        id: Operand,
        path: [String] = [Field.keyName],
        _ root: String
    ) async throws {
        try await change(
            Update(
                entity: entity,
                id: id,
                expectedVersion: nil,
                input: input,
                path: path,
                selection: Selection([])
            ),
            root
        )
    }

    private func changeRows(around id: String, _ input: RowInput, _ root: String) async throws {
        for rows in input.collections {
            let owner = Owner(field: rows.field, id: .constant(.string(id)))
            for key in rows.deletions {
                let delete = Delete(
                    entity: rows.entity,
                    id: key.id,
                    expectedVersion: nil,
                    owner: owner,
                    path: key.path
                )
                _ = try await runAlone(Root(key: root, action: .delete(delete)))
            }
            if rows.replacesAll {
                try await remove(try await find(rows.others(than: owner.id), root), of: rows.entity, root)
            }
            for update in rows.updates {
                try await change(
                    Update(
                        entity: rows.entity,
                        id: update.key.id,
                        expectedVersion: update.expectedVersion,
                        input: update.input,
                        owner: owner,
                        path: update.key.path,
                        selection: Selection([])
                    ),
                    root
                )
                try await demandReadable(text(update.key.id), of: rows.entity, update.input.path, root)
            }
            for key in rows.connections {
                let input = RowInput([Assignment(field: owner.field, value: owner.id)], path: key.path)
                try await change(input, of: rows.entity, id: key.id, path: key.path, root)
                try await demandReadable(text(key.id), of: rows.entity, key.path, root)
            }
        }
        for rows in input.collections {
            try await make(rows.creations, of: rows.entity, pointingBy: rows.field, to: id, root)
        }
        for ties in input.ties { try await change(ties, around: id, root) }
        for ties in input.ties {
            try await make(ties.creations, of: ties.entity, pointingBy: ties.near, to: id, root)
        }
    }

    /// Makes rows that point to a row, and demands that the caller may read them when all are there.
    private func make(
        _ creations: [RowInput],
        of entity: String,
        pointingBy field: String,
        to id: String,
        _ root: String
    ) async throws {
        let owner = Owner(field: field, id: .constant(.string(id)))
        var made: [String] = []
        for creation in creations { made.append(try await make(creation, of: entity, owner: owner, root)) }
        for (id, creation) in zip(made, creations) {
            try await demandReadable(id, of: entity, creation.path, root)
        }
    }

    /// Undoes everything unless the caller may read the row as it now is, which no root answers.
    private func demandReadable(
        _ id: String,
        of entity: String,
        _ path: [String],
        _ root: String
    ) async throws {
        let rule = try engine.schema.required(entity).access.read
        guard mutation.caller.fold(rule) != .literal(.boolean(true)) else { return }
        let ids = [Operand.constant(.string(id))]
        let reread = Reread(entity: entity, ids: ids, form: .batch([]), path: path)
        _ = try await runAlone(Root(key: root, action: .reread(reread)))
    }

    // MARK: - Several rows

    /// The ids of rows that the caller may change so, locked.
    func find(_ find: Find, _ root: String) async throws -> [String] {
        let output = try await runAlone(Root(key: root, action: .find(find)))
        guard case .list(let ids)? = try value(of: root, in: output)["ids"] else { return [] }
        return ids.compactMap { if case .string(let id) = $0 { id } else { nil } }
    }

    /// Deletes rows that were found. One of them may take others with it, which then need no deletion of their own.
    func remove(_ ids: [String], of entity: String, _ root: String) async throws {
        for id in ids {
            guard try await isThere(id, of: entity, root) else { continue }
            let delete = Delete(entity: entity, id: .constant(.string(id)), expectedVersion: nil)
            _ = try await runAlone(Root(key: root, action: .delete(delete)))
        }
    }

    /// Whether a row is still there, whoever may read it.
    private func isThere(_ id: String, of entity: String, _ root: String) async throws -> Bool {
        let output = try await query(id, of: entity, Selection([]), root, for: .unrestricted)
        return !output.isNull(root: root)
    }

    /// The row is looked for first, as the hooks of a creation and of a change are different ones. Where somebody
    /// makes it meanwhile, the transaction is tried again.
    private func upsert(_ upsert: Upsert, _ root: String) async throws -> QueryOutput {
        let taken = try await runAlone(Root(key: root, action: .taken(upsert)))
        if case .string(let id) = try value(of: root, in: taken) {
            try await change(upsert.update, of: upsert.entity, id: .constant(.string(id)), root)
            return try await read(id, of: upsert.entity, upsert.selection, root)
        }
        let id = try await make(upsert.input, of: upsert.entity, for: upsert, root)
        return try await read(id, of: upsert.entity, upsert.selection, root)
    }

    // MARK: - Answers

    private func read(
        _ id: String,
        of entity: String,
        _ selection: Selection,
        _ root: String
    ) async throws -> QueryOutput {
        let output = try await query(id, of: entity, selection, root, for: mutation.caller)
        guard !output.isNull(root: root) else {
            let nouns = Naming.words(try engine.schema.required(entity).plural)
            throw QueryError(.forbidden, "You may not read \(nouns), so you may not write them either.")
        }
        return output
    }

    private func query(
        _ id: String,
        of entity: String,
        _ selection: Selection,
        _ root: String,
        for caller: CallerShape
    ) async throws -> QueryOutput {
        var reading = mutation.operation
        reading.kind = .query
        let row = RowQuery(entity: entity, key: .id(.constant(.string(id))), selection: selection)
        reading.roots = [Root(key: root, action: .row(row))]
        let plan = try mutation.planner.plan(reading, for: caller)
        return try await send(plan, try bind(plan, variables, [:]), endings: [])
    }

    private func reread(
        _ ids: [String],
        of entity: String,
        _ form: Reread.Form,
        areDeleted: Bool = false,
        _ root: String
    ) async throws -> QueryOutput {
        let ids = ids.map { Operand.constant(.string($0)) }
        let reread = Reread(entity: entity, ids: ids, form: form, areDeleted: areDeleted)
        return try await runAlone(Root(key: root, action: .reread(reread)))
    }

    func value(of root: String, in output: QueryOutput) throws -> InputValue {
        var json = ByteBuffer()
        output.write(root: root, to: &json)
        return try JSONReader.read(Array(json.readableBytesView))
    }

    private func text(_ id: Operand) -> String {
        switch id.value(in: variables) {
        case .string(let text): text
        case .integer(let number): String(number)
        default: ""
        }
    }
}

extension Root.Action {
    /// Whether it changes several rows.
    var isComposed: Bool {
        switch self {
        case .create(let create): create.input.hasNested
        case .update(let update): update.input.hasNested
        case .createMany, .updateMany, .deleteMany, .upsert: true
        default: false
        }
    }
}
