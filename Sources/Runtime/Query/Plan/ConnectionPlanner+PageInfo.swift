import PlumblineSchema

extension ConnectionPlanner {
    /// A member of the page's object; `row` is nil where no member reads rows.
    ///
    /// - Parameter parts: What plans the rows of each entity that the list has rows of.
    func pageInfo(
        _ member: Connection.PageInfo,
        _ row: RowSource?,
        _ keyset: Keyset,
        of parts: [ConnectionPlanner]
    ) throws(QueryError) -> (key: String, value: JSONText) {
        switch member {
        case .typename(let key, let name): (key, .constant(JSONWriter.string(name)))
        case .hasNextPage(let key) where !isBackward: (key, .sql("(count(*) > \(size))::text"))
        case .hasPreviousPage(let key) where page.last != nil: (key, .sql("(count(*) > \(lastSize))::text"))
        case .hasNextPage(let key):
            (key, .anyOf(try Self.outside(parts, .after, page.before, "before")))
        case .hasPreviousPage(let key):
            (key, .anyOf(try Self.outside(parts, .before, page.after, "after") + [try skipped()]))
        case .startCursor(let key): (key, cursor(row, keyset, isFar: isBackward))
        case .endCursor(let key): (key, cursor(row, keyset, isFar: !isBackward))
        }
    }

    private static func outside(
        _ parts: [ConnectionPlanner],
        _ side: Keyset.Side,
        _ cursor: Operand?,
        _ argument: String
    ) throws(QueryError) -> [String?] {
        try parts.map { part throws(QueryError) in try part.outside(side, cursor, argument) }
    }

    /// Whether there are rows at a cursor or on the other side of it; nil without one, as there is no other side.
    private func outside(
        _ side: Keyset.Side,
        _ cursor: Operand?,
        _ argument: String
    ) throws(QueryError) -> String? {
        guard let cursor else { return nil }
        let row = source()
        let joins = Joins()
        let keyset = try self.keyset(of: row, joins: joins)
        guard let base = try base(row) else { return nil }
        let position = keyset.condition(side, of: cursor, argument: argument, inclusive: true)
        return "exists (\(try rowsSQL("", row, joins: joins, base, [position])))"
    }

    /// Whether rows are left out at the front by their number; nil where none are.
    private func skipped() throws(QueryError) -> String? {
        guard let offset else { return nil }
        let row = source()
        let joins = Joins()
        var positions: [String] = []
        if page.after != nil || page.before != nil {
            positions = self.positions(try keyset(of: row, joins: joins))
        }
        guard let base = try base(row) else { return nil }
        return "(\(offset) > 0 and exists (\(try rowsSQL("", row, joins: joins, base, positions))))"
    }

    /// The cursor of the row at one end, worked out for that row alone.
    private func cursor(_ row: RowSource?, _ keyset: Keyset, isFar: Bool) -> JSONText {
        guard let row else { return .null }
        let isAtEnd = "\(row.alias).\(Self.place) = \(place(inPage: row, isFar: isFar))"
        let isInPage = isInPage(row).map { " and \($0)" } ?? ""
        let filter = "filter (where \(isAtEnd)\(isInPage))"
        return .sql("coalesce(to_json(max(\(keyset.cursor)) \(filter)), 'null')")
    }
}

extension JSONText {
    /// Whether any of some conditions holds.
    fileprivate static func anyOf(_ conditions: [String?]) -> JSONText {
        let conditions = conditions.compactMap(\.self)
        return conditions.isEmpty
            ? .constant("false") : .sql("(\(conditions.joined(separator: " or ")))::text")
    }
}
