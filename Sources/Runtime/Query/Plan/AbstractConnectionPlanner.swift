import PlumblineSchema

/// Turns a page of rows of several entities into one SELECT of one row: its JSON.
///
/// Each entity gives as many rows as the page has room for, under its own access rule and in the page's order, so that
/// its indexes serve. The page is cut out of these; what is told of a row is read for the rows of the page alone.
struct AbstractConnectionPlanner {
    /// The entity of a row. No field can have this name.
    private static let typeColumn = "\"#type\""
    /// The row's key.
    private static let keyColumn = "\"#key\""

    let reader: ReadPlanner
    let query: AbstractConnection

    /// The statement; nil where the caller may read no row.
    func select() throws(QueryError) -> SelectSQL? {
        guard let page = try page() else { return nil }
        guard page.rows.lead.connection.readsRows else {
            let json = try self.json(page.rows, nil, page.keyset)
            return SelectSQL(columns: [json.sql], from: "", conditions: [])
        }
        let rows = Rows(page: page.rows.lead.source(), page.rows.parts)
        let json = try self.json(page.rows, rows, try page.keyset.inPage(rows.page))
        let from = "(\(page.sql)) \(rows.page.alias)\(rows.sql)"
        return SelectSQL(columns: [json.sql], from: from, conditions: [])
    }

    /// The connection without rows.
    func empty() throws(QueryError) -> JSONText {
        guard let part = query.parts.first else { return .null }
        return try planner(part, nil).empty()
    }

    // MARK: - Parts

    /// What plans the rows of each entity.
    private func parts() throws(QueryError) -> [ConnectionPlanner] {
        var isNullable: [Bool] = []
        for part in query.parts {
            let alone = try planner(part, nil)
            let terms = try alone.keyset(of: alone.source(), joins: Joins()).isNullable
            isNullable = isNullable.isEmpty ? terms : zip(isNullable, terms).map { $0 || $1 }
        }
        let order = Keyset.Shared(type: query.type, isNullable: isNullable)
        return try query.parts.map { part throws(QueryError) in try planner(part, order) }
    }

    private func planner(
        _ part: AbstractConnection.Part,
        _ order: Keyset.Shared?
    ) throws(QueryError) -> ConnectionPlanner {
        ConnectionPlanner(
            reader: reader,
            entity: try reader.schema.required(part.entity),
            connection: part.connection,
            sharedOrder: order
        )
    }

    // MARK: - Rows

    /// The page's rows.
    private struct OrderedRows {
        /// All rows of the entities of which the caller may read any.
        let rows: ListRows
        let sql: String
        let keyset: Keyset
    }

    /// The page's rows; nil where the caller may read no row.
    private func page() throws(QueryError) -> OrderedRows? {
        var readable: [ConnectionPlanner] = []
        var selects: [String] = []
        var order: Keyset?
        // All are planned: what is asked for must be right even where no row can be read.
        for part in try parts() {
            let row = part.source()
            guard let (sql, keyset) = try part.ordered(Self.identity(of: row), row) else { continue }
            readable.append(part)
            selects.append("(\(sql))")
            order = keyset
        }
        guard let lead = readable.first, let keyset = order else { return nil }
        let rows = ListRows(lead: lead, parts: readable, distinct: query.distinct)
        let firsts = try query.distinct.isEmpty ? selects.joined(separator: " union all ") : distinct(rows)
        let row = lead.source()
        let inAll = try keyset.inPage(row)
        // Cursors cut the list of rows that differ; where all are listed, the rows of each entity begin there already.
        let positions = query.distinct.isEmpty ? [] : lead.positions(inAll)
        let ordered =
            "select \(row.alias).* from (\(firsts)) \(row.alias)\(ConnectionPlanner.filter(positions))"
            + " order by \(inAll.order(reversed: lead.isBackward))\(lead.limit(lead.sizeWithNext))\(lead.start)"
        return OrderedRows(rows: rows, sql: try lead.placed(ordered, keyset), keyset: keyset)
    }

    /// The rows that differ, in all pages.
    private func distinct(_ rows: ListRows) throws(QueryError) -> String {
        let sources = rows.sources()
        return try rows.firsts(sources) { Self.identity(of: sources[$0]) }.sql
    }

    /// What tells a row from all others.
    private static func identity(of row: RowSource) -> String {
        "\(literal(row.entity)) as \(typeColumn), \(row.key) as \(keyColumn)"
    }

    /// The rows of the page, each joined to the entity that it is of.
    private final class Rows {
        let page: RowSource
        let sources: [RowSource]
        let joins = Joins()
        private var isRead: Set<String> = []

        init(page: RowSource, _ parts: [ConnectionPlanner]) {
            self.page = page
            sources = parts.map { part in
                RowSource(entity: part.entity, alias: part.source().alias, isCertain: false)
            }
        }

        /// Notes that something is told of the rows of an entity beside its name.
        func read(_ source: RowSource) { isRead.insert(source.alias) }

        /// What follows the page after FROM.
        var sql: String {
            sources.filter { isRead.contains($0.alias) }.map { source in
                // Rows of other entities look for a null, which no index is searched for.
                " left join \(source.table) on \(source.key) = (case \(page.alias).\(typeColumn)"
                    + " when \(literal(source.entity)) then \(page.alias).\(keyColumn) end)"
            }.joined() + joins.sql
        }
    }

    private static func literal(_ entity: Entity) -> String { SQLLiteral.quoted(entity.name) + "::text" }

    // MARK: - JSON

    /// The connection's object; `rows` is nil where no member reads rows.
    private func json(
        _ all: ListRows,
        _ rows: Rows?,
        _ keyset: Keyset
    ) throws(QueryError) -> JSONText {
        let (lead, parts) = (all.lead, all.parts)
        var members: [(String, JSONText)] = []
        for (index, member) in lead.connection.members.enumerated() {
            switch (member, rows) {
            case (.typename(let key, let name), _):
                members.append((key, .constant(JSONWriter.string(name))))
            case (.nodes(let key, _), let rows?):
                let node = try self.node(rows, parts) { $0.members[index].node }
                members.append((key, lead.list(node, rows.page, keyset)))
            case (.edges(let key, _), let rows?):
                members.append((key, lead.list(try edge(index, rows, all, keyset), rows.page, keyset)))
            case (.pageInfo(let key, let info), _):
                let values = try info.map { member throws(QueryError) in
                    try lead.pageInfo(member, rows?.page, keyset, of: all)
                }
                members.append((key, .object(values)))
            case (.totalCount(let key), _):
                members.append((key, .sql(try all.count())))
            case (.aggregate(let key, let values), _):
                members.append((key, try AggregatePlanner(all).json(values)))
            case (.groups(let key, let groups), _):
                members.append((key, try GroupPlanner(all, groups).json()))
            case (.edges, nil), (.nodes, nil):
                throw .unplannable("a page of \(query.type)")
            }
        }
        return .object(members)
    }

    private func edge(
        _ index: Int,
        _ rows: Rows,
        _ all: ListRows,
        _ keyset: Keyset
    ) throws(QueryError) -> JSONText {
        guard case .edges(_, let edge) = all.lead.connection.members[index] else { return .null }
        var members: [(String, JSONText)] = []
        for (place, member) in edge.enumerated() {
            switch member {
            case .typename(let key, let name): members.append((key, .constant(JSONWriter.string(name))))
            case .cursor(let key): members.append((key, keyset.quotedCursor))
            case .node(let key, _):
                let node = try self.node(rows, all.parts) { $0.members[index].node(inEdge: place) }
                members.append((key, node))
            }
        }
        return .object(members)
    }

    /// The object of a row by its entity.
    private func node(
        _ rows: Rows,
        _ parts: [ConnectionPlanner],
        _ selection: (Connection) -> Selection?
    ) throws(QueryError) -> JSONText {
        var cases = ""
        for (part, source) in zip(parts, rows.sources) {
            guard let selection = selection(part.connection) else {
                throw .unplannable("parts of \(query.type) that differ")
            }
            let object = try reader.object(selection, of: source, joins: rows.joins)
            if object.constant == nil { rows.read(source) }
            cases += " when \(Self.literal(source.entity)) then \(object.sql)"
        }
        return .sql("case \(rows.page.alias).\(Self.typeColumn)\(cases) end")
    }
}

extension Connection.Member {
    /// What is selected of each row of `nodes`.
    fileprivate var node: Selection? {
        if case .nodes(_, let selection) = self { selection } else { nil }
    }

    /// What is selected of the row of each edge, at a place among the edge's members.
    fileprivate func node(inEdge place: Int) -> Selection? {
        guard case .edges(_, let members) = self, members.indices.contains(place),
            case .node(_, let selection) = members[place]
        else { return nil }
        return selection
    }
}
