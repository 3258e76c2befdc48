import PlumblineSchema

/// A row that is made, or changed where there is one with its unique values already.
///
/// Whoever makes it at the same time, one of them makes it and the others change it: PostgreSQL waits for a rival
/// that has inserted the same values (`on conflict do nothing`), and the next statement sees that row. The rule for
/// creating is asked in any case. A row that the caller may not change is told as a plain creation tells it. The rows
/// around are changed by the statements of both cases, of which those of the other do nothing.
///
/// What the row is to point to is made before it, and so only where its values are free. If a rival takes them after that
/// was looked up, the transaction is tried again.
extension MutationPlanner {
    mutating func add(_ upsert: Upsert, _ root: String) throws {
        let entity = try schema.required(upsert.entity)
        let key = try UniqueKey(of: upsert, in: schema)
        try refuseUnlessPossible(entity.access.update, "change \(Naming.words(entity.plural))")
        try demandKey(key, in: upsert.input)
        try enter(upsert.input)
        defer { depth -= 1 }
        let number = nextNumber()
        let isFree = try lookUp(upsert, key, entity, root)
        var values: [Write.Value] = []
        try only(if: isFree) { planner in
            values = try planner.insert(upsert.input, unlessTaken: key, number, entity, root)
        }
        let (isMade, isFound) = (RowKey.wasMade(number), RowKey.wasFound(number))
        var update = Draft(input: upsert.update)
        try only(if: isFound) { planner in
            update = try planner.makingTargets(of: [update], entity, root)[0]
        }
        try changeTaken(update, key, values, number, isFree, entity, root)
        // Now the row is known, whichever it is.
        try only(if: isMade) { planner in
            try planner.changeRows(around: [(.inserted(number), upsert.input)], of: entity, root)
        }
        try only(if: isFound) { planner in
            try planner.changeRows(around: [(.found(number), upsert.update)], of: entity, root)
        }
        try reread(entity, .inserted(number), upsert.selection, root, false)
    }

    /// Makes the row, and what it is to point to before it.
    private mutating func insert(
        _ input: RowInput,
        unlessTaken key: UniqueKey,
        _ number: Int,
        _ entity: Entity,
        _ root: String
    ) throws -> [Write.Value] {
        let draft = try makingTargets(of: [Draft(input: input)], entity, root)[0]
        let values = try given(for: draft, of: entity)
        writes.append(Write(root, .init(entity, in: schema), draft, values, isCreation: true))
        let scope = StatementScope()
        let cells = scope.sql(try cells(values, of: draft, in: entity, scope, number), in: entity)
        var row = NewRow(entity: entity, access: access(scope), number: number, given: cells)
        row.gate = gate
        let sql = try row.insertSQL(unlessTaken: key)
        steps.append(scope.step(sql, .init(root: root, written: entity.name, path: input.path)))
        return values
    }

    /// Looks up whether the values are free, where other rows have to be made for it.
    ///
    /// - Returns: Whether they were; nil where only the row itself is made, which shows it.
    private mutating func lookUp(
        _ upsert: Upsert,
        _ key: UniqueKey,
        _ entity: Entity,
        _ root: String
    ) throws -> String? {
        if upsert.input.targets.isEmpty { return nil }
        try demandCreation(of: upsert, key, entity, root)
        let number = nextNumber()
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let values = try given(for: Draft(input: upsert.input), of: entity)
        let isTaken = "exists (select from \(row.table) where \(taken(key, row, values, scope)))"
        let flag = RowKey.remembering(wasMade: "case when \(isTaken) then '0' else '1' end", number: number)
        steps.append(scope.step("select \(flag)", .init(root: root, written: entity.name)))
        return RowKey.wasMade(number)
    }

    /// Asks the rule for creating where the row is there already. As it is not made then, nor is what it would point to:
    /// to the rule it points to what the row points to that is there.
    private mutating func demandCreation(
        of upsert: Upsert,
        _ key: UniqueKey,
        _ entity: Entity,
        _ root: String
    ) throws {
        let draft = Draft(input: upsert.input)
        let values = try given(for: draft, of: entity)
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let taken = "from \(row.table) where \(self.taken(key, row, values, scope))"
        let number = nextNumber()
        var cells = try cells(values, of: draft, in: entity, scope, number)
        for target in upsert.input.targets {
            let column = row.column(try entity.required(target.relation).column)
            cells[target.relation] = .sql("(select \(column) \(taken))")
        }
        let new = NewRow(
            entity: entity,
            access: access(scope),
            number: number,
            given: scope.sql(cells, in: entity)
        )
        guard let sql = try new.permissionSQL(if: "exists (select \(taken))") else { return }
        steps.append(scope.step(sql, .init(root: root, written: entity.name, path: upsert.input.path)))
    }

    /// The id of the row that has the values already, for a change of it between its hooks.
    mutating func add(taken upsert: Upsert, _ root: String) throws {
        let entity = try schema.required(upsert.entity)
        let key = try UniqueKey(of: upsert, in: schema)
        try refuseUnlessPossible(entity.access.update, "change \(Naming.words(entity.plural))")
        try demandKey(key, in: upsert.input)
        if !upsert.input.targets.isEmpty { try demandCreation(of: upsert, key, entity, root) }
        let values = try given(for: Draft(input: upsert.input), of: entity)
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let taken = self.taken(key, row, values, scope)
        let columns = entity.key.map { row.column($0.column) }.joined(separator: ", ")
        let found = "select \(columns) from \(row.table) where \(taken) for update"
        let reachable = ([taken] + reachable(row, scope)).joined(separator: " and ")
        let holds =
            "not exists (select from found) or exists (select from \(row.table) where \(reachable))"
        let id = KeyText.sql(entity.key.map { "found.\(SQLIdentifier.quoted($0.column))" }, of: entity.key)
        let sql =
            "with found as (\(found)) select (select to_json(\(id))::text from found), "
            + Self.require(holds, "'\(Refusal.taken.rawValue)'")
        var context = Plan.StepContext(root: root, written: entity.name)
        context.key = key.constraint
        members.append(root, .column(.init(step: steps.count, column: 0)))
        steps.append(scope.step(sql, context))
    }

    /// Whether a row has the values of the key that are given.
    private func taken(
        _ key: UniqueKey,
        _ row: RowSource,
        _ values: [Write.Value],
        _ scope: StatementScope
    ) -> String {
        let given = values.filter { value in key.fields.contains { $0.name == value.field } }
        return key.condition(
            on: row,
            given: Dictionary(uniqueKeysWithValues: given.map { ($0.field, scope.sql(parameter(for: $0))) })
        )
    }

    /// What holds of the rows that the caller may change.
    private func reachable(_ row: RowSource, _ scope: StatementScope) -> [String] {
        let rule = access(scope).condition(row.entity.access.update, on: row)
        return Condition.all([access(scope).readable(row), rule]) ?? ["false"]
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

    /// Changes the row that has the values already, unless the row was made.
    ///
    /// - Parameter isFree: Whether its values were free before, where that was looked up.
    private mutating func changeTaken(
        _ draft: Draft,
        _ key: UniqueKey,
        _ created: [Write.Value],
        _ number: Int,
        _ isFree: String?,
        _ entity: Entity,
        _ root: String
    ) throws {
        let values = try writable(draft, of: entity, entity.updateRule)
        writes.append(Write(root, .init(entity, in: schema), draft, values, isCreation: false))
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let given = scope.sql(try cells(values, of: draft, in: entity, scope), in: entity)
        let taken = self.taken(key, row, created, scope)
        let assignments = assignments(given, of: row, scope)
        let wasThere = isFree.map { ["not \($0)"] } ?? []
        let condition = ([RowKey.wasFound(number)] + wasThere + [taken] + reachable(row, scope))
            .joined(separator: " and ")
        let columns = entity.key.map { row.column($0.column) }.joined(separator: ", ")
        let change =
            assignments.isEmpty
            ? "select \(columns) from \(row.table) where \(condition) for update"
            : "update \(row.table) set \(assignments.joined(separator: ", ")) where \(condition) returning \(columns)"
        // A row that is gone again was in the way only for a moment: the transaction is tried again.
        let isTaken = (["exists (select from \(row.table) where \(taken))"] + wasThere).joined(
            separator: " and "
        )
        let code = "case when \(isTaken) then '\(Refusal.taken.rawValue)' else '40001' end"
        let demand = Self.require("\(RowKey.wasMade(number)) or exists (select from changed)", code)
        let parts = entity.key.enumerated().map { index, field in
            "coalesce((select changed.\(SQLIdentifier.quoted(field.column))::text from changed), "
                + "\(RowKey.remembered(number, index)))"
        }
        let sql = "with changed as (\(change)) select \(demand), \(RowKey.remembering(parts, number: number))"
        var context = Plan.StepContext(root: root, written: entity.name, path: draft.input.path)
        context.key = key.constraint
        steps.append(scope.step(sql, context))
        if isRuleChanged(entity, by: given.keys) {
            only(if: RowKey.wasFound(number)) {
                $0.demand(entity.access.update, of: entity, .found(number), root)
            }
        }
    }
}
