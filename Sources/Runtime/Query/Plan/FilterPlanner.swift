import PlumblineSchema

/// Turns a filter into a condition on one row source. What the caller may not see is null or absent to it, too.
struct FilterPlanner {
    let reader: ReadPlanner

    /// The condition.
    func condition(_ filter: Filter, on row: RowSource) throws(QueryError) -> String {
        switch filter {
        case .and(let filters): try joined(filters, " and ", ifEmpty: "true", on: row)
        case .or(let filters): try joined(filters, " or ", ifEmpty: "false", on: row)
        case .not(let filter): "not (\(try condition(filter, on: row)))"
        case .compare(let name, let aspect, let comparison, let operand):
            try compare(name, aspect, comparison, operand, on: row)
        case .isNull(let name, let aspect, let isNull):
            try self.isNull(name, aspect, isNull, on: row)
        case .found(let operand): try found(operand, in: row)
        case .related(let relation, let filter):
            try related(relation, filter, of: row)
        case .some(let inverse, let filter):
            try some(inverse, of: row) { target throws(QueryError) in try condition(filter, on: target) }
        case .every(let inverse, let filter):
            "not "
                + (try some(inverse, of: row) { target throws(QueryError) in
                    "(\(try condition(filter, on: target))) is not true"
                })
        }
    }

    private func joined(
        _ filters: [Filter],
        _ connective: String,
        ifEmpty: String,
        on row: RowSource
    ) throws(QueryError) -> String {
        var parts: [String] = []
        for filter in filters { parts.append("(\(try condition(filter, on: row)))") }
        return parts.isEmpty ? ifEmpty : parts.joined(separator: connective)
    }

    /// Written as the index is, so that it is used.
    private func found(_ operand: Operand, in row: RowSource) throws(QueryError) -> String {
        let (words, query) = try reader.search(operand, in: row)
        return "\(words) @@ \(query)"
    }

    // MARK: - Relations

    /// There is such a row that the caller may read.
    private func related(_ relation: String, _ filter: Filter, of row: RowSource) throws(QueryError) -> String
    {
        let field = try row.entity.required(relation)
        let entity = try reader.schema.requiredTarget(of: field)
        let target = RowSource(entity: entity, alias: reader.scope.alias(), isCertain: true)
        return try exists(target) { () throws(QueryError) in
            let pointer = reader.access.value(field, of: row).operand
            return (.sql("\(target.key) = \(pointer)"), try condition(filter, on: target))
        }
    }

    /// Among the rows of an inverse there is one that the caller may read and for which a condition is true.
    private func some(
        _ name: String,
        of row: RowSource,
        _ condition: (RowSource) throws(QueryError) -> String
    ) throws(QueryError) -> String {
        let inverse = try InversePlanner(row.entity.requiredInverse(name), of: row, reader: reader)
        let target = RowSource(entity: inverse.rows, alias: reader.scope.alias(), isCertain: true)
        return try exists(target) { () throws(QueryError) in (inverse.tie(target), try condition(target)) }
    }

    private func exists(
        _ row: RowSource,
        _ conditions: () throws(QueryError) -> (tie: Condition, condition: String)
    ) throws(QueryError) -> String {
        let (tie, condition) = try conditions()
        let all = Condition.all([tie, reader.access.readable(row), .sql("(\(condition))")])
        guard let all else { return "false" }
        return "exists (select from \(row.table) where \(all.joined(separator: " and ")))"
    }
}

extension ReadPlanner {
    /// The words of a row and those that are searched, as PostgreSQL compares them.
    func search(_ operand: Operand, in row: RowSource) throws(QueryError) -> (words: String, query: String) {
        guard let search = row.entity.search, let first = search.fields.first else {
            throw .unplannable("search in \(row.entity.name)")
        }
        let given = parameter(operand, try row.entity.required(first), path: ["search"])
        return (
            row.entity.searchedWords(search, column: row.column),
            "websearch_to_tsquery('\(search.language.rawValue)', \(given))"
        )
    }
}
