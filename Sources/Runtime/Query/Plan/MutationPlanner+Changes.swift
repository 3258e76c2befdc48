import PlumblineSchema

/// The roots of mutations.
extension MutationPlanner {
    // MARK: - Updating

    mutating func add(_ update: Update, _ root: String, _ withVersion: Bool) throws {
        let entity = try schema.required(update.entity)
        let key = RowKey.given(update.id, path: update.path)
        let owner = try update.owner.map { try tie($0, of: entity) }
        try change(
            Draft(input: update.input),
            of: entity,
            Target(
                key: key,
                rule: entity.access.update,
                expectedVersion: update.expectedVersion,
                owner: owner
            ),
            root
        )
        try reread(entity, key, update.selection, root, withVersion)
    }

    /// Changes a row, after those that it points to from now on are made and before those that point to it.
    mutating func change(_ draft: Draft, of entity: Entity, _ target: Target, _ root: String) throws {
        try refuseUnlessPossible(entity.access.update, "change \(Naming.words(entity.plural))")
        try enter(draft.input)
        defer { depth -= 1 }
        let draft = try makingTargets(of: [draft], entity, root)[0]
        let values = try writable(draft, of: entity, entity.updateRule)
        writes.append(Write(root, .init(entity, in: schema), draft, values, isCreation: false))
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let given = scope.sql(try cells(values, of: draft, in: entity, scope), in: entity)
        let assignments = assignments(given, of: row, scope)
        let sql = try targeted(target, row, scope, columns: []) { condition in
            assignments.isEmpty
                ? Self.lock(row, where: condition)
                : "update \(row.table) set \(assignments.joined(separator: ", ")) where \(condition) returning \(row.key)"
        }
        steps.append(scope.step(sql, context(root, entity, draft.input.path, target)))
        if isRuleChanged(entity, by: given.keys) {
            demand(entity.access.update, of: entity, target.key, root)
        }
        try changeRows(around: [(target.key, draft.input)], of: entity, root)
    }

    mutating func add(_ update: UpdateMany, _ root: String) throws {
        let entity = try schema.required(update.rows.entity)
        guard update.input.collections.isEmpty, update.input.ties.isEmpty else {
            throw QueryError.unplannable("rows that point to many")
        }
        let rows = try find(update.rows, root)
        var draft = Draft(input: update.input)
        // One new row that all of them point to; none where there are none.
        try only(if: rows.isNotEmpty) { draft = try $0.makingTargets(of: [draft], entity, root)[0] }
        let values = try writable(draft, of: entity, entity.updateRule)
        writes.append(Write(root, .init(entity, in: schema), draft, values, isCreation: false))
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let given = scope.sql(try cells(values, of: draft, in: entity, scope), in: entity)
        let assignments = assignments(given, of: row, scope)
        if !assignments.isEmpty {
            let condition = rows.condition(on: row, schema: schema, scope: scope)
            let sql = "update \(row.table) set \(assignments.joined(separator: ", ")) where \(condition)"
            steps.append(scope.step(sql, .init(root: root, written: entity.name, path: update.input.path)))
        }
        if isRuleChanged(entity, by: given.keys) { demand(entity.access.update, of: entity, rows, root) }
        try answer(.batch(update.members), about: rows, of: entity, root)
    }

    /// The assignments of an UPDATE: what is given, by the names of the fields, and what the server keeps.
    func assignments(_ given: [String: String], of row: RowSource, _ scope: StatementScope) -> [String] {
        if given.isEmpty { return [] }
        return row.entity.columns(of: row.entity.fields).compactMap { column in
            switch column {
            case .field(let field):
                return assignment(of: field, given[field.name], in: row, scope)
            case .document(let object, let name):
                guard object.fields.contains(where: { given[$0.name] != nil }) else { return nil }
                let document = object.document { given[$0.name] ?? $0.stored(in: row.alias, of: schema) }
                return "\(SQLIdentifier.quoted(name)) = \(document)"
            }
        }
    }

    private func assignment(
        of field: Field,
        _ given: String?,
        in row: RowSource,
        _ scope: StatementScope
    ) -> String? {
        let column = SQLIdentifier.quoted(field.column)
        if let given { return "\(column) = \(given)" }
        guard field.preset == .always, let value = field.defaultValue else { return kept(field, of: row) }
        return "\(column) = (\(access(scope).value(value, on: row)))::\(schema.sqlName(of: field.type))"
    }

    /// What every change does to a field that the server keeps.
    private func kept(_ field: Field, of row: RowSource) -> String? {
        let column = SQLIdentifier.quoted(field.column)
        return switch field.managed {
        case .updatedAt: "\(column) = now()"
        case .version: "\(column) = \(row.column(field.column)) + 1"
        case .key, .identity, .createdAt, .deletedAt, nil: nil
        }
    }

    /// Whether the rule for updates may no longer hold when these fields are changed.
    func isRuleChanged(_ entity: Entity, by changed: some Sequence<String>) -> Bool {
        let kept = entity.fields
            .filter { $0.managed == .updatedAt || $0.managed == .version || $0.preset == .always }.map(\.name)
        let changed = Set(changed).union(kept)
        let generated = entity.fields.filter { field in
            field.generation?.paths.contains { changed.contains($0.field) } ?? false
        }
        let read = schema.fields(of: entity, readBy: entity.access.update, on: entity)
        return !read.isDisjoint(with: changed.union(generated.map(\.name)))
    }

    // MARK: - Deleting

    mutating func add(_ delete: Delete, _ root: String) throws {
        let entity = try schema.required(delete.entity)
        let key = RowKey.given(delete.id, path: delete.path)
        let owner = try delete.owner.map { try tie($0, of: entity) }
        members.append(root, .column(.init(step: steps.count, column: 0)))
        try remove(
            Target(
                key: key,
                rule: entity.access.delete,
                expectedVersion: delete.expectedVersion,
                owner: owner
            ),
            of: entity,
            root
        )
    }

    /// Deletes a row and answers its key.
    mutating func remove(_ target: Target, of entity: Entity, _ root: String) throws {
        try refuseUnlessPossible(entity.access.delete, "delete \(Naming.words(entity.plural))")
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let values = target.key.values(of: entity, schema: schema, scope: scope)
        let id = "to_json(\(KeyText.sql(values, of: entity.key)))::text"
        let sql = try targeted(target, row, scope, columns: [id]) { removal(of: row, where: $0) }
        var context = context(root, entity, [], target)
        context.isDeletion = true
        steps.append(scope.step(sql, context))
    }

    mutating func add(_ delete: DeleteMany, _ root: String) throws {
        let entity = try schema.required(delete.rows.entity)
        let rows = try find(delete.rows, root)
        remove(rows, of: entity, root)
        try answer(.batch(delete.members), about: rows, of: entity, root, isReadable: false)
    }

    /// Deletes rows that were found.
    mutating func remove(_ rows: RowSet, of entity: Entity, _ root: String) {
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let sql = removal(of: row, where: rows.condition(on: row, schema: schema, scope: scope))
        steps.append(scope.step(sql, .init(root: root, written: entity.name, isDeletion: true)))
    }

    private func removal(of row: RowSource, where condition: String) -> String {
        mark(row, deletedAt: "now()", where: condition)
            ?? "delete from \(row.table) where \(condition) returning \(row.key)"
    }

    mutating func add(_ restore: Restore, _ root: String, _ withVersion: Bool) throws {
        let entity = try schema.required(restore.entity)
        let rule = entity.access.restore ?? .literal(.boolean(false))
        try refuseUnlessPossible(rule, "restore \(Naming.words(entity.plural))")
        let key = RowKey.given(restore.id)
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        var target = Target(key: key, rule: rule, expectedVersion: restore.expectedVersion)
        target.isDeleted = true
        let sql = try targeted(target, row, scope, columns: []) { condition in
            mark(row, deletedAt: "null", where: condition)
                ?? "select \(row.key) from \(row.table) where false"
        }
        steps.append(scope.step(sql, .init(root: root, written: entity.name)))
        try reread(entity, key, restore.selection, root, withVersion)
    }

    /// The statement that deletes or restores a row which stays in its table; nil for one that does not.
    private func mark(_ row: RowSource, deletedAt value: String, where condition: String) -> String? {
        guard let field = row.entity.deletionField else { return nil }
        let changes =
            ["\(SQLIdentifier.quoted(field.column)) = \(value)"]
            + row.entity.fields.compactMap { kept($0, of: row) }
        return
            "update \(row.table) set \(changes.joined(separator: ", ")) where \(condition) returning \(row.key)"
    }
}
