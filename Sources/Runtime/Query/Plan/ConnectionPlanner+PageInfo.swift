import PlumblineSchema

extension ConnectionPlanner {
    /// A member of the page's object; `row` is nil where no member reads rows.
    func pageInfo(
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
        return .sql("(exists (\(try rowsSQL("", row, base, [position]))))::text")
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
