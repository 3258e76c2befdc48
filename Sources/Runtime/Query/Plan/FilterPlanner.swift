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
        case .compare(let name, let comparison, let operand):
            try compare(comparable(name, of: row), comparison, operand, row.entity.required(name))
        case .isNull(let name, let isNull):
            "\(try visible(name, of: row)) is \(isNull ? "" : "not ")null"
        case .found(let operand): try found(operand, in: row)
        case .related(let relation, let filter):
            try related(relation, filter, of: row)
        case .some(let inverse, let filter):
            try some(inverse, filter, of: row)
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
        guard let search = row.entity.search, let first = search.fields.first else {
            throw .unplannable("search in \(row.entity.name)")
        }
        let words = row.entity.searchedWords(search, column: row.column)
        let given = reader.parameter(operand, try row.entity.required(first), path: ["search"])
        return "\(words) @@ websearch_to_tsquery('\(search.language.rawValue)', \(given))"
    }

    private func visible(_ name: String, of row: RowSource) throws(QueryError) -> String {
        let field = try row.entity.required(name)
        guard reader.access.shows(field), !field.classes.isEncrypted else {
            throw .unplannable("filter by hidden \(row.entity.name).\(name)")
        }
        return reader.access.value(field, of: row).operand
    }

    /// The value as it is compared.
    func comparable(_ name: String, of row: RowSource) throws(QueryError) -> String {
        let value = try visible(name, of: row)
        return try row.entity.required(name).type.compared(value)
    }

    /// A value against one of the caller, which is as a field is.
    func compare(
        _ value: String,
        _ comparison: Comparison,
        _ operand: Operand,
        _ field: Field
    ) -> String {
        let path = ["filter", field.apiName]
        if comparison == .in || comparison == .notIn {
            let codec = ValueCodec(field, schema: reader.schema, style: reader.style, isCompared: true)
            let list = reader.scope.sql(
                Parameter(
                    source: .list(operand, codec),
                    type: reader.schema.sqlName(of: field.type) + "[]",
                    path: path
                )
            )
            return comparison == .in ? "\(value) = any(\(list))" : "\(value) <> all(\(list))"
        }
        if comparison == .contains, let bound = field.bound {
            return "\(value) @> \(reader.parameter(operand, bound, path: path))"
        }
        let given = reader.parameter(operand, field, path: path, isCompared: true)
        return switch comparison {
        case .ne: "\(value) <> \(given)"
        case .lt: "\(value) < \(given)"
        case .lte: "\(value) <= \(given)"
        case .gt: "\(value) > \(given)"
        case .gte: "\(value) >= \(given)"
        case .contains where field.elementType != nil: "\(value) @> \(given)"
        case .containedBy: "\(value) <@ \(given)"
        case .overlaps: "\(value) && \(given)"
        case .contains: "strpos(\(value), \(given)) > 0"
        case .startsWith: "starts_with(\(value), \(given))"
        case .endsWith: "right(\(value), char_length(\(given))) = \(given)"
        case .icontains: "strpos(\(folded(value)), \(folded(given))) > 0"
        case .eq, .in, .notIn: "\(value) = \(given)"
        }
    }

    /// Lower case by the database's locale: the columns' own collation knows ASCII letters only.
    private func folded(_ text: String) -> String {
        "lower(\(text) collate pg_catalog.\"default\")"
    }

    /// There is such a row that the caller may read.
    private func related(_ relation: String, _ filter: Filter, of row: RowSource) throws(QueryError) -> String
    {
        let field = try row.entity.required(relation)
        let entity = try reader.schema.requiredTarget(of: field)
        let target = RowSource(entity: entity, alias: reader.scope.alias(), isCertain: true)
        let pointer = reader.access.value(field, of: row).operand
        return try exists(target, .sql("\(target.key) = \(pointer)"), filter)
    }

    /// Among the rows of an inverse there is one that the caller may read and that meets the filter.
    private func some(_ name: String, _ filter: Filter, of row: RowSource) throws(QueryError) -> String {
        let inverse = try InversePlanner(row.entity.requiredInverse(name), of: row, reader: reader)
        let target = RowSource(entity: inverse.rows, alias: reader.scope.alias(), isCertain: true)
        return try exists(target, inverse.tie(target), filter)
    }

    private func exists(_ row: RowSource, _ tie: Condition, _ filter: Filter) throws(QueryError) -> String {
        let condition = try condition(filter, on: row)
        guard
            let conditions = Condition.all([
                tie, reader.access.readable(row), .sql("(\(condition))"),
            ])
        else { return "false" }
        let table = row.entity.sqlTable
        return "exists (select from \(table) \(row.alias) where \(conditions.joined(separator: " and ")))"
    }
}
