import PlumblineSchema

/// Turns a connection into one SELECT of one row: its JSON.
///
/// The page is cut out of the one table first, with one row more where it has to be known whether more follow; what
/// it points at is joined to those rows only. This is the pagination algorithm of the GraphQL Cursor Connections
/// Specification: edges always come in the order's direction, `last` reads the order from its end.
struct ConnectionPlanner {
    /// The row's place in the page, from 1, from the side that it is read from. No field can have this name.
    private static let place = "\"#\""
    /// How many rows were read.
    private static let count = "\"##\""

    let reader: ReadPlanner
    let entity: Entity
    let connection: Connection
    /// What ties the rows to the row that they are nested in.
    var correlation: (RowSource) -> Condition = { _ in .always }

    private var page: Page { connection.page }
    private var isBackward: Bool { page.last != nil }
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
        let positions = self.positions(keyset, on: candidate)
        let rows = pageSQL(keyset, candidate, conditions + positions)
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

    private func source() -> RowSource {
        RowSource(entity: entity, alias: scope.alias(), isCertain: true)
    }

    // MARK: - Rows

    /// What all pages have in common; nil where no row can meet it.
    private func base(_ row: RowSource) throws(QueryError) -> [String]? {
        var conditions = [correlation(row), reader.access.readable(row)]
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
    private func pageSQL(_ keyset: Keyset, _ row: RowSource, _ conditions: [String]) -> String {
        let order = keyset.order(row, reversed: isBackward)
        let table = SQLIdentifier.quoted(entity.table)
        let filter = conditions.isEmpty ? "" : " where " + conditions.joined(separator: " and ")
        let most = reader.limits.maximumSize + 1
        let numbered =
            "select \(row.alias).*, row_number() over (order by \(order)) as \(Self.place)"
            + " from \(table) \(row.alias)\(filter) order by \(order) limit \(most)"
        let extra = connection.readsOneMore ? " + 1" : ""
        let limited = "select * from (\(numbered)) \(scope.alias()) limit \(size)\(extra)"
        guard connection.readsFarCursor else { return limited }
        return "select *, count(*) over () as \(Self.count) from (\(limited)) \(scope.alias())"
    }

    private var size: String { scope.sql(sizeParameter) }

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
        return "(\(rowsSQL("count(*)", row, conditions)))"
    }

    private func rowsSQL(_ columns: String, _ row: RowSource, _ conditions: [String]) -> String {
        let table = SQLIdentifier.quoted(entity.table)
        let filter = conditions.isEmpty ? "" : " where " + conditions.joined(separator: " and ")
        return "select \(columns) from \(table) \(row.alias)\(filter)"
    }

    // MARK: - Page

    private func pageInfo(
        _ member: Connection.PageInfo,
        _ row: RowSource?,
        _ keyset: Keyset
    ) throws(QueryError) -> (key: String, value: JSONText) {
        switch member {
        case .typename(let key, let name): (key, .constant(JSONWriter.string(name)))
        case .hasNextPage(let key) where !isBackward, .hasPreviousPage(let key) where isBackward:
            (key, .sql("(count(*) > \(size))::text"))
        case .hasNextPage(let key): (key, try outside(.after, page.before, "before", keyset))
        case .hasPreviousPage(let key): (key, try outside(.before, page.after, "after", keyset))
        case .startCursor(let key): (key, cursor(row, keyset, isFar: isBackward))
        case .endCursor(let key): (key, cursor(row, keyset, isFar: !isBackward))
        }
    }

    /// Whether there are rows at a cursor or on the other side of it; without one there is no other side.
    private func outside(
        _ side: Keyset.Side,
        _ cursor: Operand?,
        _ argument: String,
        _ keyset: Keyset
    ) throws(QueryError) -> JSONText {
        guard let cursor else { return .constant("false") }
        let row = source()
        guard let base = try base(row) else { return .constant("false") }
        let position = keyset.condition(side, of: cursor, argument: argument, on: row, inclusive: true)
        return .sql("(exists (\(rowsSQL("", row, base + [position]))))::text")
    }

    /// The cursor of the row at one end, worked out for that row alone.
    private func cursor(_ row: RowSource?, _ keyset: Keyset, isFar: Bool) -> JSONText {
        guard let row else { return .null }
        let last =
            connection.readsOneMore
            ? "least(\(row.alias).\(Self.count), \(size))" : "\(row.alias).\(Self.count)"
        let place = isFar ? last : "1"
        let isInPage = connection.readsOneMore ? " and \(row.alias).\(Self.place) <= \(size)" : ""
        let filter = "filter (where \(row.alias).\(Self.place) = \(place)\(isFar ? "" : isInPage))"
        return .sql("coalesce(to_json(max(\(keyset.cursor(row))) \(filter)), 'null')")
    }
}

extension Connection {
    private var isBackward: Bool { page.last != nil }

    private var infos: [PageInfo] {
        members.flatMap { member -> [PageInfo] in
            if case .pageInfo(_, let infos) = member { infos } else { [] }
        }
    }

    /// Whether rows have to be read at all; a count alone needs none.
    var readsRows: Bool {
        let hasList = members.contains { member in
            switch member {
            case .edges, .nodes: true
            case .typename, .pageInfo, .totalCount: false
            }
        }
        return hasList || readsOneMore || infos.contains(where: \.isCursor)
    }

    /// Whether it has to be known if more rows follow in the direction of reading.
    var readsOneMore: Bool {
        infos.contains { info in
            switch info {
            case .hasNextPage: !isBackward
            case .hasPreviousPage: isBackward
            case .typename, .startCursor, .endCursor: false
            }
        }
    }

    /// Whether the cursor of the row read last is wanted.
    var readsFarCursor: Bool {
        infos.contains { info in
            switch info {
            case .startCursor: isBackward
            case .endCursor: !isBackward
            case .typename, .hasNextPage, .hasPreviousPage: false
            }
        }
    }
}

extension Connection.PageInfo {
    fileprivate var isCursor: Bool {
        switch self {
        case .startCursor, .endCursor: true
        case .typename, .hasNextPage, .hasPreviousPage: false
        }
    }
}
