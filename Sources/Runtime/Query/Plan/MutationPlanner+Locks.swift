import PlumblineSchema

/// Rows that are looked for before they are changed, and stay as they are until the transaction ends.
extension MutationPlanner {
    mutating func add(_ lock: Lock, _ root: String) throws {
        let entity = try schema.required(lock.entity)
        let rule = try rule(for: lock.purpose, of: entity, isNeeded: true)
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let target = Target(
            key: .given(lock.id, path: lock.path),
            rule: rule,
            expectedVersion: lock.expectedVersion,
            owner: try lock.owner.map { try tie($0, of: entity) }
        )
        let sql = try targeted(target, row, scope, columns: []) { condition in
            Self.lock(row, where: condition)
        }
        members.append(root, .null)
        steps.append(scope.step(sql, context(root, entity, [], target)))
    }

    /// The rule for a purpose.
    ///
    /// - Parameter isNeeded: Whether some row must be able to meet it.
    private func rule(
        for purpose: Lock.Purpose,
        of entity: Entity,
        isNeeded: Bool
    ) throws -> Expression {
        let (rule, verb) =
            switch purpose {
            case .update: (entity.access.update, "change")
            case .delete: (entity.access.delete, "delete")
            }
        if isNeeded { try refuseUnlessPossible(rule, "\(verb) \(Naming.words(entity.plural))") }
        return rule
    }

    mutating func add(_ find: Find, _ root: String) throws {
        let rows = try self.find(find, root)
        try answer(
            .batch([.ids(key: "ids")]),
            about: rows,
            of: try schema.required(find.entity),
            root,
            isReadable: false
        )
    }

    /// Locks the rows that the caller may change so, and has the transaction remember their keys. More than there may
    /// be are refused before any of them is changed.
    ///
    /// - Parameter owner: What they must belong to, where the request does not say.
    mutating func find(_ find: Find, owner: Tie? = nil, _ root: String) throws -> RowSet {
        let entity = try schema.required(find.entity)
        // Where all that is meant is demanded, who may do it to no row is refused only if there is one.
        let rule = try rule(for: find.purpose, of: entity, isNeeded: !find.isComplete)
        let number = nextNumber()
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let owner = try owner ?? find.owner.map { try tie($0, of: entity) }
        var conditions = try meant(by: find, owner, row, scope)
        if let gate { conditions.append(gate) }
        if find.isComplete { try demandRight(rule, to: find, owner, root) }
        switch access(scope).condition(rule, on: row) {
        case .sql(let sql) where rule != entity.access.read: conditions.append(sql)
        case .never: conditions.append("false")
        case .sql, .always: break
        }
        let keys = entity.key.enumerated().map { "\(row.column($1.column)) as k\($0)" }
        var found = "select \(keys.joined(separator: ", ")) from \(row.table)"
        if !conditions.isEmpty { found += " where \(conditions.joined(separator: " and "))" }
        var outcome: [String] = []
        if let most = try most(find, scope) {
            found += " limit \(most) + 1"
            outcome += bounding(by: most, isTold: find.atMost != nil)
        }
        var context = Plan.StepContext(root: root, written: entity.name, path: find.path, atMost: find.atMost)
        if case .only? = find.onward?.choice {
            outcome.append(requireWhereAsked("count(*) > 0", "'\(Refusal.notFound.rawValue)'"))
            context.place = find.path
        }
        let order = entity.key.indices.map { "k\($0)" }.joined(separator: ", ")
        let arrays = entity.key.indices.map { "coalesce(array_agg(k\($0) order by \(order))::text, '{}')" }
        outcome.append(RowKey.remembering(arrays, number: number))
        let sql =
            "with found as (\(found) for update) select \(outcome.joined(separator: ", ")) from found"
        steps.append(scope.step(sql, context))
        checks += scope.checks
        return .remembered(number)
    }

    /// What is selected so that more rows are refused. Where nobody told how many there may be, as of those that a list
    /// within an input leaves out, the limit is one of all that the transaction finds so.
    private func bounding(by most: String, isTold: Bool) -> [String] {
        let all = isTold ? "count(*)" : "count(*) + \(RowSet.foundBefore)"
        let bound = requireWhereAsked("\(all) <= \(most)", "'\(Refusal.tooMany.rawValue)'")
        return isTold ? [bound] : [bound, RowSet.remembering(found: "(\(all))::text")]
    }

    private func most(_ find: Find, _ scope: StatementScope) throws -> String? {
        guard let operand = find.atMost else { return changeLimits.rows.map(String.init) }
        let limits = PageLimits(defaultSize: nil, maximumSize: changeLimits.rows)
        return scope.sql(
            Parameter(source: .pageSize(operand, limits), type: "bigint", path: find.path + ["atMost"])
        )
    }

    /// The conditions on the rows that a request means, which are those that the caller may read.
    private func meant(
        by find: Find,
        _ owner: Tie?,
        _ row: RowSource,
        _ scope: StatementScope
    ) throws -> [String] {
        var conditions: [Condition] = [access(scope).readable(row)]
        if let filter = find.filter {
            let planner = FilterPlanner(reader: reader(scope))
            conditions.append(.sql("(\(try planner.condition(filter, on: row)))"))
        }
        if let owner { conditions.append(.sql(belonging(to: owner, row, scope))) }
        if let onward = find.onward { conditions.append(try leading(onward, row, scope)) }
        if !find.exceptions.isEmpty {
            let kept = RowSet.keys(find.exceptions.map { .given($0.id, path: $0.path) })
            conditions.append(.sql("not (\(kept.condition(on: row, schema: schema, scope: scope)))"))
        }
        return Condition.all(conditions) ?? ["false"]
    }

    /// Refuses to leave rows behind that the caller may read but has no right to change so.
    private mutating func demandRight(
        _ rule: Expression,
        to find: Find,
        _ owner: Tie?,
        _ root: String
    ) throws {
        let scope = StatementScope()
        let row = RowSource(entity: try schema.required(find.entity), alias: scope.alias(), isCertain: true)
        var conditions = try meant(by: find, owner, row, scope)
        switch access(scope).condition(rule, on: row) {
        case .sql(let sql) where rule != row.entity.access.read: conditions.append("(\(sql)) is not true")
        case .never: break
        case .sql, .always: return
        }
        let others = "not exists (select from \(row.table) where \(conditions.joined(separator: " and ")))"
        let demand = "select \(requireWhereAsked(others, "'\(Refusal.notDeletable.rawValue)'"))"
        steps.append(scope.step(demand, .init(root: root, written: row.entity.name, path: find.path)))
    }

    static func lock(_ row: RowSource, where condition: String) -> String {
        "select \(row.key) from \(row.table) where \(condition) for update"
    }
}
