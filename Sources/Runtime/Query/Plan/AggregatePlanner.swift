import PlumblineSchema

/// Turns aggregates over the rows of a connection into one SELECT: over all that its filter and the caller's rights
/// leave, whatever page is shown.
///
/// The values are selected first, as far as the caller may see each of them; what they give together is made of that.
/// So an aggregate tells nothing that reading the rows would not.
struct AggregatePlanner {
    private let rows: ListRows
    private let sources: [RowSource]
    private let values: ValueColumns

    private var reader: ReadPlanner { rows.lead.reader }
    private var entity: Entity { rows.lead.entity }

    init(_ rows: ListRows) {
        self.rows = rows
        values = ValueColumns(alias: rows.lead.reader.scope.alias())
        sources = rows.sources()
    }

    /// The object of aggregates over all rows.
    func json(_ members: [Aggregate.Member]) throws(QueryError) -> JSONText {
        let object = try object(members, sql)
        // Without an aggregate it would be selected once for each row.
        if object.constant != nil { return object }
        return .sql("(select \(object.sql) from \(try source()))")
    }

    /// The object over no rows.
    static func empty(_ members: [Aggregate.Member]) -> JSONText {
        .object(
            members.map { member in
                switch member {
                case .typename(let key, let name): (key, .constant(JSONWriter.string(name)))
                case .value(let key, let aggregate):
                    (key, aggregate.function.isCount ? .constant("0") : .null)
                case .object(let key, let members): (key, empty(members))
                }
            }
        )
    }

    /// The rows' values as a table; to be asked for when all values are known.
    func source() throws(QueryError) -> String {
        "(\(try rows.select(sources, values.list))) \(values.alias)"
    }

    /// The column of what is made of a field's value in each row: the value itself, unless another is made of it.
    func column(
        of field: String,
        _ made: (String) -> String = { $0 }
    ) throws(QueryError) -> String {
        let filters = FilterPlanner(reader: reader)
        let expressions = try sources.map { row throws(QueryError) in
            made(try filters.comparable(field, of: row))
        }
        return values.name(ofEach: expressions)
    }

    // MARK: - Aggregates

    /// The object of aggregates, each of which stands in the statement as `value` writes it.
    func object(
        _ members: [Aggregate.Member],
        _ value: (Aggregate) throws(QueryError) -> String
    ) throws(QueryError) -> JSONText {
        var result: [(String, JSONText)] = []
        for member in members {
            switch member {
            case .typename(let key, let name): result.append((key, .constant(JSONWriter.string(name))))
            case .value(let key, let aggregate):
                result.append((key, try json(aggregate, try value(aggregate))))
            case .object(let key, let members): result.append((key, try object(members, value)))
            }
        }
        return .object(result)
    }

    private func json(_ aggregate: Aggregate, _ sql: String) throws(QueryError) -> JSONText {
        if aggregate.function.isCount { return .sql(sql) }
        return JSONSpelling(style: reader.style).json(sql, try result(of: aggregate), isNullable: true)
    }

    /// The aggregate over the values.
    func sql(_ aggregate: Aggregate) throws(QueryError) -> String {
        guard let name = aggregate.field else { return "count(*)" }
        let value = try column(of: name)
        return switch aggregate.function {
        case .count: "count(\(value))"
        case .countDistinct: "count(distinct \(value))"
        case .min: "min(\(value))"
        case .max: "max(\(value))"
        case .sum: "sum(\(value))"
        // An average of exact numbers has as many digits as PostgreSQL finds useful; zeros at its end are not.
        case .avg:
            try result(of: aggregate).type.isExactFraction ? "trim_scale(avg(\(value)))" : "avg(\(value))"
        case .any: "bool_or(\(value))"
        case .all: "bool_and(\(value))"
        }
    }

    /// The aggregate as if it were a field: its type, and where its field comes from.
    func result(of aggregate: Aggregate) throws(QueryError) -> Field {
        guard let name = aggregate.field else {
            return Field(name: aggregate.function.rawValue, type: .bigint, origin: entity.origin)
        }
        let field = try entity.required(name)
        guard let type = aggregate.function.result(of: field.type) else {
            throw .unplannable("\(aggregate.function) of \(entity.name).\(name)")
        }
        return Field(name: aggregate.function.rawValue, type: type, origin: field.origin)
    }
}

/// The values of rows that a statement makes something of, each one once.
final class ValueColumns {
    /// The name of the table that they are.
    let alias: String
    /// Of each value the expressions for the rows of each entity.
    private var expressions: [[String]] = []

    init(alias: String) {
        self.alias = alias
    }

    /// What stands after SELECT for the rows of the entity at a place.
    func list(_ place: Int) -> String {
        expressions.enumerated().map { "\($1[place]) as v\($0)" }.joined(separator: ", ")
    }

    /// The column of a value of rows of several entities.
    func name(ofEach expressions: [String]) -> String {
        let index = self.expressions.firstIndex(of: expressions) ?? self.expressions.endIndex
        if index == self.expressions.endIndex { self.expressions.append(expressions) }
        return "\(alias).v\(index)"
    }

    /// The column of a value of rows that are all alike.
    func name(of expression: String) -> String { name(ofEach: [expression]) }
}

extension Aggregate.Function {
    /// Whether it is a number of rows, and never null.
    var isCount: Bool { self == .count || self == .countDistinct }

    /// The type of what it makes of values of a type; nil if it makes nothing of them.
    func result(of type: FieldType) -> FieldType? {
        switch (self, type) {
        case (_, .password): nil
        case (.count, _), (.countDistinct, _): .bigint
        case (_, .json), (_, .array), (_, .range): nil
        case (.any, .boolean), (.all, .boolean): .boolean
        case (.any, _), (.all, _): nil
        case (.min, .boolean), (.min, .uuid), (.min, .bytes), (.min, .inet), (.min, .enumeration): nil
        case (.max, .boolean), (.max, .uuid), (.max, .bytes), (.max, .inet), (.max, .enumeration): nil
        case (.min, _), (.max, _): type
        case (.sum, .smallint), (.sum, .integer): .bigint
        // 64 bits may not hold it.
        case (.sum, .bigint): .decimal(precision: 1_000, scale: 0)
        case (.avg, .smallint), (.avg, .integer), (.avg, .bigint): .decimal(precision: 1_000, scale: 0)
        case (.sum, .decimal), (.avg, .decimal), (.sum, .float), (.avg, .float): type
        case (.sum, .interval), (.avg, .interval): type
        case (.sum, _), (.avg, _): nil
        }
    }
}

extension FieldType {
    fileprivate var isExactFraction: Bool { if case .decimal = self { true } else { false } }
}
