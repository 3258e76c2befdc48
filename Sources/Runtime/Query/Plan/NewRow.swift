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
    /// The number that the key of the row goes by.
    let number: Int
    /// The SQL of what is given, by the names of the fields.
    let given: [String: String]
    /// Where that comes from, for several rows.
    var source: String?
    /// Relations in which no row may agree with the new one, as far as the caller can see: else it is not made.
    var tie: [Field] = []
    /// What must hold for the row to be made, where only the transaction knows it.
    var gate: String?

    /// The statement.
    func insertSQL() throws(QueryError) -> String {
        let sql = try plainInsertSQL()
        return entity.hasManagedKey ? sql : remembering(sql)
    }

    /// The statement that makes the row and returns something of it.
    ///
    /// - Parameters:
    ///   - columns: The SQL of what is returned.
    ///   - written: The row as that names it.
    func insertSQL(returning columns: [String], of written: RowSource) throws(QueryError) -> String {
        "\(try plainInsertSQL(as: written.alias)) returning \(columns.joined(separator: ", "))"
    }

    /// The statement that makes the row unless another one has its unique values, and keeps whether it did.
    func insertSQL(unlessTaken key: UniqueKey) throws(QueryError) -> String {
        let keys = entity.key.map { SQLIdentifier.quoted($0.column) }.joined(separator: ", ")
        let insert = "\(try plainInsertSQL()) on conflict \(key.target) do nothing returning \(keys)"
        let parts = entity.key.map { "(select made.\(SQLIdentifier.quoted($0.column))::text from made)" }
        let flag = RowKey.remembering(wasMade: "(select count(*) from made)::text", number: number)
        return "with made as (\(insert)) select \(flag), \(RowKey.remembering(parts, number: number))"
    }

    private func plainInsertSQL(as alias: String? = nil) throws(QueryError) -> String {
        let (row, source, isChosen) = try chosen()
        let columns = entity.columns(
            of: entity.storedFields.filter { $0.derivation == nil && $0.managed != .identity }
        ).map(\.name)
        let table = entity.sqlTable + (alias.map { " as \($0)" } ?? "")
        var sql = "insert into \(table) (\(SQLIdentifier.list(columns)))"
        sql += " select \(columns.map(row.column).joined(separator: ", ")) from \(source) \(row.alias)"
        if let demand = demand(of: row, isChosen: isChosen) { sql += ", \(demand)" }
        return sql
    }

    /// The statement that fails where the caller may not make the row; nil where it always may.
    ///
    /// - Parameter condition: Where the right is asked at all.
    func permissionSQL(if condition: String? = nil) throws(QueryError) -> String? {
        let (row, source) = try layered()
        let filter = condition.map { " where \($0)" } ?? ""
        return demand(of: row).map { "select \($0) from \(source) \(row.alias)\(filter)" }
    }

    /// Whether the row meets a condition.
    func sql(whether condition: Expression) throws(QueryError) -> String {
        let (row, source) = try layered()
        return "(select (\(access.value(condition, on: row))) is true from \(source) \(row.alias))"
    }

    /// The fields of the row that an expression reads, with those that their defaults are worked out from.
    func fields(readBy expression: Expression) -> Set<String> {
        func read(by expression: Expression) -> Set<String> {
            access.schema.fields(of: entity, readBy: expression, on: entity)
        }
        var known: Set<String> = []
        var waiting = read(by: expression)
        while let name = waiting.popFirst() {
            guard known.insert(name).inserted, given[name] == nil,
                let formula = entity.field(name)?.formula
            else { continue }
            waiting.formUnion(read(by: formula))
        }
        return known
    }

    /// - Parameter isChosen: Whether the row is one of those that are made, of which there may be none: the right is asked
    ///   of each by its mark, as a rule that names nothing of the row would be asked without any.
    private func demand(of row: RowSource, isChosen: Bool = false) -> String? {
        guard case .sql(let rule) = access.condition(entity.access.create, on: row) else { return nil }
        let holds = isChosen ? "\(row.column(Self.mark)) and (\(rule))" : rule
        return MutationPlanner.require(holds, "'\(MutationPlanner.Refusal.forbidden.rawValue)'")
    }

    /// The statement, which keeps the new row's key for those that follow.
    private func remembering(_ insert: String) -> String {
        let keys = entity.key.map { SQLIdentifier.quoted($0.column) }
        let values = keys.map { "made.\($0)::text" }
        return "with made as (\(insert) returning \(keys.joined(separator: ", "))) "
            + "select \(RowKey.remembering(values, number: number)) from made"
    }

    /// A column of the rows that are made, which no field can have.
    private static let mark = "is made"

    /// The rows that are made, and whether there may be none of them.
    private func chosen() throws(QueryError) -> (RowSource, String, isChosen: Bool) {
        let (row, source) = try layered()
        let conditions = [gate, isUntied(row)].compactMap(\.self)
        if conditions.isEmpty { return (row, source, false) }
        let ties = tie.map { row.column($0.column) }.joined(separator: ", ")
        let once = tie.isEmpty ? "" : "distinct on (\(ties)) "
        let made = nextRow()
        // Without `offset` PostgreSQL might ask for the right to make rows that are not made.
        let sql =
            "(select \(once)\(row.alias).*, true as \(SQLIdentifier.quoted(Self.mark)) from \(source) \(row.alias)"
            + " where \(conditions.joined(separator: " and ")) offset 0)"
        return (made, sql, true)
    }

    /// Whether no other row ties what the new one does; nil where that is not asked.
    private func isUntied(_ row: RowSource) -> String? {
        if tie.isEmpty { return nil }
        let other = nextRow()
        let same = tie.map { field in
            Condition.sql("\(access.value(field, of: other).operand) = \(row.column(field.column))")
        }
        return Condition.all(same + [access.readable(other)]).map { conditions in
            "not exists (select from \(other.table) where \(conditions.joined(separator: " and ")))"
        }
    }

    private func layered() throws(QueryError) -> (RowSource, String) {
        var waiting: [Field] = []
        var columns: [String] = []
        for column in entity.columns {
            if let value = constant(column) {
                columns.append("\(value) as \(SQLIdentifier.quoted(column.name))")
            } else {
                waiting += column.fields
            }
        }
        var source = "(select \(columns.joined(separator: ", "))\(source.map { " from \($0)" } ?? ""))"
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
    private func constant(_ column: StoredColumn) -> String? {
        switch column {
        case .field(let field): return constant(field)
        // The values of an object have no defaults.
        case .document(let object, _): return object.document { constant($0) ?? "null" }
        }
    }

    private func constant(_ field: Field) -> String? {
        if let given = given[field.name] { return given }
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
