import PlumblineSchema

/// Finds what rows are ordered by. What the caller may not see is null or absent to it, too.
struct OrderPlanner {
    /// A value that rows are ordered by.
    struct Value {
        /// Its SQL.
        var sql: String
        /// A field of its type.
        let field: Field
        /// Whether it may be null, also for want of the right to see it.
        var isNullable: Bool
    }

    let reader: ReadPlanner

    /// The value of a row. What relations lead to is joined, each once.
    func value(_ key: OrderKey, of row: RowSource, joins: Joins) throws(QueryError) -> Value {
        switch key {
        case .field(let name): return try value(of: name, in: row)
        case .related(let relation, let key):
            let entity = try reader.schema.requiredTarget(of: row.entity.required(relation))
            let target = try reader.toOne(relation, of: row, joins: joins)
            return try value(key, ofJoined: target, of: entity, joins: joins)
        case .inverse(let name, let key):
            let entity = try reader.schema.required(row.entity.requiredInverse(name).entity)
            let target = try reader.inverseOne(name, of: row, joins: joins)
            return try value(key, ofJoined: target, of: entity, joins: joins)
        case .count(let inverse): return try count(of: inverse, in: row)
        case .min(let inverse, let key): return try extreme(key, of: inverse, in: row, isGreatest: false)
        case .max(let inverse, let key): return try extreme(key, of: inverse, in: row, isGreatest: true)
        case .searchRank(let operand): return try rank(operand, in: row)
        }
    }

    private func value(of name: String, in row: RowSource) throws(QueryError) -> Value {
        let field = try row.entity.required(name)
        guard reader.access.shows(field), !field.classes.isEncrypted, field.type.isOrderable else {
            throw .unplannable("order by \(row.entity.name).\(field.name)")
        }
        let isPlain = reader.caller.fold(reading: field) == .literal(.boolean(true))
        return Value(
            sql: field.type.compared(reader.access.value(field, of: row).operand),
            field: field,
            isNullable: field.isOptional || !isPlain
        )
    }

    /// The value of a row behind a relation; null where there is none.
    private func value(
        _ key: OrderKey,
        ofJoined row: RowSource?,
        of entity: Entity,
        joins: Joins
    ) throws(QueryError) -> Value {
        guard let row else {
            let absent = RowSource(entity: entity, alias: reader.scope.alias(), isCertain: false)
            return try null(key, of: absent)
        }
        let value = try value(key, of: row, joins: joins)
        if row.isCertain { return value }
        let sql =
            Self.mayOutliveItsRow(key, value, row)
            ? "(case when \(row.key) is not null then \(value.sql) end)" : value.sql
        return Value(sql: sql, field: value.field, isNullable: true)
    }

    /// No value of the type that a row's would have.
    private func null(_ key: OrderKey, of row: RowSource) throws(QueryError) -> Value {
        let field = try value(key, of: row, joins: Joins()).field
        return Value(sql: "null::\(reader.schema.sqlName(of: field.type))", field: field, isNullable: true)
    }

    /// Whether there may be a value where there is no row: a count, a mask, an expression.
    private static func mayOutliveItsRow(_ key: OrderKey, _ value: Value, _ row: RowSource) -> Bool {
        switch key {
        case .field: value.sql != row.column(value.field.column)
        case .count, .searchRank: true
        case .related, .inverse, .min, .max: false
        }
    }

    // MARK: - Rows of an inverse

    private func count(of name: String, in row: RowSource) throws(QueryError) -> Value {
        let field = try row.entity.required(row.entity.key.first?.name ?? Field.keyName).retyped(.bigint)
        let (rows, conditions) = try self.rows(of: name, in: row)
        let sql = conditions.map { "(select count(*) from \(rows.table)\(Self.filter($0)))" }
        return Value(sql: sql ?? "0::bigint", field: field, isNullable: false)
    }

    /// The value of the first row in the order of the values, which an index can serve.
    private func extreme(
        _ key: OrderKey,
        of name: String,
        in row: RowSource,
        isGreatest: Bool
    ) throws(QueryError) -> Value {
        let (rows, conditions) = try self.rows(of: name, in: row)
        guard let conditions else { return try null(key, of: rows) }
        let joins = Joins()
        let value = try value(key, of: rows, joins: joins)
        let order = value.sql + (isGreatest ? " desc nulls last" : "")
        let sql =
            "(select \(value.sql) from \(rows.table)\(joins.sql)\(Self.filter(conditions)) order by \(order) limit 1)"
        return Value(sql: sql, field: value.field, isNullable: true)
    }

    /// The rows of an inverse that the caller may read; no conditions where it may read none.
    private func rows(
        of name: String,
        in row: RowSource
    ) throws(QueryError) -> (rows: RowSource, conditions: [String]?) {
        let inverse = try InversePlanner(row.entity.requiredInverse(name), of: row, reader: reader)
        let rows = RowSource(entity: inverse.rows, alias: reader.scope.alias(), isCertain: true)
        return (rows, Condition.all([inverse.tie(rows), reader.access.readable(rows)]))
    }

    private static func filter(_ conditions: [String]) -> String {
        conditions.isEmpty ? "" : " where " + conditions.joined(separator: " and ")
    }

    // MARK: - Search

    private func rank(_ operand: Operand, in row: RowSource) throws(QueryError) -> Value {
        let (words, query) = try reader.search(operand, in: row)
        let field = try row.entity.required(row.entity.key.first?.name ?? Field.keyName).retyped(.float)
        return Value(sql: "ts_rank(\(words), \(query))::double precision", field: field, isNullable: false)
    }
}
