import PlumblineSchema

/// The roots of mutations.
extension MutationPlanner {
    // MARK: - Creating

    mutating func add(_ create: Create, _ root: String, _ number: Int, _ withVersion: Bool) throws {
        let entity = try schema.required(create.entity)
        let values = try given(for: create, of: entity)
        writes.append(Write(root: root, entity: entity.name, isCreation: true, values: values))
        let scope = StatementScope()
        let sql = try newRow(of: entity, values, number, scope).insertSQL()
        steps.append(scope.step(sql, .init(root: root, written: entity.name)))
        try reread(
            entity,
            entity.hasManagedKey ? .made(number) : .inserted(number),
            create.selection,
            root,
            withVersion
        )
    }

    mutating func add(permit create: Create, _ root: String, _ number: Int) throws {
        let entity = try schema.required(create.entity)
        let values = try given(for: create, of: entity)
        let scope = StatementScope()
        members.append(root, .null)
        guard let sql = try newRow(of: entity, values, number, scope).permissionSQL() else { return }
        steps.append(scope.step(sql, .init(root: root, written: entity.name)))
    }

    private func given(for create: Create, of entity: Entity) throws -> [Write.Value] {
        try refuseUnlessPossible(entity.access.create, "create \(Naming.words(entity.plural))")
        return try writable(create.assignments, of: entity) { $0.isCreatable ? $0.access.create : nil }
    }

    private func newRow(
        of entity: Entity,
        _ values: [Write.Value],
        _ number: Int,
        _ scope: StatementScope
    ) -> NewRow {
        let given = values.map { ($0.field, parameter(for: $0, of: entity)) }
        return NewRow(
            entity: entity,
            access: access(scope),
            number: number,
            given: Dictionary(uniqueKeysWithValues: given)
        )
    }

    // MARK: - Updating

    mutating func add(_ update: Update, _ root: String, _ withVersion: Bool) throws {
        let entity = try schema.required(update.entity)
        try refuseUnlessPossible(entity.access.update, "change \(Naming.words(entity.plural))")
        let values = try writable(update.assignments, of: entity) { $0.isUpdatable ? $0.access.update : nil }
        writes.append(Write(root: root, entity: entity.name, isCreation: false, values: values))
        let key = RowKey.given(update.id)
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let assignments = assignments(values, of: row, scope)
        let table = "\(entity.sqlTable) \(row.alias)"
        let target = Target(
            row: row,
            key: key,
            rule: entity.access.update,
            expectedVersion: update.expectedVersion
        )
        let change = { (condition: String) in
            assignments.isEmpty
                ? Self.lock(row, where: condition)
                : "update \(table) set \(assignments.joined(separator: ", ")) where \(condition) returning \(row.key)"
        }
        let sql = try targeted(target, scope, columns: [], change)
        steps.append(scope.step(sql, .init(root: root, written: entity.name)))
        recheck(entity, key, changed: values.map(\.field), root)
        try reread(entity, key, update.selection, root, withVersion)
    }

    private func assignments(
        _ values: [Write.Value],
        of row: RowSource,
        _ scope: StatementScope
    ) -> [String] {
        if values.isEmpty { return [] }
        var given: [String: String] = [:]
        for field in row.entity.fields {
            guard let value = values.first(where: { $0.field == field.name }) else { continue }
            given[field.name] = scope.sql(parameter(for: value, of: row.entity))
        }
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

    /// The rule for updates must hold of the changed row, too.
    private mutating func recheck(_ entity: Entity, _ key: RowKey, changed: [String], _ root: String) {
        let kept = entity.fields
            .filter { $0.managed == .updatedAt || $0.managed == .version || $0.preset == .always }.map(\.name)
        let changed = Set(changed + kept)
        let generated = entity.fields.filter { field in
            field.generation?.paths.contains { changed.contains($0.field) } ?? false
        }
        let read = schema.fields(of: entity, readBy: entity.access.update, on: entity)
        guard !read.isDisjoint(with: changed.union(generated.map(\.name))) else { return }
        demand(entity.access.update, of: entity, key, root)
    }

    // MARK: - Deleting

    mutating func add(_ delete: Delete, _ root: String) throws {
        let entity = try schema.required(delete.entity)
        try refuseUnlessPossible(entity.access.delete, "delete \(Naming.words(entity.plural))")
        let key = RowKey.given(delete.id)
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let target = Target(
            row: row,
            key: key,
            rule: entity.access.delete,
            expectedVersion: delete.expectedVersion
        )
        let values = key.values(of: entity, schema: schema, scope: scope)
        let id = "to_json(\(KeyText.sql(values, of: entity.key)))::text"
        let sql = try targeted(target, scope, columns: [id]) { condition in
            mark(row, deletedAt: "now()", where: condition)
                ?? "delete from \(row.table) where \(condition) returning \(row.key)"
        }
        members.append(root, .column(.init(step: steps.count, column: 0)))
        steps.append(scope.step(sql, .init(root: root, written: entity.name, isDeletion: true)))
    }

    mutating func add(_ restore: Restore, _ root: String, _ withVersion: Bool) throws {
        let entity = try schema.required(restore.entity)
        let rule = entity.access.restore ?? .literal(.boolean(false))
        try refuseUnlessPossible(rule, "restore \(Naming.words(entity.plural))")
        let key = RowKey.given(restore.id)
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        var target = Target(row: row, key: key, rule: rule, expectedVersion: restore.expectedVersion)
        target.isDeleted = true
        let sql = try targeted(target, scope, columns: []) { condition in
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

    // MARK: - Locking

    mutating func add(_ lock: Lock, _ root: String) throws {
        let entity = try schema.required(lock.entity)
        let (rule, verb) =
            switch lock.purpose {
            case .update: (entity.access.update, "change")
            case .delete: (entity.access.delete, "delete")
            }
        try refuseUnlessPossible(rule, "\(verb) \(Naming.words(entity.plural))")
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let target = Target(
            row: row,
            key: .given(lock.id),
            rule: rule,
            expectedVersion: lock.expectedVersion
        )
        let sql = try targeted(target, scope, columns: []) { condition in
            Self.lock(row, where: condition)
        }
        members.append(root, .null)
        steps.append(scope.step(sql, .init(root: root, written: entity.name)))
    }
}
