import PlumblineSchema

extension SQLEmitter {
    /// The CHECK on a column that holds a range: half-open, not empty, and its numbers as exact as the spec says.
    func rangeCheck(of field: Field) -> String? {
        guard let bound = field.boundType else { return nil }
        let column = SQLIdentifier.quoted(field.column)
        var conditions = [
            "not isempty(\(column))", "(lower_inc(\(column)) or lower_inf(\(column)))",
            "not upper_inc(\(column))",
        ]
        if case .decimal(let precision, let scale) = bound {
            let limit = "1" + String(repeating: "0", count: precision - scale)
            for end in ["lower(\(column))", "upper(\(column))"] {
                conditions.append(
                    "coalesce(abs(\(end)) < \(limit) and scale(trim_scale(\(end))) <= \(scale), true)"
                )
            }
        }
        return conditions.joined(separator: " and ")
    }

    /// No two rows that agree in the columns have overlapping ranges; a row without a range overlaps with none.
    func exclusion(of range: String, per: [String], condition: Expression?, in entity: Entity) -> String {
        let equal = keys(per, of: entity).map { "\($0) with =" }
        let elements = equal + keys([range], of: entity).map { "\($0) with &&" }
        let filter = condition.map { "\n        where (\(sql($0, in: entity)))" } ?? ""
        return "exclude using gist (\(elements.joined(separator: ", ")))\(filter)"
    }
}
