import PlumblineSchema

/// The statements about one row: those that change it and fail where they may not, and the one that answers it.
extension MutationPlanner {
    /// A row that is to be changed.
    struct Target {
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
    func targeted(
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
    mutating func reread(
        _ entity: Entity,
        _ key: RowKey,
        _ selection: Selection,
        _ root: String,
        _ withVersion: Bool
    ) throws {
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

    static func require(_ condition: String, _ code: String) -> String {
        "plumbline.require(\(condition), \(code))"
    }

    /// Undoes everything unless the rule holds of the row as it now is.
    mutating func demand(_ rule: Expression, of entity: Entity, _ key: RowKey, _ root: String) {
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        guard case .sql(let rule) = access(scope).condition(rule, on: row) else { return }
        let table = "\(entity.sqlTable) \(row.alias)"
        let condition = key.condition(on: row, schema: schema, scope: scope)
        let exists = "exists (select from \(table) where \(condition) and \(rule))"
        let sql = "select \(Self.require(exists, "'\(Refusal.forbidden.rawValue)'"))"
        steps.append(scope.step(sql, .init(root: root, written: entity.name)))
    }

    static func lock(_ row: RowSource, where condition: String) -> String {
        "select \(row.key) from \(row.table) where \(condition) for update"
    }
}
