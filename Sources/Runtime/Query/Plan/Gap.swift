import PlumblinePostgres
import PlumblineSchema

/// A place in a response's JSON that a statement leaves to the service's own code.
///
/// Between two characters that JSON has nowhere else stands a list: the style of the answer, the entity, the field, and
/// the object of what the field is computed from. Only statements that select such a field have gaps.
enum Gap {
    static let opening: UInt8 = 1
    static let closing: UInt8 = 2

    /// Whether results of the statement can have one.
    static func isLeft(by statement: PostgresStatement) -> Bool {
        statement.sql.utf8.contains(opening)
    }
}

extension ReadPlanner {
    /// The gap of a field, where the caller may see it.
    ///
    /// The code gets what it needs whatever the caller may read of that: `access.read` of the field says who sees the
    /// answer.
    func gap(of field: Field, from source: [String], in row: RowSource) throws(QueryError) -> JSONText {
        var members: [(key: String, value: JSONText)] = []
        for name in source {
            let read = try row.entity.required(name)
            let sql = access.source(read, of: row)
            members.append((read.apiName, JSONSpelling(style: .rest).json(sql, read, isNullable: true)))
        }
        let names = [style.rawValue, row.entity.name, field.name].map(JSONWriter.string)
        var gap = JSONText.constant("\u{1}[\(names.joined(separator: ",")),")
        gap.append(.object(members))
        gap.append(constant: "]\u{2}")
        switch access.condition(reading: field, on: row) {
        case .always: return gap
        case .never: return .null
        case .sql(let rule): return .sql("case when \(rule) then \(gap.sql) else 'null' end")
        }
    }
}
