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
        let sought = try sought(by: upsert, root)
        let entity = sought.entity
        try enter(upsert.input)
        defer { depth -= 1 }
        let isFree = upsert.input.targets.isEmpty ? nil : try lookUp(sought)
        let number = nextNumber()
        try only(if: isFree) { try $0.insert(sought, number) }
        let (isMade, isFound) = (RowKey.wasMade(number), RowKey.wasFound(number))
        var update = Draft(input: upsert.update)
        try only(if: isFound) { planner in
            update = try planner.makingTargets(of: [update], entity, root)[0]
        }
        try changeTaken(update, sought, number, isFree)
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
    private mutating func insert(_ sought: SoughtRow, _ number: Int) throws {
        let (entity, root) = (sought.entity, sought.root)
        let draft = try makingTargets(of: [Draft(input: sought.input)], entity, root)[0]
        let values = try given(for: draft, of: entity)
        writes.append(Write(root, .init(entity, in: schema), draft, values, isCreation: true))
        let scope = StatementScope()
        let cells = scope.sql(try cells(values, of: draft, in: entity, scope, number), in: entity)
        var row = NewRow(entity: entity, access: access(scope), number: number, given: cells)
        row.gate = gate
        let sql = try row.insertSQL(unlessTaken: sought.key)
        steps.append(scope.step(sql, .init(root: root, written: entity.name, path: sought.input.path)))
    }

    /// Changes the row that has the values already, unless the row was made.
    ///
    /// - Parameter isFree: Whether its values were free before, where that was looked up.
    private mutating func changeTaken(
        _ draft: Draft,
        _ sought: SoughtRow,
        _ number: Int,
        _ isFree: String?
    ) throws {
        let (entity, root) = (sought.entity, sought.root)
        let values = try writable(draft, of: entity, entity.updateRule)
        writes.append(Write(root, .init(entity, in: schema), draft, values, isCreation: false))
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let given = scope.sql(try cells(values, of: draft, in: entity, scope), in: entity)
        let taken = taken(sought, row, scope)
        let assignments = assignments(given, of: row, scope)
        let wasThere = isFree.map { ["not \($0)"] } ?? []
        let condition = ([RowKey.wasFound(number)] + wasThere + [taken] + reachable(row, scope))
            .joined(separator: " and ")
        let columns = entity.key.map { row.column($0.column) }.joined(separator: ", ")
        let change =
            assignments.isEmpty
            ? "select \(columns) from \(row.table) where \(condition) for update"
            : "update \(row.table) set \(assignments.joined(separator: ", ")) where \(condition) returning \(columns)"
        // What was free and is taken now is a rival's, or what this upsert has made itself to point to.
        let inTheWay = isFree.map { [taken, "(not \($0) or \(Self.isOwn(row)))"] } ?? [taken]
        let refusal = Self.refusal(
            if: "exists (select from \(row.table) where \(inTheWay.joined(separator: " and ")))"
        )
        let demand = Self.require("\(RowKey.wasMade(number)) or exists (select from changed)", refusal)
        let parts = entity.key.enumerated().map { index, field in
            "coalesce((select changed.\(SQLIdentifier.quoted(field.column))::text from changed), "
                + "\(RowKey.remembered(number, index)))"
        }
        let sql = "with changed as (\(change)) select \(demand), \(RowKey.remembering(parts, number: number))"
        var context = Plan.StepContext(root: root, written: entity.name, path: draft.input.path)
        context.key = sought.key.constraint
        steps.append(scope.step(sql, context))
        if isRuleChanged(entity, by: given.keys) {
            only(if: RowKey.wasFound(number)) {
                $0.demand(entity.access.update, of: entity, .found(number), root)
            }
        }
    }
}
