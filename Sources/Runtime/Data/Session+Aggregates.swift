import PlumblineQuery
public import PlumblineSchema

extension Session {
    /// What all rows of a query give together, one value or several, by one statement; whatever the query's limit.
    ///
    /// ```swift
    /// let (count, latest) = try await session.aggregate(Appointment.all) { ($0.rowCount, $0.startsAt.max) }
    /// ```
    ///
    /// - Throws: `DatabaseError` with the code `BAD_QUERY` for a column of a related row.
    public func aggregate<Row, Output, each Value: Decodable & Sendable>(
        _ query: Query<Row, Output>,
        _ measures: (Columns<Row, Row>) -> (repeat Measure<each Value>)
    ) async throws -> (repeat each Value) {
        let wanted = measures(Row.columns)
        var untyped: [AnyMeasure] = []
        repeat untyped.append((each wanted).untyped)
        var compiler = compiler
        let members = try compiler.members(untyped)
        let connection = try compiler.connection(query, members: [.aggregate(key: "a", members)])
        let value = try await run(.query, .connection(entity: Row.entity.name, connection), compiler)
        var values = ValueReader(value["a"], untyped.map { $0.noun(of: Row.entity) })
        return (repeat try values.next((each Value).self))
    }

    /// The groups of a query's rows, by one statement.
    ///
    /// - Throws: `DatabaseError` with the code `BAD_QUERY` for a column of a related row, for one column twice, and for an
    ///   order by what is no key; with `FORBIDDEN` for a key that the caller may not see of every row.
    public func fetch<Row, Key, Values>(
        _ grouping: Grouping<Row, Key, Values>
    ) async throws -> [Grouping<Row, Key, Values>.Group] {
        var compiler = compiler
        let connection = try compiler.connection(grouping)
        let value = try await run(.query, .connection(entity: Row.entity.name, connection), compiler)
        let nouns = (
            keys: grouping.keys.map { $0.noun(of: Row.entity) },
            values: grouping.measures.map { $0.noun(of: Row.entity) }
        )
        return try RowReader.list(value["g"] ?? .null).map { group in
            var keys = ValueReader(group["k"], nouns.keys)
            var values = ValueReader(group["a"], nouns.values)
            return try grouping.decode(&keys, &values)
        }
    }
}

extension Compiler {
    /// The connection whose groups are asked for.
    mutating func connection<Row, Key, Values>(
        _ grouping: Grouping<Row, Key, Values>
    ) throws -> Connection {
        guard !grouping.keys.isEmpty else {
            throw DatabaseError("BAD_QUERY", "Rows are grouped by one column at least.")
        }
        guard Set(grouping.keys.map(\.field)).count == grouping.keys.count else {
            throw DatabaseError("BAD_QUERY", "Rows are grouped by each column once.")
        }
        let groups = Groups(
            by: try grouping.keys.map { try key($0) },
            having: try grouping.having.map { try condition($0.tree) },
            order: try grouping.ordering.map { try term($0, among: grouping.keys) },
            first: grouping.limit.map { operand(.integer(Int64($0))) },
            offset: grouping.offset.map { operand(.integer(Int64($0))) },
            members: [
                .keys(
                    key: "k",
                    grouping.keys.enumerated().map { .value(key: ValueReader.key($0), field: $1.field) }
                ),
                .aggregate(key: "a", try members(grouping.measures)),
            ]
        )
        var query = Row.all
        query.condition = grouping.condition
        return try connection(query, members: [.groups(key: "g", groups)])
    }

    /// The members of an object of aggregates, by their numbers.
    func members(_ measures: [AnyMeasure]) throws -> [Aggregate.Member] {
        try measures.enumerated().map { .value(key: ValueReader.key($0), try aggregate($1)) }
    }

    private func aggregate(_ measure: AnyMeasure) throws -> Aggregate {
        try demandOwn(measure.steps)
        return measure.aggregate
    }

    private func demandOwn(_ steps: [RelationStep]) throws {
        guard steps.isEmpty else {
            throw DatabaseError(
                "BAD_QUERY",
                "Rows are grouped and aggregated by columns of their own, not by those of related rows."
            )
        }
    }

    private mutating func key(_ key: AnyGroupKey) throws -> Groups.Key {
        try demandOwn(key.steps)
        guard let unit = key.unit else { return Groups.Key(field: key.field) }
        let zone = try key.zone.map { operand(.string(try Self.zoneName($0))) }
        return Groups.Key(field: key.field, bucket: Groups.Bucket(unit, timeZone: zone))
    }

    /// The name of a zone in PostgreSQL, which would take Foundation's `GMT+0100` for a hundred hours to the west.
    private static func zoneName(_ name: String) throws -> String {
        guard name.utf8.count == 8, name.hasPrefix("GMT"), let offset = Int(name.dropFirst(3)) else {
            return name
        }
        let hours = offset / 100
        guard offset % 100 == 0, (-12...14).contains(hours) else {
            throw DatabaseError(
                "BAD_QUERY",
                "Stretches of time go by zones that have a name, such as Europe/Vienna."
            )
        }
        return hours > 0 ? "Etc/GMT-\(hours)" : "Etc/GMT+\(-hours)"
    }

    private func term(_ ordering: GroupOrdering, among keys: [AnyGroupKey]) throws -> Groups.Term {
        let value: Groups.Term.Value
        switch ordering.subject {
        case .measure(let measure): value = .aggregate(try aggregate(measure))
        case .key(.field(let field)) where keys.contains { $0.field == field }: value = .key(field: field)
        case .key:
            throw DatabaseError("BAD_QUERY", "Groups are ordered by keys and by what they give together.")
        }
        return Groups.Term(value, isDescending: ordering.isDescending, nullsFirst: ordering.placesNullsFirst)
    }

    private mutating func condition(_ tree: GroupCondition.Tree) throws -> Aggregate.Condition {
        switch tree {
        case .all(let trees): .and(try trees.map { try condition($0) })
        case .any(let trees): .or(try trees.map { try condition($0) })
        case .not(let tree): .not(try condition(tree))
        case .compare(let measure, let comparison, let value):
            .compare(try aggregate(measure), comparison, operand(value))
        case .isNull(let measure, let isNull): .isNull(try aggregate(measure), isNull)
        }
    }
}

extension AnyGroupKey {
    /// What it is, in an error.
    fileprivate func noun(of entity: Entity) -> String {
        "the \(Naming.words(field)) of \(Naming.words(entity.plural))"
    }
}

extension AnyMeasure {
    /// What it is, in an error.
    fileprivate func noun(of entity: Entity) -> String {
        let rows = Naming.words(entity.plural)
        return aggregate.field.map { "the \(Naming.words($0)) of \(rows)" } ?? "the number of \(rows)"
    }
}
