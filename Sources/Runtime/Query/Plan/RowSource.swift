import PlumblineSchema

/// A row of an entity as the statement names it.
struct RowSource {
    /// The entity.
    let entity: Entity
    /// The alias in the statement.
    let alias: String
    /// Whether there always is a row; not behind an outer join.
    let isCertain: Bool

    /// The key's column; of a key of several, the first, which is null only where there is no row.
    var key: String { column(entity.key.first?.column ?? Field.keyName) }

    /// The table under the alias.
    var table: String { "\(entity.sqlTable) \(alias)" }

    /// A column by its name.
    func column(_ name: String) -> String { "\(alias).\(SQLIdentifier.quoted(name))" }
}

/// A condition after folding.
enum Condition {
    case always
    case never
    case sql(String)

    /// All of the conditions; nil if one of them never holds.
    static func all(_ conditions: [Condition]) -> [String]? {
        var result: [String] = []
        for condition in conditions {
            switch condition {
            case .always: break
            case .never: return nil
            case .sql(let text): result.append(text)
            }
        }
        return result
    }
}

/// The joins that a selection needs, each relation of each row once.
final class Joins {
    /// The SQL that follows the first table.
    private(set) var sql = ""
    private var sources: [String: RowSource] = [:]

    /// The row joined before for the same relation.
    subscript(row: RowSource, relation: String) -> RowSource? {
        sources[row.alias + "." + relation]
    }

    /// Adds a join.
    func add(_ target: RowSource, for relation: String, of row: RowSource, on conditions: [String]) {
        sources[row.alias + "." + relation] = target
        let kind = target.isCertain ? "join" : "left join"
        let table = target.entity.sqlTable
        sql += " \(kind) \(table) \(target.alias) on \(conditions.joined(separator: " and "))"
    }

    /// Adds a subquery of at most one row about each row before it.
    func add(_ subquery: String, as alias: String) {
        sql += " left join lateral (\(subquery)) \(alias) on true"
    }
}
