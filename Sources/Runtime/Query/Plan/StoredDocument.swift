import PlumblineSchema

extension EmbeddedObject {
    /// The SQL of the jsonb that keeps the object, of the SQL of its values; null for an optional one without any.
    ///
    /// Every value is in it, spelt as REST spells it, so that no digit is lost.
    func document(_ value: (Field) -> String) -> String {
        let values = fields.map { (field: $0, sql: value($0)) }
        let members = values.map { field, sql in
            let json = JSONSpelling(style: .rest).json(sql, field, isNullable: true)
            return (key: field.part?.member ?? field.name, value: json)
        }
        let document = "(\(JSONText.object(members).sql))::jsonb"
        guard isOptional else { return document }
        let given = "num_nonnulls(\(values.map(\.sql).joined(separator: ", "))) > 0"
        return "case when \(given) then \(document) end"
    }
}
