import PlumblineSchema

/// Turns groups of a connection's rows into one SELECT: the rows' values, then the groups with their places, then
/// what their keys point at, joined to the groups of the page only.
struct GroupPlanner {
    private let reader: ReadPlanner
    /// An entity whose rows the groups are made of.
    private let entity: Entity
    private let groups: Groups
    private let aggregates: AggregatePlanner
    private let page: ValueColumns

    init(_ rows: ListRows, _ groups: Groups) {
        reader = rows.lead.reader
        entity = rows.lead.entity
        self.groups = groups
        aggregates = AggregatePlanner(rows)
        page = ValueColumns(alias: reader.scope.alias())
    }

    /// The list of the groups' objects.
    func json() throws(QueryError) -> JSONText {
        let first = sizeParameter(groups.first, reader.limits, "first")
        let offset = sizeParameter(groups.offset, PageLimits(defaultSize: 0, maximumSize: nil), "offset")
        let joins = Joins()
        let object = try object(joins)
        let place = page.name(of: "row_number() over (order by \(try order()))")
        let keys = try groups.keys.map { key throws(QueryError) in try value(of: key) }
        let having = try groups.condition.map { condition throws(QueryError) in try self.condition(condition)
        }
        let select =
            "select \(page.list(0)) from \(try aggregates.source())"
            + " group by \(keys.joined(separator: ", "))" + (having.map { " having \($0)" } ?? "")
            + " order by \(try order()) limit \(reader.scope.sql(first)) offset \(reader.scope.sql(offset))"
        var list = JSONText.constant("[")
        list.append(
            sql: "(select string_agg(\(object.sql), ',' order by \(place)) from (\(select)) \(page.alias)"
                + "\(joins.sql))"
        )
        list.append(constant: "]")
        return list
    }

    private func sizeParameter(_ operand: Operand?, _ limits: PageLimits, _ argument: String) -> Parameter {
        Parameter(source: .pageSize(operand, limits), type: "bigint", path: [argument])
    }

    // MARK: - What groups are made by

    /// A key, made of the rows' values.
    private func value(of key: Groups.Key) throws(QueryError) -> String {
        let field = try entity.required(key.field)
        guard let bucket = key.bucket else { return try aggregates.column(of: key.field) }
        let unit = "'\(bucket.unit.rawValue)'"
        switch field.type {
        case .timestamp:
            // With a zone, days and longer begin by its clocks, and the two hours that one name has stay two.
            let zone = bucket.timeZone.map { reader.scope.sql(zoneParameter($0)) } ?? "'UTC'"
            return try aggregates.column(of: key.field) { "date_trunc(\(unit), \($0), \(zone))" }
        case .date:
            return try aggregates.column(of: key.field) { "date_trunc(\(unit), (\($0))::timestamp)::date" }
        default: throw .unplannable("\(entity.name).\(field.name) is no time")
        }
    }

    private func zoneParameter(_ operand: Operand) -> Parameter {
        Parameter(source: .timeZone(operand), type: "text", path: ["timeZone"])
    }

    private func order() throws(QueryError) -> String {
        var terms: [String] = []
        for term in groups.order {
            switch term.value {
            case .aggregate(let aggregate):
                terms.append(try aggregates.sql(aggregate) + term.direction)
            case .key(let name):
                guard let key = key(of: name) else { throw .unplannable("an order by no key \(name)") }
                terms.append(try value(of: key) + term.direction)
            }
        }
        for key in groups.keys { terms.append(try value(of: key)) }
        return terms.joined(separator: ", ")
    }

    private func key(of field: String) -> Groups.Key? { groups.keys.first { $0.field == field } }

    private func condition(_ condition: Aggregate.Condition) throws(QueryError) -> String {
        switch condition {
        case .and(let conditions): try joined(conditions, " and ", ifEmpty: "true")
        case .or(let conditions): try joined(conditions, " or ", ifEmpty: "false")
        case .not(let condition): "not (\(try self.condition(condition)))"
        case .isNull(let aggregate, let isNull):
            "\(try aggregates.sql(aggregate)) is \(isNull ? "" : "not ")null"
        case .compare(let aggregate, let comparison, let operand):
            try FilterPlanner(reader: reader).compare(
                aggregates.sql(aggregate),
                comparison,
                operand,
                aggregates.result(of: aggregate)
            )
        }
    }

    private func joined(
        _ conditions: [Aggregate.Condition],
        _ connective: String,
        ifEmpty: String
    ) throws(QueryError) -> String {
        let parts = try conditions.map { condition throws(QueryError) in "(\(try self.condition(condition)))"
        }
        return parts.isEmpty ? ifEmpty : parts.joined(separator: connective)
    }

    // MARK: - JSON

    /// The object of a group.
    private func object(_ joins: Joins) throws(QueryError) -> JSONText {
        var members: [(String, JSONText)] = []
        for member in groups.members {
            switch member {
            case .typename(let key, let name): members.append((key, .constant(JSONWriter.string(name))))
            case .keys(let key, let values):
                let values = try values.map { value throws(QueryError) in try self.member(value, joins) }
                members.append((key, .object(values)))
            case .aggregate(let key, let values):
                let object = try aggregates.object(values) { aggregate throws(QueryError) in
                    page.name(of: try aggregates.sql(aggregate))
                }
                members.append((key, object))
            }
        }
        return .object(members)
    }

    private func member(
        _ member: Groups.KeyMember,
        _ joins: Joins
    ) throws(QueryError) -> (key: String, value: JSONText) {
        switch member {
        case .typename(let key, let name): return (key, .constant(JSONWriter.string(name)))
        case .value(let key, let name):
            guard let made = self.key(of: name) else { return (key, .null) }
            let column = page.name(of: try value(of: made))
            let field = try entity.required(name)
            return (key, JSONSpelling(style: reader.style).json(column, field, isNullable: true))
        case .row(let key, let relation, let selection):
            guard let made = self.key(of: relation), made.bucket == nil else { return (key, .null) }
            let column = page.name(of: try value(of: made))
            guard let target = try self.target(relation, column, joins) else { return (key, .null) }
            return (key, try reader.nested(selection, of: target, joins: joins))
        }
    }

    /// The row whose key the rows of a group agree in; nil where the caller may read none.
    private func target(
        _ relation: String,
        _ column: String,
        _ joins: Joins
    ) throws(QueryError) -> RowSource? {
        let group = RowSource(entity: entity, alias: page.alias, isCertain: true)
        if let known = joins[group, relation] { return known }
        let entity = try reader.schema.requiredTarget(of: try entity.required(relation))
        let target = RowSource(entity: entity, alias: reader.scope.alias(), isCertain: false)
        guard
            let conditions = Condition.all([
                .sql("\(target.key) = \(column)"), reader.access.readable(target),
            ])
        else { return nil }
        joins.add(target, for: relation, of: group, on: conditions)
        return target
    }
}

extension Groups.Term {
    /// What stands behind the value in ORDER BY.
    fileprivate var direction: String {
        (isDescending ? " desc" : "") + (nullsFirst ? " nulls first" : " nulls last")
    }
}
