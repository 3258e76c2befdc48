import PlumblinePostgres
import PlumblineSchema

/// Turns changes into the statements of one implicit transaction.
///
/// Every change is refused by an error of its own statement, so that PostgreSQL undoes them all. What was written is
/// read again by a following statement, under the read rule.
struct MutationPlanner {
    /// The SQLSTATE values of `plumbline.require`.
    enum Refusal: String {
        case forbidden = "PL403"
        case notFound = "PL404"
        case versionMismatch = "PL409"
    }

    let schema: Schema
    let caller: CallerShape
    let style: Operation.Style
    let limits: PageLimits

    private var steps: [Plan.Step] = []
    private var checks: [Parameter] = []
    private var writes: [Write] = []
    private var members: [Plan.Member] = []
    private var version: Plan.Place?

    init(schema: Schema, caller: CallerShape, style: Operation.Style, limits: PageLimits) {
        self.schema = schema
        self.caller = caller
        self.style = style
        self.limits = limits
    }

    /// The plan of everything added.
    func plan(of operation: Operation) -> Plan {
        Plan(
            kind: .mutation,
            steps: steps,
            checks: checks,
            writes: writes,
            members: members,
            version: version,
            mutation: Plan.Mutation(operation: operation, caller: caller)
        )
    }

    /// Adds a root.
    mutating func add(_ root: Root, number: Int, withVersion: Bool) throws(QueryFailure) {
        if steps.isEmpty, schema.keepsHistory { tellCaller() }
        do {
            switch root.action {
            case .constant(let bytes): members.append(root.key, .constant(bytes))
            case .create(let create): try add(create, root.key, number, withVersion)
            case .update(let update): try self.add(update, root.key, withVersion)
            case .delete(let delete): try self.add(delete, root.key)
            case .restore(let restore): try self.add(restore, root.key, withVersion)
            case .lock(let lock): try self.add(lock, root.key)
            case .row, .connection, .call: throw QueryFailure([.unplannable("a query within a mutation")])
            }
        } catch let error as QueryError {
            throw QueryFailure([error])
        } catch let error as QueryFailure {
            throw error
        } catch {
            throw QueryFailure([.unplannable("\(error)")])
        }
    }

    /// Tells the database who makes the changes of this transaction, for the history of rows.
    private mutating func tellCaller() {
        let scope = StatementScope()
        let sql = "select set_config('plumbline.principal', \(scope.caller())::text, true)"
        steps.append(step(sql, scope, .init()))
    }

    // MARK: - Creating

    private mutating func add(_ create: Create, _ root: String, _ number: Int, _ withVersion: Bool) throws {
        let entity = try schema.required(create.entity)
        try refuseUnlessPossible(entity.access.create, "create \(Naming.words(entity.plural))")
        let values = try writable(create.assignments, of: entity) { $0.isCreatable ? $0.access.create : nil }
        writes.append(Write(root: root, entity: entity.name, isCreation: true, values: values))

        let scope = StatementScope()
        let row = NewRow(entity: entity, access: access(scope), number: number)
        let given = Dictionary(
            uniqueKeysWithValues: values.map { ($0.field, parameter(for: $0, of: entity)) }
        )
        let sql = try row.insertSQL(given)
        steps.append(step(sql, scope, .init(root: root, written: entity.name)))
        try reread(
            entity,
            entity.hasManagedKey ? .made(number) : .inserted(number),
            create.selection,
            root,
            withVersion
        )
    }

    // MARK: - Updating

    private mutating func add(_ update: Update, _ root: String, _ withVersion: Bool) throws {
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
        steps.append(step(sql, scope, .init(root: root, written: entity.name)))
        recheck(entity, key, changed: values.map(\.field), root)
        try reread(entity, key, update.selection, root, withVersion)
    }

    private func assignments(
        _ values: [(field: String, codec: ValueCodec, operand: Operand)],
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
        let read = entity.access.update.paths.map { $0.relations.first ?? $0.field }
        let managed = entity.fields
            .filter { $0.managed == .updatedAt || $0.managed == .version || $0.preset == .always }.map(\.name)
        guard !Set(read).isDisjoint(with: changed + managed) else { return }
        demand(entity.access.update, of: entity, key, root)
    }

    /// Undoes everything unless the rule holds of the row as it now is.
    private mutating func demand(_ rule: Expression, of entity: Entity, _ key: RowKey, _ root: String) {
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        guard case .sql(let rule) = access(scope).condition(rule, on: row) else { return }
        let table = "\(entity.sqlTable) \(row.alias)"
        let condition = key.condition(on: row, schema: schema, scope: scope)
        let exists = "exists (select from \(table) where \(condition) and \(rule))"
        let sql = "select \(Self.require(exists, "'\(Refusal.forbidden.rawValue)'"))"
        steps.append(step(sql, scope, .init(root: root, written: entity.name)))
    }

    // MARK: - Deleting

    private mutating func add(_ delete: Delete, _ root: String) throws {
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
        steps.append(step(sql, scope, .init(root: root, written: entity.name, isDeletion: true)))
    }

    private mutating func add(_ restore: Restore, _ root: String, _ withVersion: Bool) throws {
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
        steps.append(step(sql, scope, .init(root: root, written: entity.name)))
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

    private mutating func add(_ lock: Lock, _ root: String) throws {
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
        steps.append(step(sql, scope, .init(root: root, written: entity.name)))
    }

    private static func lock(_ row: RowSource, where condition: String) -> String {
        "select \(row.key) from \(row.table) where \(condition) for update"
    }

    // MARK: - One row

    /// A row that is to be changed.
    private struct Target {
        let row: RowSource
        let key: RowKey
        let rule: Expression
        let expectedVersion: Operand?
        /// Whether it is a deleted row that is looked for.
        var isDeleted = false
    }

    /// A change of one row that fails where it meets none, and says whether for want of the row or of its version.
    ///
    /// Somebody who may not change the row is told the same as if there were none.
    private func targeted(
        _ target: Target,
        _ scope: StatementScope,
        columns: [String],
        _ change: (String) -> String
    ) throws -> String {
        let row = target.row
        var conditions = [target.key.condition(on: row, schema: schema, scope: scope)]
        // Rows that the caller may not read are as if they were not there.
        let rules = [target.rule, row.entity.access.read].reduce(into: [Expression]()) { rules, rule in
            if !rules.contains(rule) { rules.append(rule) }
        }
        for rule in rules {
            guard case .sql(let sql) = access(scope).condition(rule, on: row) else { continue }
            conditions.append(sql)
        }
        if let field = row.entity.deletionField {
            conditions.append("\(row.column(field.column)) is \(target.isDeleted ? "not null" : "null")")
        }
        let reachable = conditions.joined(separator: " and ")
        var code = "'\(Refusal.notFound.rawValue)'"
        if let expected = target.expectedVersion {
            guard let field = row.entity.versionField else {
                throw QueryError.unplannable("\(row.entity.name) has no version")
            }
            let version = reader(scope).parameter(expected, field, path: ["expectedVersion"])
            conditions.append("\(row.column(field.column)) = \(version)")
            let table = "\(row.entity.sqlTable) \(row.alias)"
            code =
                "case when exists (select from \(table) where \(reachable))"
                + " then '\(Refusal.versionMismatch.rawValue)' else \(code) end"
        }
        let changed = "with changed as (\(change(conditions.joined(separator: " and "))))"
        let outcome = columns + [Self.require("exists (select from changed)", code)]
        return "\(changed) select \(outcome.joined(separator: ", "))"
    }

    /// The step that answers a root: the row as it now is. Who may not read it may not write it like this either:
    /// a change whose answer nobody could give is undone.
    private mutating func reread(
        _ entity: Entity,
        _ key: RowKey,
        _ selection: Selection,
        _ root: String,
        _ withVersion: Bool
    ) throws {
        let scope = StatementScope()
        let select = try reader(scope).row(of: entity, key: key, selection, withVersion: withVersion)
        checks += scope.checks
        guard let select else {
            let nouns = Naming.words(entity.plural)
            throw QueryError(.forbidden, "You may not read \(nouns), so you may not write them either.")
        }
        demand(entity.access.read, of: entity, key, root)
        members.append(root, .column(.init(step: steps.count, column: 0)))
        if withVersion { version = .init(step: steps.count, column: 1) }
        steps.append(step(select.sql, scope, .init(root: root)))
    }

    static func require(_ condition: String, _ code: String) -> String {
        "plumbline.require(\(condition), \(code))"
    }

    // MARK: - Rights and values

    private func refuseUnlessPossible(_ rule: Expression, _ action: String) throws {
        let folded = caller.fold(rule)
        guard folded == .literal(.boolean(false)) else { return }
        throw caller.isAuthenticated
            ? QueryError(.forbidden, "You may not \(action).")
            : QueryError(.unauthenticated, "Sign in to \(action).")
    }

    private func writable(
        _ assignments: [Assignment],
        of entity: Entity,
        _ rule: (Field) -> Expression?
    ) throws -> [(field: String, codec: ValueCodec, operand: Operand)] {
        var values: [(field: String, codec: ValueCodec, operand: Operand)] = []
        var errors: [QueryError] = []
        for assignment in assignments {
            let field = try entity.required(assignment.field)
            let mayGive = rule(field).map { caller.fold($0) == .literal(.boolean(true)) } ?? false
            if field.isGiven, assignment.isServerMade || mayGive {
                let codec = ValueCodec(writing: field, schema: schema, style: style)
                values.append((field.name, codec, assignment.value))
            } else {
                let message = "You may not set the \(Naming.words(field.name))."
                errors.append(QueryError(.forbidden, message, field: ["input"] + field.inputPath))
            }
        }
        guard errors.isEmpty else { throw QueryFailure(errors) }
        return values
    }

    private func parameter(
        for value: (field: String, codec: ValueCodec, operand: Operand),
        of entity: Entity
    ) -> Parameter {
        let source: Parameter.Source =
            value.codec.type == .password
            ? .passwordHash(value.operand) : .value(value.operand, value.codec)
        let path = entity.field(value.field)?.inputPath ?? [value.field]
        return Parameter(source: source, type: schema.sqlName(of: value.codec.type), path: ["input"] + path)
    }

    private func access(_ scope: StatementScope) -> AccessPlanner {
        AccessPlanner(schema: schema, caller: caller, scope: scope)
    }

    private func reader(_ scope: StatementScope) -> ReadPlanner {
        ReadPlanner(schema: schema, caller: caller, style: style, limits: limits, scope: scope)
    }

    private func step(_ sql: String, _ scope: StatementScope, _ context: Plan.StepContext) -> Plan.Step {
        Plan.Step(statement: PostgresStatement(sql), parameters: scope.parameters, context: context)
    }
}
