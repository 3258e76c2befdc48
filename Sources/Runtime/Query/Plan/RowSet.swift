import PlumblineSchema

/// How a statement finds several rows, each with its place among them.
enum RowSet {
    /// By their keys, in this order.
    case keys([RowKey])
    /// By the keys that an earlier statement of the same transaction kept under that number.
    case remembered(Int)

    /// How many rows earlier statements of the transaction have found without being told how many there may be.
    static let foundBefore = "coalesce(nullif(current_setting('plumbline.found', true), ''), '0')::bigint"

    /// What is selected so that the following statements of the transaction know how many rows were found.
    static func remembering(found count: String) -> String {
        "set_config('plumbline.found', \(count), true)"
    }

    /// Whether there are any.
    var isNotEmpty: String {
        switch self {
        case .keys(let keys): keys.isEmpty ? "false" : "true"
        case .remembered(let number): "(\(RowKey.remembered(number, 0)) <> '{}')"
        }
    }

    /// Whether a row is among them.
    func condition(on row: RowSource, schema: Schema, scope: StatementScope) -> String {
        let key = row.entity.key.map { row.column($0.column) }.joined(separator: ", ")
        let alias = scope.alias()
        let columns = row.entity.key.indices.map { "\(alias).k\($0)" }.joined(separator: ", ")
        return "(\(key)) in (select \(columns) from \(source(alias, of: row.entity, schema, scope)))"
    }

    /// The join of each key, under an alias, with its row.
    func joined(
        _ kind: String,
        _ row: RowSource,
        as alias: String,
        schema: Schema,
        scope: StatementScope
    ) -> String {
        let on = row.entity.key.enumerated().map { "\(row.column($1.column)) = \(alias).k\($0)" }
        let source = source(alias, of: row.entity, schema, scope)
        return "\(source) \(kind) \(row.table) on \(on.joined(separator: " and "))"
    }

    /// The keys as rows `k0, k1, …` with their places as `n`.
    func source(_ alias: String, of entity: Entity, _ schema: Schema, _ scope: StatementScope) -> String {
        let names = entity.key.indices.map { "k\($0)" } + ["n"]
        return "\(rows(of: entity, schema, scope)) \(alias)(\(names.joined(separator: ", ")))"
    }

    private func rows(of entity: Entity, _ schema: Schema, _ scope: StatementScope) -> String {
        let types = entity.key.map { schema.sqlName(of: $0.type) + "[]" }
        switch self {
        case .remembered(let number):
            let arrays = types.enumerated().map { "\(RowKey.remembered(number, $0))::\($1)" }
            return "unnest(\(arrays.joined(separator: ", "))) with ordinality"
        case .keys(let keys):
            let parameters = keys.map { $0.parameters(of: entity, schema: schema) }
            guard parameters.allSatisfy({ $0.count == types.count }) else {
                let rows = keys.enumerated().map { place, key in
                    let values = key.values(of: entity, schema: schema, scope: scope) + ["\(place + 1)"]
                    return "(\(values.joined(separator: ", ")))"
                }
                return "(values \(rows.joined(separator: ", ")))"
            }
            let arrays = types.enumerated().map { part, type in
                let source = Parameter.Source.array(parameters.map { $0[part] })
                return scope.sql(Parameter(source: source, type: type, path: []))
            }
            return "unnest(\(arrays.joined(separator: ", "))) with ordinality"
        }
    }
}
