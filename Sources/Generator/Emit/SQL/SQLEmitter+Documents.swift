import PlumblineSchema

/// Value objects that are kept as jsonb.
extension SQLEmitter {
    /// The condition that a column holds such an object: its members and no others, each spelt as REST spells it.
    ///
    /// The limits of the members are CHECKs of their own. What reads like a value and is none, such as the thirtieth of
    /// February, PostgreSQL itself refuses to read.
    func shape(of object: EmbeddedObject, in column: String) -> String {
        let members = object.fields.map { SQLLiteral.quoted($0.part?.member ?? $0.name) }
        let known = "\(column) - array[\(members.joined(separator: ", "))] = '{}'"
        let conditions =
            [known]
            + zip(object.fields, members).compactMap { field, member in
                let value = "\(column) -> \(member)"
                let spelling = spelling(of: field.type, in: "\(column) ->> \(member)")
                return field.part?.isRequired == true
                    ? present(value, spelling) : absentOrPresent(value, spelling)
            }
        let whole = conditions.joined(separator: "\n            and ")
        return """
            case jsonb_typeof(\(column)) when 'object' then coalesce(
                        \(whole),
                        false
                    ) else \(column) is null end
            """
    }

    private func present(_ value: String, _ spelling: Spelling) -> String {
        guard let kind = spelling.kind else { return "jsonb_typeof(\(value)) <> 'null'" }
        return (["jsonb_typeof(\(value)) = '\(kind)'"] + spelling.conditions).joined(separator: " and ")
    }

    /// Nil where anything is right.
    private func absentOrPresent(_ value: String, _ spelling: Spelling) -> String? {
        guard let kind = spelling.kind else { return nil }
        let type = "coalesce(jsonb_typeof(\(value)), 'null')"
        if spelling.conditions.isEmpty { return "\(type) in ('null', '\(kind)')" }
        return "(\(type) = 'null' or \(present(value, spelling)))"
    }

    /// How a value is written in JSON.
    private struct Spelling {
        /// What `jsonb_typeof` says; nil for any.
        var kind: String?
        /// What is true of the text, in an order in which each can be worked out.
        var conditions: [String] = []
    }

    private func spelling(of type: FieldType, in text: String) -> Spelling {
        func matches(_ pattern: String) -> String { "\(text) ~ '^\(pattern)$'" }
        func isWithin(_ range: ClosedRange<Int64>) -> String {
            "(\(text))::numeric between \(range.lowerBound) and \(range.upperBound)"
        }
        let isReadable = "(\(text))::\(schema.sqlName(of: type)) is not null"
        let (day, clock) = (
            "[0-9]{4}-[0-9]{2}-[0-9]{2}", "([01][0-9]|2[0-3])(:[0-5][0-9]){2}([.][0-9]{1,6})?"
        )
        switch type {
        case .text, .citext, .password: return Spelling(kind: "string")
        case .enumeration(let name):
            let isNative = schema.enumType(name)?.nativeType != nil
            return Spelling(kind: "string", conditions: isNative ? [isReadable] : [])
        case .smallint:
            let range = Int64(Int16.min)...Int64(Int16.max)
            return Spelling(kind: "number", conditions: [matches("-?[0-9]+"), isWithin(range)])
        case .integer:
            let range = Int64(Int32.min)...Int64(Int32.max)
            return Spelling(kind: "number", conditions: [matches("-?[0-9]+"), isWithin(range)])
        case .bigint:
            return Spelling(kind: "string", conditions: [matches("-?[0-9]+"), isWithin(.min ... .max)])
        case .decimal(let precision, let scale):
            let limit = "1" + String(repeating: "0", count: precision - scale)
            return Spelling(
                kind: "string",
                conditions: [
                    matches("-?[0-9]+([.][0-9]+)?"), "abs((\(text))::numeric) < \(limit)",
                    "scale(trim_scale((\(text))::numeric)) <= \(scale)",
                ]
            )
        case .float: return Spelling(kind: "number")
        case .boolean: return Spelling(kind: "boolean")
        case .uuid:
            return Spelling(
                kind: "string",
                conditions: [matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
            )
        case .timestamp:
            return Spelling(kind: "string", conditions: [matches("\(day)T\(clock)Z"), isReadable])
        case .date: return Spelling(kind: "string", conditions: [matches(day), isReadable])
        case .time: return Spelling(kind: "string", conditions: [matches(clock)])
        case .interval:
            let parts = "([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]{1,6})?S)?"
            let isReadable = "(ltrim(\(text), '-'))::interval is not null"
            return Spelling(kind: "string", conditions: [matches("-?PT(?=[0-9])\(parts)"), isReadable])
        case .inet: return Spelling(kind: "string", conditions: [isReadable])
        case .bytes:
            let end = "([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
            return Spelling(kind: "string", conditions: [matches("([A-Za-z0-9+/]{4})*\(end)")])
        // No list or range is in such an object; that is a mistake of the spec.
        case .json, .array, .range: return Spelling()
        }
    }
}
