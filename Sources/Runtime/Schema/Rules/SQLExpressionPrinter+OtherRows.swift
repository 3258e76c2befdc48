/// What an expression reads of other rows.
extension SQLExpressionPrinter {
    /// The keys of other rows that a condition demands for being the caller's; nil for other conditions.
    public func callersKeys(_ condition: Expression) -> CallersKeys? {
        switch condition {
        case .binary(.equal, .path(let path), .me), .binary(.equal, .me, .path(let path)):
            callersKeys(at: path.shortened)
        case .any(let inverse, let condition) where condition.isAboutCaller:
            rows(of: inverse, condition).map { rows in
                let conditions = rows.conditions.joined(separator: " and ")
                return CallersKeys(
                    column: outerKey,
                    type: entity.singleKey?.type ?? .uuid,
                    query: "select \(rows.pointer) from \(rows.table) where \(conditions)",
                    words: "\(entity.table)_by_\(inverse)"
                )
            }
        default: nil
        }
    }

    /// `row.provider_id` and `select via1.id from providers via1 where via1.user_id = me`.
    private func callersKeys(at path: FieldPath) -> CallersKeys? {
        guard let me = key, let way = Way(schema: schema, entity: entity, path: path) else { return nil }
        return CallersKeys(
            column: column(way.foreignKey),
            type: way.foreignKey.type,
            query: "select \(way.firstKey) from \(way.tables) where \(way.last) = \(me)",
            words:
                "\(way.firstTable)_by_\((path.relations.dropFirst() + [path.field]).joined(separator: "_"))"
        )
    }

    func exists(_ inverse: String, _ condition: Expression) -> SQLFragment {
        guard let rows = rows(of: inverse, condition) else { return .literal(.boolean(false)) }
        let conditions = (rows.conditions + ["\(rows.pointer) = \(outerKey)"]).joined(separator: " and ")
        return SQLFragment("exists (select from \(rows.table) where \(conditions))", .primary)
    }

    /// The rows behind an inverse that meet a condition and are not deleted, and their pointer to this one.
    private func rows(
        of inverse: String,
        _ condition: Expression
    ) -> (table: String, conditions: [String], pointer: String)? {
        guard let inverse = entity.inverse(inverse), let source = schema.entity(inverse.entity),
            let pointer = source.field(inverse.field)
        else { return nil }
        let alias = "any\(depth + 1)"
        let inner = Self(schema, source, alias, caller, depth: depth + 1)
        var conditions = source.deletionField.map { ["\(inner.column($0)) is null"] } ?? []
        if !condition.isAlways {
            conditions.append(inner.condition(condition).text(atLeast: .and))
        }
        return ("\(source.sqlTable) \(alias)", conditions, inner.column(pointer))
    }

    /// The key of the row. Inside a subquery a bare name could be the inner table's, so it is always qualified.
    private var outerKey: String {
        entity.singleKey.map { column($0, of: row.isEmpty ? SQLIdentifier.quoted(entity.table) : row) }
            ?? "null"
    }
}

/// A condition that a column is among the keys of rows that are the caller's.
public struct CallersKeys: Sendable, Hashable {
    /// The SQL of the row's own column.
    public let column: String
    /// The type of the keys.
    public let type: FieldType
    /// The query of the keys.
    public let query: String
    /// What the keys are of and how they are found, such as `providers_by_user`.
    public let words: String
}

/// The tables that a path leads through, ready to be joined.
struct Way {
    /// The field of the outer row where the way begins.
    let foreignKey: Field
    /// `providers via1 join users via2 on via2.id = via1.user_id`.
    let tables: String
    /// The name of the first table, unquoted.
    let firstTable: String
    /// The key of the first table: `via1.id`.
    let firstKey: String
    /// The column at the end: `via2.email`.
    let last: String

    /// Nil if the path follows no relation or names something that the schema has not.
    init?(schema: Schema, entity: Entity, path: FieldPath) {
        guard let start = path.relations.first.flatMap({ entity.field($0) }) else { return nil }
        var current = entity
        var tables = ""
        var firstKey = ""
        var firstTable = ""
        for (index, name) in path.relations.enumerated() {
            guard let field = current.field(name), let target = schema.target(of: field) else { return nil }
            let table = "\(target.sqlTable) via\(index + 1)"
            guard let key = target.singleKey.map({ "via\(index + 1).\(SQLIdentifier.quoted($0.column))" })
            else {
                return nil
            }
            if index == 0 { (firstTable, firstKey) = (target.table, key) }
            let condition = "\(key) = via\(index).\(SQLIdentifier.quoted(field.column))"
            tables += index == 0 ? table : " join \(table) on \(condition)"
            current = target
        }
        guard let end = current.field(path.field) else { return nil }
        self.foreignKey = start
        self.tables = tables
        self.firstTable = firstTable
        self.firstKey = firstKey
        self.last = end.stored(in: "via\(path.relations.count)", of: schema)
    }
}

extension Expression {
    /// Whether it can be true only for rows that point at the caller, so that few are to be expected.
    fileprivate var isAboutCaller: Bool {
        switch self {
        case .binary(.equal, .path, .me), .binary(.equal, .me, .path): true
        case .binary(.and, let left, let right): left.isAboutCaller || right.isAboutCaller
        case .binary(.or, let left, let right): left.isAboutCaller && right.isAboutCaller
        default: false
        }
    }
}
