import PlumblineSchema

/// The INSERT of one row whose defaults may read its other fields.
///
/// The row is made in layers of subqueries: first what is given or constant, then defaults that read it, then defaults
/// that read those. The rule for creating is asked of the finished row, before it is written, so that somebody who may
/// not create it does not learn from a constraint what other rows there are. To that rule a number that the database
/// counts up is null: it is taken only when the row is written.
struct NewRow {
    let entity: Entity
    let access: AccessPlanner
    /// The number of the root whose row this is.
    let number: Int

    /// The statement.
    ///
    /// - Parameter given: The values of fields by their names.
    func insertSQL(_ given: [String: Parameter]) throws(QueryError) -> String {
        let (row, source) = try layered(given)
        let columns = entity.columns(
            of: entity.storedFields.filter { $0.derivation == nil && $0.managed != .identity }
        ).map(\.name)
        let table = entity.sqlTable
        var sql = "insert into \(table) (\(SQLIdentifier.list(columns)))"
        sql += " select \(columns.map(row.column).joined(separator: ", ")) from \(source) \(row.alias)"
        if case .sql(let rule) = access.condition(entity.access.create, on: row) {
            let code = "'\(MutationPlanner.Refusal.forbidden.rawValue)'"
            sql += ", \(MutationPlanner.require(rule, code))"
        }
        return entity.hasManagedKey ? sql : remembering(sql)
    }

    /// The statement, which keeps the new row's key for those that follow.
    private func remembering(_ insert: String) -> String {
        let keys = SQLIdentifier.list(entity.key.map(\.column))
        let made = RowSource(entity: entity, alias: "made", isCertain: true)
        return "with made as (\(insert) returning \(keys)) "
            + "select \(RowKey.remembering(made, number: number)) from made"
    }

    private func layered(_ given: [String: Parameter]) throws(QueryError) -> (RowSource, String) {
        var waiting: [Field] = []
        var columns: [String] = []
        for column in entity.columns {
            if let value = constant(column, given) {
                columns.append("\(value) as \(SQLIdentifier.quoted(column.name))")
            } else {
                waiting += column.fields
            }
        }
        var source = "(select \(columns.joined(separator: ", ")))"
        var row = nextRow()
        while !waiting.isEmpty {
            let names = Set(waiting.map(\.name))
            let ready = waiting.filter { $0.needs.isDisjoint(with: names) }
            guard !ready.isEmpty else {
                throw .unplannable("the defaults of \(entity.name) need each other")
            }
            let defaults = ready.compactMap { field in
                field.formula.map { column(access.value($0, on: row), field) }
            }
            source =
                "(select \(row.alias).*, \(defaults.joined(separator: ", ")) from \(source) \(row.alias))"
            row = nextRow()
            waiting.removeAll { field in ready.contains { $0.name == field.name } }
        }
        return (row, source)
    }

    /// The SQL of what needs no other field; nil for a default that does.
    private func constant(_ column: StoredColumn, _ given: [String: Parameter]) -> String? {
        switch column {
        case .field(let field): return constant(field, given)
        // The values of an object have no defaults.
        case .document(let object, _): return object.document { constant($0, given) ?? "null" }
        }
    }

    private func constant(_ field: Field, _ given: [String: Parameter]) -> String? {
        if field.managed == .key { return access.scope.sql(.newKey(number)) }
        if let parameter = given[field.name] { return access.scope.sql(parameter) }
        guard let value = field.formula else { return "null::\(access.schema.sqlName(of: field.type))" }
        guard value.paths.isEmpty else { return nil }
        let row = RowSource(entity: entity, alias: "", isCertain: true)
        return "(\(access.value(value, on: row)))::\(access.schema.sqlName(of: field.type))"
    }

    private func column(_ sql: String, _ field: Field) -> String {
        "(\(sql))::\(access.schema.sqlName(of: field.type)) as \(SQLIdentifier.quoted(field.column))"
    }

    private func nextRow() -> RowSource {
        RowSource(entity: entity, alias: access.scope.alias(), isCertain: true)
    }
}

extension Field {
    /// What it is when it is not given. A generated field is worked out here too, so that the rule for creating and
    /// other defaults can read it; the column itself is PostgreSQL's to fill.
    fileprivate var formula: Expression? { defaultValue ?? generation }

    /// The fields of its own row that it is worked out from.
    fileprivate var needs: Set<String> {
        Set((formula?.paths ?? []).map { $0.relations.first ?? $0.field })
    }
}
