import PlumblineSchema

/// How stored values are spelt in JSON, as SQL.
///
/// A value goes unescaped only where its type cannot have a character that JSON escapes; the words of enums are kept
/// to letters, digits and `_` by the spec and a CHECK.
struct JSONSpelling {
    var style: Operation.Style

    /// The JSON of a field's value.
    ///
    /// - Parameters:
    ///   - column: The SQL of the value.
    ///   - isNullable: Whether it may be null.
    func json(_ column: String, _ field: Field, isNullable: Bool) -> JSONText {
        // GraphQL's ID is a string, whatever the key is (section 3.5.5).
        if field.isID, style == .graphQL {
            return id(column, field.type, isNullable: isNullable)
        }
        return json(column, field.type, isNullable: isNullable)
    }

    private func id(_ column: String, _ type: FieldType, isNullable: Bool) -> JSONText {
        switch type {
        case .uuid, .smallint, .integer, .bigint:
            if !isNullable { return quoted(column) }
        default: break
        }
        return json("(\(column))::text", .text, isNullable: isNullable)
    }

    private func json(_ column: String, _ type: FieldType, isNullable: Bool) -> JSONText {
        isNullable ? .sql("coalesce(\(nullable(column, type)), 'null')") : required(column, type)
    }

    private func required(_ column: String, _ type: FieldType) -> JSONText {
        switch type {
        case .text, .citext, .password, .boolean, .float, .date: .sql("to_json(\(column))")
        case .smallint, .integer, .json: .sql(column)
        case .uuid, .bigint, .decimal, .time, .inet: quoted(column)
        case .interval: quoted(interval(column))
        case .bytes: quoted(base64(column))
        case .timestamp: timestamp(column)
        case .enumeration: quoted(word(column))
        case .array(let element): .sql(list(column, element))
        case .range(let bound): range(column, bound, [("start", .start), ("end", .end)])
        }
    }

    /// Null if the column is.
    private func nullable(_ column: String, _ type: FieldType) -> String {
        switch type {
        case .text, .citext, .password, .boolean, .float, .date, .smallint, .integer, .uuid, .time, .inet:
            "to_json(\(column))"
        case .interval: "to_json(\(interval(column)))"
        case .bytes: "to_json(\(base64(column)))"
        case .json: "(\(column))::text"
        case .bigint, .decimal: "to_json((\(column))::text)"
        case .timestamp: "\(openTimestamp(column)) || 'Z\"'"
        case .enumeration: "to_json(\(word(column)))"
        case .range: "case when \(column) is not null then \(required(column, type).sql) end"
        case .array(let element): "case when \(column) is not null then \(list(column, element)) end"
        }
    }

    private func quoted(_ sql: String) -> JSONText {
        var text = JSONText.constant("\"")
        text.append(sql: sql)
        text.append(constant: "\"")
        return text
    }

    /// RFC 3339 in UTC.
    private func timestamp(_ column: String) -> JSONText {
        var text = JSONText.sql(openTimestamp(column))
        text.append(constant: "Z\"")
        return text
    }

    /// What comes before the zone: `to_json` gives ISO 8601 whatever the session's DateStyle, without a fraction that is
    /// zero. Null if the column is.
    private func openTimestamp(_ column: String) -> String {
        "rtrim(to_json((\(column)) at time zone 'UTC')::text, '\"')"
    }

    /// The object of a range, with the members that are asked for.
    func range(_ column: String, _ bound: FieldType, _ members: [(key: String, value: Selection.RangeEnd)])
        -> JSONText
    {
        .object(
            members.map { key, value in
                switch value {
                case .typename(let name): (key, .constant(JSONWriter.string(name)))
                case .start: (key, end("lower(\(column))", bound))
                case .end: (key, end("upper(\(column))", bound))
                }
            }
        )
    }

    private func end(_ value: String, _ bound: FieldType) -> JSONText {
        // A range of decimals keeps no scale of its own.
        if case .decimal(let precision, let scale) = bound {
            return json("\(value)::numeric(\(precision), \(scale))", bound, isNullable: true)
        }
        return json(value, bound, isNullable: true)
    }

    /// PostgreSQL's own JSON of an array, where that of its elements is right.
    private func list(_ column: String, _ element: FieldType) -> String {
        switch element {
        case .bigint, .decimal: return "to_json((\(column))::text[])::text"
        // The words of an enum have no character that an array's text would escape.
        case .enumeration where style == .graphQL: return "to_json(upper((\(column))::text)::text[])::text"
        case .timestamp:
            let items = nullable("element", element)
            return "(select concat('[', string_agg(\(items), ',' order by place), ']') "
                + "from unnest(\(column)) with ordinality as items(element, place))"
        default: return "to_json(\(column))::text"
        }
    }

    private func interval(_ column: String) -> String { "plumbline.interval_text(\(column))" }

    /// PostgreSQL breaks base64 into lines.
    private func base64(_ column: String) -> String { "translate(encode(\(column), 'base64'), E'\\n', '')" }

    private func word(_ column: String) -> String {
        switch style {
        case .graphQL: "upper((\(column))::text)"
        case .rest: column
        }
    }
}
