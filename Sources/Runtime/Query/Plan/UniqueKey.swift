package import PlumblineSchema

/// What no two rows of an entity agree in: its primary key, or the fields of a rule.
package struct UniqueKey: Sendable {
    /// The fields.
    package let fields: [Field]
    /// The constraint or index that keeps it.
    package let constraint: String
    /// Which rows it is about; all without it.
    let condition: Expression?
    private let entity: Entity
    private let schema: Schema
    private let nullsNotDistinct: Bool

    private init?(
        _ names: [String],
        of entity: Entity,
        in schema: Schema,
        constraint: String,
        condition: Expression? = nil,
        nullsNotDistinct: Bool = false
    ) {
        fields = names.compactMap { entity.field($0) }
        guard fields.count == names.count, fields.allSatisfy(\.isCreatable) else { return nil }
        self.constraint = constraint
        self.condition = condition
        self.entity = entity
        self.schema = schema
        self.nullsNotDistinct = nullsNotDistinct
    }

    /// The keys of an entity whose values callers give.
    package static func all(of entity: Entity, in schema: Schema) -> [UniqueKey] {
        let primary = UniqueKey(
            entity.key.map(\.name),
            of: entity,
            in: schema,
            constraint: Naming.databaseName(entity.table, "pkey")
        )
        let others = entity.rules.compactMap { rule -> UniqueKey? in
            guard case .unique(let fields, let condition) = rule.demand else { return nil }
            return UniqueKey(
                fields,
                of: entity,
                in: schema,
                constraint: rule.constraint,
                condition: condition,
                nullsNotDistinct: rule.nullsNotDistinct == true
            )
        }
        return [primary].compactMap(\.self) + others
    }

    /// What stands after ON CONFLICT, as the index is written.
    var target: String {
        let columns = fields.map { field in
            let column = SQLIdentifier.quoted(field.column)
            return field.type == .citext ? "lower(\(column))" : column
        }
        let list = "(\(columns.joined(separator: ", ")))"
        guard let condition else { return list }
        let printer = SQLExpressionPrinter(schema: schema, entity: entity, row: "", me: nil)
        return "\(list) where (\(printer.print(condition)))"
    }

    /// Whether a row has these values; every row where one of them is null has none.
    func condition(on row: RowSource, given: [String: String]) -> String {
        let comparison = nullsNotDistinct ? "is not distinct from" : "="
        var conditions = fields.map { field in
            let (own, other) = (row.column(field.column), given[field.name] ?? "null")
            return field.type == .citext
                ? "lower(\(own)) \(comparison) lower((\(other)) collate \"C\")"
                : "\(own) \(comparison) \(other)"
        }
        if let condition {
            let printer = SQLExpressionPrinter(schema: schema, entity: entity, row: row.alias, me: nil)
            conditions.append("(\(printer.print(condition)))")
        }
        return conditions.joined(separator: " and ")
    }

    /// A number that is the same for values that are equal, in whatever way they are written.
    func hash(of given: [String: String]) -> String {
        let values = fields.map { field in
            let value = given[field.name] ?? "null::text"
            return field.type == .citext ? "lower((\(value)) collate \"C\")" : value
        }
        let parts = ["\(SQLLiteral.quoted(constraint))::text"] + values
        return "hash_record_extended(row(\(parts.joined(separator: ", "))), 0)"
    }
}

extension UniqueKey {
    /// The key that an upsert names.
    init(of upsert: Upsert, in schema: Schema) throws(QueryError) {
        let entity = try schema.required(upsert.entity)
        let keys = UniqueKey.all(of: entity, in: schema)
        guard let key = keys.first(where: { Set($0.fields.map(\.name)) == Set(upsert.key) }) else {
            throw .unplannable("\(entity.name) has no key \(upsert.key)")
        }
        self = key
    }
}
