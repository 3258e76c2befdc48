import PlumblineSchema

/// The row that an upsert looks for: one that has the unique values of its new row already.
struct SoughtRow {
    let entity: Entity
    let key: UniqueKey
    /// The new row.
    let input: RowInput
    /// What is given for the new row, without the rows that are made for it to point to.
    let values: [Write.Value]
    let root: String
}

/// Whether there is a row already that an upsert changes in place of making one.
extension MutationPlanner {
    func sought(by upsert: Upsert, _ root: String) throws -> SoughtRow {
        let entity = try schema.required(upsert.entity)
        let key = try UniqueKey(of: upsert, in: schema)
        try refuseUnlessPossible(entity.access.update, "change \(Naming.words(entity.plural))")
        try demandKey(key, in: upsert.input)
        let values = try given(for: Draft(input: upsert.input), of: entity)
        let sought = SoughtRow(entity: entity, key: key, input: upsert.input, values: values, root: root)
        try demandKnown(sought)
        return sought
    }

    /// Looks up whether the values are free, and asks what has to hold of the row that has them.
    ///
    /// Upserts that make other rows for the new one do so one after the other where their values are equal: else each
    /// would make what those of the same moment make too. The rule for creating is asked before anything is looked up,
    /// so that who may not make the row does not learn whether it is there; only where the rule reads what would be
    /// made, it is asked of the row that is there, and only if the caller may change that one.
    ///
    /// - Returns: Whether they are.
    mutating func lookUp(_ sought: SoughtRow) throws -> String {
        let number = nextNumber()
        let isFound = RowKey.wasFound(number)
        let isAskedFirst = try unmade(of: sought, by: sought.entity.access.create) == nil
        if isAskedFirst { try demandCreation(of: sought, number, if: nil) }
        if !sought.input.targets.isEmpty { wait(for: sought) }
        let scope = StatementScope()
        let isTaken = try isTaken(sought, number, scope)
        let flag = RowKey.remembering(wasMade: "case when \(isTaken) then '0' else '1' end", number: number)
        steps.append(scope.step("select \(flag)", .init(root: sought.root, written: sought.entity.name)))
        demandReachable(sought, if: isFound)
        if !isAskedFirst { try demandCreation(of: sought, number, if: isFound) }
        return RowKey.wasMade(number)
    }

    /// The id of the row that has the values already, for a change of it between its hooks.
    mutating func add(taken upsert: Upsert, _ root: String) throws {
        let sought = try sought(by: upsert, root)
        let isFree = try lookUp(sought)
        let scope = StatementScope()
        let row = RowSource(entity: sought.entity, alias: scope.alias(), isCertain: true)
        let id = KeyText.sql(sought.entity.key.map { row.column($0.column) }, of: sought.entity.key)
        let condition = "not \(isFree) and \(taken(sought, row, scope))"
        let found = "select to_json(\(id))::text from \(row.table) where \(condition)"
        members.append(root, .column(.init(step: steps.count, column: 0)))
        steps.append(scope.step("select (\(found))", .init(root: root, written: sought.entity.name)))
    }

    /// Refuses an upsert that has made a row of its values itself, for the new one to point to.
    mutating func add(vacant upsert: Upsert, _ root: String) throws {
        let sought = try sought(by: upsert, root)
        let scope = StatementScope()
        let isTaken = try isTaken(sought, nextNumber(), scope) { [Self.isOwn($0)] }
        let demand = Self.require("not \(isTaken)", "'\(Refusal.taken.rawValue)'")
        var context = Plan.StepContext(root: root, written: sought.entity.name)
        context.key = sought.key.constraint
        members.append(root, .null)
        steps.append(scope.step("select \(demand)", context))
    }

    // MARK: - What holds of the row that is there

    /// Whether a row has the values of the key that are given.
    func taken(_ sought: SoughtRow, _ row: RowSource, _ scope: StatementScope) -> String {
        sought.key.condition(on: row, given: keyValues(sought, scope))
    }

    /// What holds of the rows that the caller may change.
    func reachable(_ row: RowSource, _ scope: StatementScope) -> [String] {
        let rule = access(scope).condition(row.entity.access.update, on: row)
        return Condition.all([access(scope).readable(row), rule]) ?? ["false"]
    }

    /// Whether this transaction has made or changed a row that it sees. What others have not yet done is not seen, so
    /// what is seen and not yet done is its own, also where a savepoint within the transaction gave it another number.
    /// Of rows from long ago PostgreSQL may no longer know the whole number.
    static func isOwn(_ row: RowSource) -> String {
        let age = "age(\(row.alias).xmin)"
        let number = "(pg_current_xact_id()::text::bigint - \(age))::text::xid8"
        return "(case when \(age) < 1000000000 then pg_xact_status(\(number)) = 'in progress' else false end)"
    }

    /// What refuses a row that is in the way. One that is gone again was so only for a moment: the transaction is tried
    /// again.
    static func refusal(if isTaken: String) -> String {
        "case when \(isTaken) then '\(Refusal.taken.rawValue)' else '40001' end"
    }

    // MARK: - Steps

    private mutating func wait(for sought: SoughtRow) {
        let scope = StatementScope()
        let hash = sought.key.hash(of: keyValues(sought, scope))
        let context = Plan.StepContext(root: sought.root, written: sought.entity.name)
        steps.append(scope.step("select pg_advisory_xact_lock(\(hash))", context))
    }

    /// Refuses and locks the row that has the values, as a plain creation would be refused, unless the caller may
    /// change it.
    private mutating func demandReachable(_ sought: SoughtRow, if isFound: String) {
        let scope = StatementScope()
        let row = RowSource(entity: sought.entity, alias: scope.alias(), isCertain: true)
        let taken = taken(sought, row, scope)
        let condition = ([isFound, taken] + reachable(row, scope)).joined(separator: " and ")
        let demand = Self.require(
            "not \(isFound) or exists (select from found)",
            Self.refusal(if: "exists (select from \(row.table) where \(taken))")
        )
        var context = Plan.StepContext(root: sought.root, written: sought.entity.name)
        context.key = sought.key.constraint
        steps.append(
            scope.step("with found as (\(Self.lock(row, where: condition))) select \(demand)", context)
        )
    }

    /// Asks the rule for creating. What the row would point to is not made yet: to the rule it points to what the row
    /// points to that is there, as far as the caller sees that.
    private mutating func demandCreation(
        of sought: SoughtRow,
        _ number: Int,
        if condition: String?
    ) throws {
        let scope = StatementScope()
        let row = RowSource(entity: sought.entity, alias: scope.alias(), isCertain: true)
        let reached = ([taken(sought, row, scope)] + reachable(row, scope)).joined(separator: " and ")
        let access = access(scope)
        let new = try newRow(of: sought, number, scope) { relation in
            condition.map { _ in
                "(select \(access.value(relation, of: row).sql) from \(row.table) where \(reached))"
            }
        }
        guard let sql = try new.permissionSQL(if: condition) else { return }
        let context = Plan.StepContext(
            root: sought.root,
            written: sought.entity.name,
            path: sought.input.path
        )
        steps.append(scope.step(sql, context))
    }

    // MARK: - The new row

    /// Whether a row has the values that the new one is to have; never where the key is not about the new one.
    private func isTaken(
        _ sought: SoughtRow,
        _ number: Int,
        _ scope: StatementScope,
        where more: (RowSource) -> [String] = { _ in [] }
    ) throws -> String {
        let row = RowSource(entity: sought.entity, alias: scope.alias(), isCertain: true)
        let conditions = ([taken(sought, row, scope)] + more(row)).joined(separator: " and ")
        let exists = "exists (select from \(row.table) where \(conditions))"
        guard let condition = sought.key.condition else { return exists }
        let new = try newRow(of: sought, number, scope) { _ in nil }
        return "(\(exists) and \(try new.sql(whether: condition)))"
    }

    /// The new row, whose relations point to these in place of rows that are not made; to none where there is nil.
    private func newRow(
        of sought: SoughtRow,
        _ number: Int,
        _ scope: StatementScope,
        pointingTo pointer: (Field) -> String?
    ) throws -> NewRow {
        let entity = sought.entity
        var cells = try cells(sought.values, of: Draft(input: sought.input), in: entity, scope, number)
        for target in sought.input.targets {
            let relation = try entity.required(target.relation)
            let null = "null::\(schema.sqlName(of: relation.type))"
            cells[target.relation] = .sql(pointer(relation) ?? null)
        }
        let given = scope.sql(cells, in: entity)
        return NewRow(entity: entity, access: access(scope), number: number, given: given)
    }

    /// What an expression on the new row reads of what is still to be made.
    private func unmade(of sought: SoughtRow, by expression: Expression) throws -> NestedTarget? {
        let new = try newRow(of: sought, 0, StatementScope()) { _ in nil }
        let fields = new.fields(readBy: caller.fold(expression))
        return sought.input.targets.first { fields.contains($0.relation) }
    }

    /// What the values are to be unique among must be known before anything is made.
    private func demandKnown(_ sought: SoughtRow) throws {
        guard let condition = sought.key.condition,
            let target = try unmade(of: sought, by: condition)
        else { return }
        let noun = Naming.words(target.relation)
        let message =
            "Which rows have to differ depends on the \(noun), so it has to be there already: connect it."
        throw QueryError(.badInput, message, field: target.input.path)
    }

    private func keyValues(_ sought: SoughtRow, _ scope: StatementScope) -> [String: String] {
        let given = sought.values.filter { value in sought.key.fields.contains { $0.name == value.field } }
        return Dictionary(uniqueKeysWithValues: given.map { ($0.field, scope.sql(parameter(for: $0))) })
    }

    /// Without the values of the key nobody knows which row is meant.
    private func demandKey(_ key: UniqueKey, in input: RowInput) throws {
        let missing = key.fields.filter { field in !input.assignments.contains { $0.field == field.name } }
        guard missing.isEmpty else {
            throw QueryFailure(
                missing.map { field in
                    QueryError(
                        .badInput,
                        "The \(Naming.words(field.name)) tells which row is meant, so it has to be given.",
                        field: input.path + field.inputPath
                    )
                }
            )
        }
    }
}
