import PlumblineSchema

/// Turns a connection into one SELECT of one row: its JSON.
///
/// The page is cut out of the one table first, with one row more where it has to be known whether more follow; what
/// it points at is joined to those rows only. This is the pagination algorithm of the GraphQL Cursor Connections
/// Specification: edges always come in the order's direction, `last` reads the order from its end.
struct ConnectionPlanner {
    /// The row's place in the page, from 1, from the side that it is read from. No field can have this name.
    static let place = "\"#\""
    /// How many rows were read.
    static let count = "\"##\""

    let reader: ReadPlanner
    let entity: Entity
    let connection: Connection
    /// What ties the rows to the row that they are nested in.
    var correlation: (RowSource) -> Condition = { _ in .always }

    var page: Page { connection.page }
    var isBackward: Bool { page.last != nil }
    private var scope: StatementScope { reader.scope }

    /// The statement; nil where the caller may read no row.
    func select() throws(QueryError) -> SelectSQL? {
        let keyset = try Keyset(connection.order, of: entity, reader: reader)
        let candidate = source()
        guard let conditions = try base(candidate) else {
            check(keyset)
            return nil
        }
        guard connection.readsRows else {
            check(keyset)
            let json = try json(nil, Joins(), keyset)
            return SelectSQL(columns: [json.sql], from: "", conditions: [])
        }
        let rows = try pageSQL(keyset, candidate, conditions)
        let row = source()
        let joins = Joins()
        let json = try json(row, joins, keyset)
        return SelectSQL(columns: [json.sql], from: "(\(rows)) \(row.alias)\(joins.sql)", conditions: [])
    }

    /// The connection without rows.
    func empty() -> JSONText {
        .object(
            connection.members.map { member in
                switch member {
                case .typename(let key, let name): (key, .constant(JSONWriter.string(name)))
                case .edges(let key, _), .nodes(let key, _): (key, .constant("[]"))
                case .totalCount(let key): (key, .constant("0"))
                case .aggregate(let key, let members): (key, AggregatePlanner.empty(members))
                case .groups(let key, _): (key, .constant("[]"))
                case .pageInfo(let key, let members): (key, .object(members.map(Self.empty)))
                }
            }
        )
    }

    private static func empty(_ member: Connection.PageInfo) -> (key: String, value: JSONText) {
        switch member {
        case .typename(let key, let name): (key, .constant(JSONWriter.string(name)))
        case .hasNextPage(let key), .hasPreviousPage(let key): (key, .constant("false"))
        case .startCursor(let key), .endCursor(let key): (key, .null)
        }
    }

    func source() -> RowSource {
        RowSource(entity: entity, alias: scope.alias(), isCertain: true)
    }

    // MARK: - Rows

    /// What all pages have in common; nil where no row can meet it.
    func base(_ row: RowSource) throws(QueryError) -> [String]? {
        var conditions = [
            correlation(row), reader.access.readable(row, includingDeleted: connection.includesDeleted),
        ]
        if let filter = connection.filter {
            conditions.append(.sql("(\(try FilterPlanner(reader: reader).condition(filter, on: row)))"))
        }
        return Condition.all(conditions)
    }

    private func positions(_ keyset: Keyset, on row: RowSource) -> [String] {
        var conditions: [String] = []
        if let after = page.after {
            conditions.append(
                keyset.condition(.after, of: after, argument: "after", on: row, inclusive: false)
            )
        }
        if let before = page.before {
            conditions.append(
                keyset.condition(.before, of: before, argument: "before", on: row, inclusive: false)
            )
        }
        return conditions
    }

    /// The page's rows with their places.
    ///
    /// PostgreSQL plans for the constant limit, the greatest that a page can have; for a parameter it would guess a
    /// tenth of the table and sort it.
    private func pageSQL(
        _ keyset: Keyset,
        _ row: RowSource,
        _ conditions: [String]
    ) throws(QueryError) -> String {
        let order = keyset.order(row, reversed: isBackward)
        let rows = try rowsSQL(
            "\(row.alias).*, row_number() over (order by \(order)) as \(Self.place)",
            row,
            conditions,
            positions(keyset, on: row)
        )
        let most = reader.limits.maximumSize.map { " limit \($0 + 1)" } ?? ""
        let numbered = "\(rows) order by \(order)\(most)"
        let extra = connection.readsOneMore ? " + 1" : ""
        let limited = "select * from (\(numbered)) \(scope.alias()) limit \(size)\(extra)"
        guard connection.readsFarCursor else { return limited }
        return "select *, count(*) over () as \(Self.count) from (\(limited)) \(scope.alias())"
    }

    var size: String { scope.sql(sizeParameter) }

    private var sizeParameter: Parameter {
        Parameter(
            source: .pageSize(page.last ?? page.first, reader.limits),
            type: "bigint",
            path: [isBackward ? "last" : "first"]
        )
    }

    /// Arguments must be right even where they change nothing.
    private func check(_ keyset: Keyset) {
        scope.check(sizeParameter)
        if let after = page.after { scope.check(keyset.parameter(after, 0, argument: "after")) }
        if let before = page.before { scope.check(keyset.parameter(before, 0, argument: "before")) }
    }

    // MARK: - JSON

    /// The connection's object; `row` is nil where no member reads rows.
    private func json(_ row: RowSource?, _ joins: Joins, _ keyset: Keyset) throws(QueryError) -> JSONText {
        var members: [(String, JSONText)] = []
        for member in connection.members {
            switch (member, row) {
            case (.typename(let key, let name), _):
                members.append((key, .constant(JSONWriter.string(name))))
            case (.edges(let key, let edge), let row?):
                members.append((key, list(try self.edge(edge, row, joins, keyset), row)))
            case (.nodes(let key, let selection), let row?):
                members.append((key, list(try reader.object(selection, of: row, joins: joins), row)))
            case (.pageInfo(let key, let info), _):
                let page = try info.map { member throws(QueryError) in try self.pageInfo(member, row, keyset)
                }
                members.append((key, .object(page)))
            case (.totalCount(let key), _):
                members.append((key, .sql(try countSQL())))
            case (.aggregate(let key, let values), _):
                members.append((key, try AggregatePlanner(self).json(values)))
            case (.groups(let key, let groups), _):
                members.append((key, try GroupPlanner(self, groups).json()))
            case (.edges, nil), (.nodes, nil):
                throw .unplannable("a page without rows")
            }
        }
        return .object(members)
    }

    private func edge(
        _ members: [Connection.Edge],
        _ row: RowSource,
        _ joins: Joins,
        _ keyset: Keyset
    ) throws(QueryError) -> JSONText {
        var result: [(String, JSONText)] = []
        for member in members {
            switch member {
            case .typename(let key, let name): result.append((key, .constant(JSONWriter.string(name))))
            case .cursor(let key):
                var text = JSONText.constant("\"")
                text.append(sql: keyset.cursor(row))
                text.append(constant: "\"")
                result.append((key, text))
            case .node(let key, let selection):
                result.append((key, try reader.object(selection, of: row, joins: joins)))
            }
        }
        return .object(result)
    }

    /// The objects of the page's rows, in the order's direction.
    private func list(_ object: JSONText, _ row: RowSource) -> JSONText {
        let place = "\(row.alias).\(Self.place)"
        let order = isBackward ? place + " desc" : place
        let filter = connection.readsOneMore ? " filter (where \(place) <= \(size))" : ""
        var text = JSONText.constant("[")
        text.append(sql: "string_agg(\(object.sql), ',' order by \(order))\(filter)")
        text.append(constant: "]")
        return text
    }

    private func countSQL() throws(QueryError) -> String {
        let row = source()
        let conditions = try base(row) ?? ["false"]
        return "(\(try rowsSQL("count(*)", row, conditions)))"
    }

    /// Columns of the rows that meet the conditions of all pages, and further ones of some.
    func rowsSQL(
        _ columns: String,
        _ row: RowSource,
        _ conditions: [String],
        _ further: [String] = []
    ) throws(QueryError) -> String {
        guard !connection.distinct.isEmpty else {
            return "select \(columns) from \(row.table)\(Self.filter(conditions + further))"
        }
        let filters = FilterPlanner(reader: reader)
        let values = try connection.distinct.map { name throws(QueryError) in
            try filters.comparable(name, of: row)
        }.joined(separator: ", ")
        let order = try Keyset(connection.order, of: entity, reader: reader).order(row, reversed: false)
        let firsts =
            "select distinct on (\(values)) \(row.alias).* from \(row.table)\(Self.filter(conditions))"
            + " order by \(values), \(order)"
        return "select \(columns) from (\(firsts)) \(row.alias)\(Self.filter(further))"
    }

    private static func filter(_ conditions: [String]) -> String {
        conditions.isEmpty ? "" : " where " + conditions.joined(separator: " and ")
    }
}
