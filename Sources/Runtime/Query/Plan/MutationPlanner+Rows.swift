import PlumblineSchema

/// The statements about one row: those that change it and fail where they may not, and the one that answers it.
extension MutationPlanner {
    /// A row that is to be changed.
    struct Target {
        let key: RowKey
        let rule: Expression
        var expectedVersion: Operand?
        /// What it must belong to.
        var owner: Tie?
        /// Whether it is a deleted row that is looked for.
        var isDeleted = false
    }

    /// A change of one row that fails where it meets none, and says whether for want of the row or of its version.
    ///
    /// Somebody who may not change the row is told the same as if there were none.
    func targeted(
        _ target: Target,
        _ row: RowSource,
        _ scope: StatementScope,
        columns: [String],
        _ change: (String) -> String
    ) throws -> String {
        var conditions =
            [target.key.condition(on: row, schema: schema, scope: scope)] + [gate].compactMap(\.self)
        // Rows that the caller may not read are as if they were not there.
        let rules = [target.rule, row.entity.access.read].reduce(into: [Expression]()) { rules, rule in
            if !rules.contains(rule) { rules.append(rule) }
        }
        for rule in rules {
            switch access(scope).condition(rule, on: row) {
            case .always: break
            case .never: conditions.append("false")
            case .sql(let sql): conditions.append(sql)
            }
        }
        if let field = row.entity.deletionField {
            conditions.append("\(row.column(field.column)) is \(target.isDeleted ? "not null" : "null")")
        }
        if let owner = target.owner { conditions.append(belonging(to: owner, row, scope)) }
        let reachable = conditions.joined(separator: " and ")
        var code = "'\(Refusal.notFound.rawValue)'"
        if let expected = target.expectedVersion {
            guard let field = row.entity.versionField else {
                throw QueryError.unplannable("\(row.entity.name) has no version")
            }
            let version = reader(scope).parameter(
                expected,
                field,
                path: target.path.dropLast() + ["expectedVersion"]
            )
            conditions.append("\(row.column(field.column)) = \(version)")
            let table = "\(row.entity.sqlTable) \(row.alias)"
            code =
                "case when exists (select from \(table) where \(reachable))"
                + " then '\(Refusal.versionMismatch.rawValue)' else \(code) end"
        }
        let changed = "with changed as (\(change(conditions.joined(separator: " and "))))"
        let outcome = columns + [requireWhereAsked("exists (select from changed)", code)]
        return "\(changed) select \(outcome.joined(separator: ", "))"
    }

    /// What the step that changes a row is about.
    func context(
        _ root: String,
        _ entity: Entity,
        _ path: [String],
        _ target: Target
    ) -> Plan.StepContext {
        var context = Plan.StepContext(root: root, written: entity.name)
        context.path = path
        if target.path.count > 1 { context.place = target.path }
        return context
    }

    /// The step that answers a root: the row as it now is. Who may not read it may not write it like this either:
    /// a change whose answer nobody could give is undone.
    mutating func reread(
        _ entity: Entity,
        _ key: RowKey,
        _ selection: Selection,
        _ root: String,
        _ withVersion: Bool
    ) throws {
        if isPart { return answerID(of: key, entity, root) }
        let scope = StatementScope()
        let select = try reader(scope).row(of: entity, key: key, selection, withVersion: withVersion)
        guard let select else {
            let nouns = Naming.words(entity.plural)
            throw QueryError(.forbidden, "You may not read \(nouns), so you may not write them either.")
        }
        demand(entity.access.read, of: entity, key, root)
        members.append(root, .column(.init(step: steps.count, column: 0)))
        if withVersion { version = .init(step: steps.count, column: 1) }
        steps.append(scope.step(select.sql, .init(root: root)))
        checks += scope.checks
    }

    /// The step that answers a root with the id of the row, whoever may read that.
    private mutating func answerID(of key: RowKey, _ entity: Entity, _ root: String) {
        let scope = StatementScope()
        let values = key.values(of: entity, schema: schema, scope: scope)
        members.append(root, .column(.init(step: steps.count, column: 0)))
        let sql = "select to_json(\(KeyText.sql(values, of: entity.key)))::text"
        steps.append(scope.step(sql, .init(root: root)))
    }

    static func require(_ condition: String, _ code: String) -> String {
        "plumbline.require(\(condition), \(code))"
    }

    /// What fails unless a condition holds, where it is asked at all.
    func requireWhereAsked(_ condition: String, _ code: String) -> String {
        Self.require((gate.map { "not \($0) or " } ?? "") + condition, code)
    }

    /// Undoes everything unless the rule holds of the row as it now is.
    mutating func demand(_ rule: Expression, of entity: Entity, _ key: RowKey, _ root: String) {
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        guard case .sql(let rule) = access(scope).condition(rule, on: row) else { return }
        let table = "\(entity.sqlTable) \(row.alias)"
        let condition = key.condition(on: row, schema: schema, scope: scope)
        let exists = "exists (select from \(table) where \(condition) and \(rule))"
        let sql = "select \(requireWhereAsked(exists, "'\(Refusal.forbidden.rawValue)'"))"
        steps.append(scope.step(sql, .init(root: root, written: entity.name)))
    }

    /// Undoes everything unless the rule holds of all of the rows as they now are.
    ///
    /// - Parameter isBatch: Whether the rows stand at several places, of which the path is none.
    mutating func demand(
        _ rule: Expression,
        of entity: Entity,
        _ rows: RowSet,
        _ root: String,
        path: [String] = [],
        isBatch: Bool = false
    ) {
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let condition: String
        switch access(scope).condition(rule, on: row) {
        case .always: return
        case .never: condition = "false"
        case .sql(let sql): condition = sql
        }
        let from = rows.joined("left join", row, as: scope.alias(), schema: schema, scope: scope)
        let holds = "not exists (select from \(from) where (\(condition)) is not true)"
        let sql = "select \(requireWhereAsked(holds, "'\(Refusal.forbidden.rawValue)'"))"
        let context = Plan.StepContext(root: root, written: entity.name, path: path, isBatch: isBatch)
        steps.append(scope.step(sql, context))
    }

    // MARK: - Belonging

    /// A relation of a row, and the key of the row that it points to.
    struct Tie {
        let field: Field
        let key: RowKey
    }

    func tie(_ owner: Owner, of entity: Entity) throws -> Tie {
        Tie(field: try entity.required(owner.field), key: .given(owner.id))
    }

    /// Whether a row belongs to another one, as far as the caller may see that.
    func belonging(to owner: Tie, _ row: RowSource, _ scope: StatementScope) -> String {
        let target = schema.target(of: owner.field) ?? row.entity
        let key = owner.key.values(of: target, schema: schema, scope: scope).joined()
        return "\(access(scope).value(owner.field, of: row).operand) = \(key)"
    }
}

extension MutationPlanner.Target {
    /// Where the row's key stands in the request.
    var path: [String] {
        if case .given(_, let path) = key { path } else { [] }
    }
}
