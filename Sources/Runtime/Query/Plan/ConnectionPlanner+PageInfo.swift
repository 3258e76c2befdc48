import PlumblineSchema

extension ConnectionPlanner {
    /// A member of the page's object; `row` is nil where no member reads rows.
    ///
    /// - Parameter rows: The rows of all pages.
    func pageInfo(
        _ member: Connection.PageInfo,
        _ row: RowSource?,
        _ keyset: Keyset,
        of rows: ListRows
    ) throws(QueryError) -> (key: String, value: JSONText) {
        switch member {
        case .typename(let key, let name): (key, .constant(JSONWriter.string(name)))
        case .hasNextPage(let key) where !isBackward: (key, .sql("(count(*) > \(size))::text"))
        case .hasPreviousPage(let key) where page.last != nil: (key, .sql("(count(*) > \(lastSize))::text"))
        case .hasNextPage(let key):
            (key, .anyOf(try outside(rows, .after, page.before, "before")))
        case .hasPreviousPage(let key):
            (key, .anyOf(try outside(rows, .before, page.after, "after") + skipped(rows)))
        case .startCursor(let key): (key, cursor(row, keyset, isFar: isBackward))
        case .endCursor(let key): (key, cursor(row, keyset, isFar: !isBackward))
        }
    }

    /// Whether there are rows at a cursor or on the other side of it; without one there is no other side.
    private func outside(
        _ rows: ListRows,
        _ side: Keyset.Side,
        _ cursor: Operand?,
        _ argument: String
    ) throws(QueryError) -> [String] {
        guard let cursor else { return [] }
        return try rows.exist { [$0.condition(side, of: cursor, argument: argument, inclusive: true)] }
    }

    /// Whether rows are left out at the front by their number.
    private func skipped(_ rows: ListRows) throws(QueryError) -> [String] {
        guard let offset else { return [] }
        let hasCursor = page.after != nil || page.before != nil
        return try rows.exist(at: hasCursor ? positions : nil).map { "(\(offset) > 0 and \($0))" }
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
    fileprivate static func anyOf(_ conditions: [String]) -> JSONText {
        conditions.isEmpty
            ? .constant("false") : .sql("(\(conditions.joined(separator: " or ")))::text")
    }
}
