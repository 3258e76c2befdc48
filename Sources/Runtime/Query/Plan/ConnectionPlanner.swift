import PlumblineSchema

/// Turns a connection into one SELECT of one row: its JSON.
///
/// The page is cut out of the one table first, with one row more where it has to be known whether more follow; what
/// it points at is joined to those rows only, but for what they are ordered by. This is the pagination algorithm of the
/// GraphQL Cursor Connections Specification: edges always come in the order's direction, `last` alone reads the order
/// from its end.
struct ConnectionPlanner {
    /// The row's place in the page, from 1, from the side that it is read from. No field can have this name.
    static let place = "\"#\""
    /// The rows that there is room for. No table has this name.
    private static let rows = "\"#rows\""
    /// How many rows were read.
    static let count = "\"##\""

    let reader: ReadPlanner
    let entity: Entity
    let connection: Connection
    /// What ties the rows to the row that they are nested in.
    var correlation: (RowSource) -> Condition = { _ in .always }
    /// What the order has in common with that of other entities' rows in the same list.
    var sharedOrder: Keyset.Shared?

    var page: Page { connection.page }
    var isBackward: Bool { connection.isBackward }
    private var scope: StatementScope { reader.scope }

    /// The statement; nil where the caller may read no row.
    func select() throws(QueryError) -> SelectSQL? {
        let page = try pageSQL()
        guard let page, connection.readsRows else {
            return try page.map { page throws(QueryError) in
                SelectSQL(columns: [try self.json(nil, Joins(), page.keyset).sql], from: "", conditions: [])
            }
        }
        let row = source()
        let joins = Joins()
        let json = try self.json(row, joins, page.keyset.inPage(row))
        return SelectSQL(columns: [json.sql], from: "(\(page.sql)) \(row.alias)\(joins.sql)", conditions: [])
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

    func keyset(of row: RowSource, joins: Joins) throws(QueryError) -> Keyset {
        try Keyset(connection.order, of: row, joins: joins, reader: reader, sharing: sharedOrder)
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

    /// ApplyCursorsToEdges of the specification: a `before` that does not come after `after` is of no edge that is
    /// left, and so changes nothing.
    func positions(_ keyset: Keyset) -> [String] {
        var conditions: [String] = []
        if let after = page.after {
            conditions.append(keyset.condition(.after, of: after, argument: "after", inclusive: false))
        }
        if let before = page.before {
            let isBefore = keyset.condition(.before, of: before, argument: "before", inclusive: false)
            let isAhead = page.after.map { keyset.precedes($0, "after", before, "before") }
            conditions.append(isAhead.map { "(\(isBefore) or not (\($0)))" } ?? isBefore)
        }
        return conditions
    }

    /// The page's rows with their places; nil where the caller may read no row.
    private func pageSQL() throws(QueryError) -> (sql: String, keyset: Keyset)? {
        let row = source()
        guard let (rows, keyset) = try ordered("\(row.alias).*", row) else { return nil }
        return (try placed(rows, keyset), keyset)
    }

    /// Columns of the first rows in the order, of which there are enough for the page, and what they are ordered by;
    /// nil where the caller may read no row.
    func ordered(_ columns: String, _ row: RowSource) throws(QueryError) -> (sql: String, keyset: Keyset)? {
        let joins = Joins()
        let keyset = try self.keyset(of: row, joins: joins)
        let base = try self.base(row)
        // What is asked for must be right even where no row can be read.
        let positions = self.positions(keyset)
        // Where rows of other entities stand between these, it is not known which of them are left out at the front.
        let limit =
            sharedOrder == nil ? limit(sizeWithNext) + start : limit(sizeWithNext, beyond: offset)
        guard let base else { return nil }
        let rows =
            try rowsSQL(columns + keyset.columns, row, joins: joins, base, positions)
            + " order by \(keyset.order(reversed: isBackward))\(limit)"
        return (rows, keyset)
    }

    /// The page's rows out of the first rows in the order, with their places where these are asked for.
    ///
    /// The places are counted for the rows that are left, so that PostgreSQL need not sort all.
    func placed(_ rows: String, _ keyset: Keyset) throws(QueryError) -> String {
        let page = cut(rows)
        guard connection.readsPlaces else { return page }
        let row = source()
        let order = try keyset.inPage(row).order(reversed: isBackward)
        let count = connection.readsCount ? ", count(*) over () as \(Self.count)" : ""
        return "select \(row.alias).*, row_number() over (order by \(order)) as \(Self.place)\(count)"
            + " from (\(page)) \(row.alias)"
    }

    /// As many rows as are read, out of those that there is room for.
    ///
    /// PostgreSQL does not know this limit, and expects a tenth of the other one. So it looks up what the few rows point
    /// at, where it would read small tables as a whole for all that there is room for. The rows themselves are
    /// `materialized`, which keeps that guess from them: a tenth might look cheap enough to search the whole order for it.
    ///
    /// Such rows come as they are found, in their order, and no more are found than this limit takes: until version 17
    /// PostgreSQL would not know that for another ORDER BY, and find them all to sort them again.
    private func cut(_ rows: String) -> String {
        guard room != nil else { return rows }
        return "with \(Self.rows) as materialized (\(rows)) select * from \(Self.rows) limit \(sizeWithNext)"
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
                members.append((key, list(try self.edge(edge, row, joins, keyset), row, keyset)))
            case (.nodes(let key, let selection), let row?):
                members.append((key, list(try reader.object(selection, of: row, joins: joins), row, keyset)))
            case (.pageInfo(let key, let info), _):
                let page = try info.map { member throws(QueryError) in
                    try self.pageInfo(member, row, keyset, of: ListRows(self))
                }
                members.append((key, .object(page)))
            case (.totalCount(let key), _):
                members.append((key, .sql(try countSQL())))
            case (.aggregate(let key, let values), _):
                members.append((key, try AggregatePlanner(ListRows(self)).json(values)))
            case (.groups(let key, let groups), _):
                members.append((key, try GroupPlanner(ListRows(self), groups).json()))
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
                result.append((key, keyset.quotedCursor))
            case .node(let key, let selection):
                result.append((key, try reader.object(selection, of: row, joins: joins)))
            }
        }
        return .object(result)
    }

    /// The objects of the page's rows, in the order's direction.
    func list(_ object: JSONText, _ row: RowSource, _ keyset: Keyset) -> JSONText {
        let place = "\(row.alias).\(Self.place)\(isBackward ? " desc" : "")"
        let order = connection.readsPlaces ? place : keyset.order(reversed: false)
        let filter = isInPage(row).map { " filter (where \($0))" } ?? ""
        var text = JSONText.constant("[")
        text.append(sql: "string_agg(\(object.sql), ',' order by \(order))\(filter)")
        text.append(constant: "]")
        return text
    }

    func countSQL() throws(QueryError) -> String {
        let row = source()
        let conditions = try base(row) ?? ["false"]
        return "(\(try rowsSQL("count(*)", row, conditions)))"
    }

    /// Columns of the rows that meet the conditions of all pages, and further ones of some.
    func rowsSQL(
        _ columns: String,
        _ row: RowSource,
        joins: Joins = Joins(),
        _ conditions: [String],
        _ further: [String] = []
    ) throws(QueryError) -> String {
        guard !connection.distinct.isEmpty else {
            return "select \(columns) from \(row.table)\(joins.sql)\(Self.filter(conditions + further))"
        }
        let firsts = try distinctSQL(row, conditions)
        return "select \(columns) from (\(firsts)) \(row.alias)\(joins.sql)\(Self.filter(further))"
    }

    /// Of the rows that agree in some fields, the first in the order.
    private func distinctSQL(_ row: RowSource, _ conditions: [String]) throws(QueryError) -> String {
        let filters = FilterPlanner(reader: reader)
        let values = try connection.distinct.map { name throws(QueryError) in
            try filters.comparable(name, of: row)
        }.joined(separator: ", ")
        let joins = Joins()
        let order = try keyset(of: row, joins: joins).order(reversed: false)
        return "select distinct on (\(values)) \(row.alias).* from \(row.table)\(joins.sql)"
            + "\(Self.filter(conditions)) order by \(values), \(order)"
    }

    static func filter(_ conditions: [String]) -> String {
        conditions.isEmpty ? "" : " where " + conditions.joined(separator: " and ")
    }
}
