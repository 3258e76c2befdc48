extension Field {
    /// The SQL of its value in a row: the column, or what stands under its name in the jsonb that keeps its object.
    ///
    /// There a value is spelt as REST spells it, so that no digit of it is lost; this gives it back its type.
    ///
    /// - Parameter row: The alias that stands before the column; none where it is empty.
    public func stored(in row: String, of schema: Schema) -> String {
        let prefix = row.isEmpty ? "" : row + "."
        guard let part, let document = part.jsonColumn else { return prefix + SQLIdentifier.quoted(column) }
        let (object, key) = (prefix + SQLIdentifier.quoted(document), SQLLiteral.quoted(part.member))
        let member = "\(object) ->> \(key)"
        let name = schema.sqlName(of: type)
        return switch type {
        case .json: "nullif(\(object) -> \(key), 'null')"
        case .bytes: "decode(\(member), 'base64')"
        // PostgreSQL reads the sign of a duration elsewhere than ISO 8601 has it.
        case .interval:
            "(case when \(member) like '-%' then -(ltrim(\(member), '-')::interval) else (\(member))::interval end)"
        case .decimal(let precision, let scale): "(\(member))::numeric(\(precision), \(scale))"
        default: name == "text" ? "((\(member)) collate \"C\")" : "(\(member))::\(name)"
        }
    }
}
