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
        case .count(let inverse): return try count(of: inverse, in: row, joins)
        case .min(let inverse, let key):
            return try extreme(key, of: inverse, in: row, isGreatest: false, joins)
        case .max(let inverse, let key):
            return try extreme(key, of: inverse, in: row, isGreatest: true, joins)
        case .sum(let inverse, let key): return try total(key, of: inverse, in: row, .sum, joins)
        case .avg(let inverse, let key): return try total(key, of: inverse, in: row, .avg, joins)
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
        case .related, .inverse, .min, .max, .sum, .avg: false
        }
    }

    // MARK: - Rows of an inverse

    // What they give is joined, so that it is worked out once for each row: an order stands also in the conditions of
    // cursors, several times.

    private func count(of name: String, in row: RowSource, _ joins: Joins) throws(QueryError) -> Value {
        let field = try row.entity.required(row.entity.key.first?.name ?? Field.keyName).retyped(.bigint)
        let (rows, conditions) = try self.rows(of: name, in: row)
        let sql = conditions.map { conditions in
            joined("select count(*) as v from \(rows.table)\(Self.filter(conditions))", joins)
        }
        return Value(sql: sql ?? "0::bigint", field: field, isNullable: false)
    }

    /// The value of the first row in the order of the values, which an index can serve.
    private func extreme(
        _ key: OrderKey,
        of name: String,
        in row: RowSource,
        isGreatest: Bool,
        _ joins: Joins
    ) throws(QueryError) -> Value {
        let (rows, conditions) = try self.rows(of: name, in: row)
        guard let conditions else { return try null(key, of: rows) }
        let inner = Joins()
        let value = try value(key, of: rows, joins: inner)
        let order = value.sql + (isGreatest ? " desc nulls last" : "")
        let sql = "select \(value.sql) as v from \(rows.table)\(inner.sql)\(Self.filter(conditions))"
        return Value(
            sql: joined("\(sql) order by \(order) limit 1", joins),
            field: value.field,
            isNullable: true
        )
    }

    /// What the values of the rows are together.
    private func total(
        _ key: OrderKey,
        of name: String,
        in row: RowSource,
        _ function: Aggregate.Function,
        _ joins: Joins
    ) throws(QueryError) -> Value {
        let (rows, conditions) = try self.rows(of: name, in: row)
        let inner = Joins()
        let value = try value(key, of: rows, joins: inner)
        guard function.result(of: value.field.type) != nil else {
            throw .unplannable("\(function) of \(key.name)")
        }
        // More than the type of one value may hold, and exact, so that a cursor meets the same sum again in whatever
        // order the rows are read.
        let field = value.field.retyped(.decimal(precision: 1_000, scale: 0))
        let type = reader.schema.sqlName(of: field.type)
        guard let conditions else { return Value(sql: "null::\(type)", field: field, isNullable: true) }
        let sql =
            "select \(function.rawValue)(\(Self.number(value)))::\(type) as v from \(rows.table)\(inner.sql)"
            + Self.filter(conditions)
        return Value(sql: joined(sql, joins), field: field, isNullable: true)
    }

    /// A value as a number that has all its digits.
    private static func number(_ value: Value) -> String {
        switch value.field.type {
        // Without the text PostgreSQL keeps 15 digits.
        case .float: "(\(value.sql))::text::numeric"
        // Seconds: a length of time could not hold the sum of a few long ones. None has months, which have no length.
        case .interval: "extract(epoch from \(value.sql))"
        default: value.sql
        }
    }

    /// The value `v` of a subquery.
    private func joined(_ subquery: String, _ joins: Joins) -> String {
        let alias = reader.scope.alias()
        joins.add(subquery, as: alias)
        return "\(alias).v"
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
