import PlumblineSchema

/// All rows of a list, whatever its page: those of one entity, or of several in one order.
///
/// What is told of all of them is made of values that are read of each, under its own entity's access rule.
struct ListRows {
    /// What plans the rows of an entity that has all fields that are asked for.
    let lead: ConnectionPlanner
    /// What plans the rows of each entity.
    let parts: [ConnectionPlanner]
    /// The fields that rows of several entities have to differ in; those of one have them in their connection.
    let distinct: [String]

    /// The rows of one entity.
    init(_ rows: ConnectionPlanner) {
        self.init(lead: rows, parts: [rows], distinct: [])
    }

    init(lead: ConnectionPlanner, parts: [ConnectionPlanner], distinct: [String]) {
        self.lead = lead
        self.parts = parts
        self.distinct = distinct
    }

    /// The rows of each entity by aliases of their own.
    func sources() -> [RowSource] { parts.map { $0.source() } }

    /// Columns of all rows.
    ///
    /// - Parameter columns: Those of the rows of the entity at a place.
    func select(_ sources: [RowSource], _ columns: (Int) -> String) throws(QueryError) -> String {
        guard distinct.isEmpty else { return try firsts(sources, columns).sql }
        var selects: [String] = []
        for (place, (part, row)) in zip(parts, sources).enumerated() {
            selects.append(try part.rowsSQL(columns(place), row, try part.base(row) ?? ["false"]))
        }
        return selects.joined(separator: " union all ")
    }

    /// The SQL of how many there are.
    func count() throws(QueryError) -> String {
        guard distinct.isEmpty else {
            let rows = try firsts(sources()) { _ in "" }.sql
            return "(select count(*) from (\(rows)) \(lead.reader.scope.alias()))"
        }
        let counts = try parts.map { part throws(QueryError) in try part.countSQL() }
        return counts.count == 1 ? counts[0] : "(\(counts.joined(separator: " + ")))"
    }

    /// Conditions of which one holds if there are rows at some positions of the order, or any rows.
    func exist(at positions: ((Keyset) -> [String])?) throws(QueryError) -> [String] {
        guard distinct.isEmpty else {
            let (rows, keyset) = try firsts(sources()) { _ in "" }
            let row = lead.source()
            let conditions = try positions?(keyset.inPage(row)) ?? []
            return ["exists (select from (\(rows)) \(row.alias)\(ConnectionPlanner.filter(conditions)))"]
        }
        return try parts.map { part throws(QueryError) in
            let row = part.source()
            let joins = Joins()
            let conditions = try positions.map { positions throws(QueryError) in
                positions(try part.keyset(of: row, joins: joins))
            }
            let base = try part.base(row) ?? ["false"]
            return "exists (\(try part.rowsSQL("", row, joins: joins, base, conditions ?? [])))"
        }
    }

    /// Columns of the rows of several entities that differ, of each the first one in the order of all; and that order.
    func firsts(
        _ sources: [RowSource],
        _ columns: (Int) -> String
    ) throws(QueryError) -> (sql: String, keyset: Keyset) {
        let filters = FilterPlanner(reader: lead.reader)
        var selects: [String] = []
        var order = try lead.keyset(of: lead.source(), joins: Joins())
        for (place, (part, row)) in zip(parts, sources).enumerated() {
            let joins = Joins()
            order = try part.keyset(of: row, joins: joins)
            let values = try distinct.enumerated().map { index, name throws(QueryError) in
                "\(try filters.comparable(name, of: row)) as \(Self.column(index))"
            }
            let all = ([columns(place)] + values).filter { !$0.isEmpty }.joined(separator: ", ")
            let base = try part.base(row) ?? ["false"]
            selects.append(try part.rowsSQL(all + order.columns, row, joins: joins, base))
        }
        let row = lead.source()
        let values = distinct.indices.map { "\(row.alias).\(Self.column($0))" }.joined(separator: ", ")
        let sql =
            "select distinct on (\(values)) \(row.alias).* from (\(selects.joined(separator: " union all ")))"
            + " \(row.alias) order by \(values), \(try order.inPage(row).order(reversed: false))"
        return (sql, order)
    }

    /// No field can have this name.
    private static func column(_ index: Int) -> String { "\"#of\(index)\"" }
}
