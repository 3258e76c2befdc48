/// How many rows are read, and which of them are the page.
extension ConnectionPlanner {
    /// The SQL of the size of a page that is read from one side.
    var size: String { reader.scope.sql(isBackward ? lastParameter : firstParameter) }

    /// The SQL of how many rows are read, but for the one more.
    var sizeRead: String {
        guard page.isCutTwice else { return size }
        // With fewer of them it could not be told whether `last` leaves any out.
        return "greatest(\(size), \(lastSize))"
    }

    /// The SQL of how many rows are read.
    var sizeWithNext: String { sizeRead + (connection.readsOneMore ? " + 1" : "") }

    /// What limits the rows that are read from one side to a size.
    ///
    /// PostgreSQL plans for the constant limit, which the page has room in; for a parameter it would guess a tenth, and
    /// find a plan cheap that reads all of the table.
    ///
    /// - Parameter offset: How many further ones are read.
    func limit(_ size: String, beyond offset: String? = nil) -> String {
        " limit " + (room.map { String($0 + 1) } ?? size) + (offset.map { " + \($0)" } ?? "")
    }

    /// The most rows that the page can have; nil if there may be any number.
    var room: Int? {
        guard let maximum = reader.limits.maximumSize else { return nil }
        let isUsual = page.first == nil && page.last == nil
        return min((isUsual ? reader.limits.defaultSize : page.room) ?? maximum, maximum)
    }

    /// The SQL of `last`.
    var lastSize: String { reader.scope.sql(lastParameter) }

    private var firstParameter: Parameter { sizeParameter(page.first, "first") }
    private var lastParameter: Parameter { sizeParameter(page.last, "last") }

    private func sizeParameter(_ operand: Operand?, _ argument: String) -> Parameter {
        Parameter(source: .pageSize(operand, reader.limits), type: "bigint", path: [argument])
    }

    /// The SQL of how many rows are left out at the front.
    var offset: String? {
        page.offset.map { operand in
            let source = Parameter.Source.offset(operand, reader.limits)
            return reader.scope.sql(Parameter(source: source, type: "bigint", path: ["offset"]))
        }
    }

    /// What leaves rows out at the front.
    var start: String { offset.map { " offset \($0)" } ?? "" }

    /// Whether a row that was read is in the page; nil where all of them are.
    func isInPage(_ row: RowSource) -> String? {
        let place = "\(row.alias).\(Self.place)"
        if page.isCutTwice { return "\(place) > \(skipped(row)) and \(place) <= \(size)" }
        return connection.readsOneMore ? "\(place) <= \(size)" : nil
    }

    /// The place of the row at one end of the page.
    func place(inPage row: RowSource, isFar: Bool) -> String {
        if isFar { return kept(row) }
        return page.isCutTwice ? "greatest(\(skipped(row)), 0) + 1" : "1"
    }

    /// How many rows the size from the reading side leaves.
    private func kept(_ row: RowSource) -> String {
        let count = "\(row.alias).\(Self.count)"
        return connection.readsOneMore || page.isCutTwice ? "least(\(count), \(size))" : count
    }

    /// How many of those `last` leaves out; negative if there are fewer.
    private func skipped(_ row: RowSource) -> String { "\(kept(row)) - \(lastSize)" }
}

extension Page {
    /// Whether `last` cuts what `first` leaves.
    var isCutTwice: Bool { first != nil && last != nil }
}
