import PlumblineSchema

/// Finds rows of several entities by their ids in one statement: the first entity that has a row of that id which the
/// caller may read gives it, and no further one is looked at.
struct NodePlanner {
    let reader: ReadPlanner
    let query: NodeQuery

    func select() throws(QueryError) -> SelectSQL {
        switch query.key {
        case .one(let id): try one(id)
        case .many(let ids): try many(ids)
        }
    }

    private func one(_ id: Operand) throws(QueryError) -> SelectSQL {
        let row = try firstRow { key, type, index in
            sql(.node(id, key, index), reader.schema.sqlName(of: type), "id")
        }
        return SelectSQL(columns: [row], from: "", conditions: [])
    }

    /// Each part of a key is an array beside the others, as long as the list of ids.
    private func many(_ ids: Operand) throws(QueryError) -> SelectSQL {
        let alias = reader.scope.alias()
        var arrays: [String] = []
        func column(_ key: NodeKey, _ type: FieldType, _ index: Int) -> String {
            let source = Parameter.Source.nodes(ids, key, index, most: reader.limits.maximumSize)
            let array = sql(source, reader.schema.sqlName(of: type) + "[]", "ids")
            if !arrays.contains(array) { arrays.append(array) }
            return "\(alias).k\(arrays.firstIndex(of: array) ?? 0)"
        }
        let row = try firstRow(column)
        // Where no row can be found there is a null for each id all the same.
        if arrays.isEmpty { _ = column(.text, .text, 0) }
        let columns = arrays.indices.map { "k\($0)" } + ["place"]
        return SelectSQL(
            columns: ["concat('[', string_agg(coalesce(\(row), 'null'), ',' order by \(alias).place), ']')"],
            from: "unnest(\(arrays.joined(separator: ", "))) with ordinality"
                + " \(alias)(\(columns.joined(separator: ", ")))",
            conditions: []
        )
    }

    /// The SQL of the row's JSON, or null.
    ///
    /// - Parameter part: The SQL of one part of the key that an id has for an entity.
    private func firstRow(
        _ part: (_ key: NodeKey, _ type: FieldType, _ index: Int) -> String
    ) throws(QueryError) -> String {
        var rows: [String] = []
        for candidate in query.candidates {
            let entity = try reader.schema.required(candidate.entity)
            let key = NodeKey(entity, schema: reader.schema)
            let row = try reader.row(of: entity, candidate.selection, withVersion: false) { row in
                entity.key.enumerated().map { index, field in
                    .sql("\(row.column(field.column)) = \(part(key, field.type, index))")
                }
            }
            if let row { rows.append("(\(row.sql))") }
        }
        return rows.isEmpty ? "null::text" : "coalesce(\(rows.joined(separator: ", ")))"
    }

    private func sql(_ source: Parameter.Source, _ type: String, _ argument: String) -> String {
        reader.scope.sql(Parameter(source: source, type: type, path: [argument]))
    }
}
