import PlumblineSchema

/// A field against a value.
extension FilterPlanner {
    /// What is compared: its SQL, and a field of its type.
    private struct Subject {
        let sql: String
        let field: Field
        let path: [String]
    }

    func isNull(
        _ name: String,
        _ aspect: Aspect,
        _ isNull: Bool,
        on row: RowSource
    ) throws(QueryError) -> String {
        let value = try visible(name, of: row)
        let field = try row.entity.required(name)
        let sql: String
        switch aspect {
        case .value: sql = value
        case .member(let path): sql = "(\(value) #>> \(keys(path, of: field)))"
        case .length, .start, .end: sql = try subject(value, aspect, of: field).sql
        }
        return "\(sql) is \(isNull ? "" : "not ")null"
    }

    func compare(
        _ name: String,
        _ aspect: Aspect,
        _ comparison: Comparison,
        _ operand: Operand,
        on row: RowSource
    ) throws(QueryError) -> String {
        try compare(
            subject(visible(name, of: row), aspect, of: row.entity.required(name)),
            comparison,
            operand
        )
    }

    /// A value against one of the caller, which is as a field is.
    func compare(
        _ value: String,
        _ comparison: Comparison,
        _ operand: Operand,
        _ field: Field
    ) throws(QueryError) -> String {
        try compare(
            Subject(sql: value, field: field, path: ["filter", field.apiName]),
            comparison,
            operand
        )
    }

    /// The value of a field as it is compared.
    func comparable(_ name: String, of row: RowSource) throws(QueryError) -> String {
        let value = try visible(name, of: row)
        return try row.entity.required(name).type.compared(value)
    }

    private func compare(
        _ subject: Subject,
        _ comparison: Comparison,
        _ operand: Operand
    ) throws(QueryError) -> String {
        if let condition = try listed(subject, comparison, operand) { return condition }
        if let condition = text(subject, comparison, operand) { return condition }
        if comparison == .contains, let bound = subject.field.bound {
            return "\(subject.sql) @> \(reader.parameter(operand, bound, path: subject.path))"
        }
        let sign = try sign(of: comparison, for: subject.field)
        let given = reader.parameter(operand, subject.field, path: subject.path, isCompared: true)
        return "\(subject.sql) \(sign) \(given)"
    }

    /// The value of a field as it is stored and compared, and whether it is what the caller sees, and no mask.
    func stored(
        _ name: String,
        of row: RowSource
    ) throws(QueryError) -> (value: String, isSeen: Condition) {
        let field = try shown(name, of: row)
        let value = field.type.compared(reader.access.source(field, of: row))
        return (value, reader.access.condition(reading: field, on: row))
    }

    private func visible(_ name: String, of row: RowSource) throws(QueryError) -> String {
        reader.access.value(try shown(name, of: row), of: row).operand
    }

    private func shown(_ name: String, of row: RowSource) throws(QueryError) -> Field {
        let field = try row.entity.required(name)
        guard reader.access.shows(field), !field.classes.isEncrypted else {
            throw .unplannable("filter by hidden \(row.entity.name).\(name)")
        }
        return field
    }

    private func subject(_ value: String, _ aspect: Aspect, of field: Field) throws(QueryError) -> Subject {
        let path = ["filter", field.apiName]
        switch (aspect, field.type) {
        case (.value, _):
            return Subject(sql: field.type.compared(value), field: field, path: path)
        case (.length, .array):
            return Subject(
                sql: "cardinality(\(value))",
                field: field.retyped(.integer),
                path: path + ["length"]
            )
        case (.start, .range(let bound)):
            return Subject(sql: "lower(\(value))", field: field.retyped(bound), path: path + ["start"])
        case (.end, .range(let bound)):
            return Subject(sql: "upper(\(value))", field: field.retyped(bound), path: path + ["end"])
        case (.member(let keys), .json):
            return Subject(
                sql: "(\(value) #> \(self.keys(keys, of: field)))",
                field: field,
                path: path + ["at"]
            )
        default: throw .unplannable("\(aspect) of \(field.name)")
        }
    }

    private func sign(of comparison: Comparison, for field: Field) throws(QueryError) -> String {
        switch comparison {
        case .eq: return "="
        case .ne: return "<>"
        case .lt: return "<"
        case .lte: return "<="
        case .gt: return ">"
        case .gte: return ">="
        case .contains where field.type == .inet: return ">>="
        case .contains, .containsRange: return "@>"
        case .containedBy: return "<@"
        case .overlaps: return "&&"
        case .adjacent: return "-|-"
        case .before: return "<<"
        case .after: return ">>"
        case .within: return "<<="
        case .in, .notIn, .startsWith, .endsWith, .ieq, .icontains, .istartsWith, .iendsWith, .hasKey,
            .hasAllKeys, .hasAnyKey:
            throw .unplannable("\(comparison) of \(field.name)")
        }
    }

    // MARK: - Lists of values

    /// A comparison with several values, which are one parameter.
    private func listed(
        _ subject: Subject,
        _ comparison: Comparison,
        _ operand: Operand
    ) throws(QueryError) -> String? {
        switch comparison {
        case .in: "\(subject.sql) = any(\(list(operand, of: subject.field, subject.path)))"
        case .notIn: "\(subject.sql) <> all(\(list(operand, of: subject.field, subject.path)))"
        case .hasAllKeys: "\(subject.sql) ?& \(list(operand, of: subject.field.retyped(.text), subject.path))"
        case .hasAnyKey: "\(subject.sql) ?| \(list(operand, of: subject.field.retyped(.text), subject.path))"
        case .hasKey:
            "\(subject.sql) ? \(reader.parameter(operand, subject.field.retyped(.text), path: subject.path))"
        default: nil
        }
    }

    private func list(_ operand: Operand, of field: Field, _ path: [String]) -> String {
        let codec = ValueCodec(field, schema: reader.schema, style: reader.style, isCompared: true)
        let type = reader.schema.sqlName(of: field.type) + "[]"
        return reader.scope.sql(Parameter(source: .list(operand, codec), type: type, path: path))
    }

    /// A path into JSON.
    private func keys(_ path: Operand, of field: Field) -> String {
        list(path, of: field.retyped(.text), ["filter", field.apiName, "at", "path"])
    }

    // MARK: - Parts of a text

    /// A comparison with a part of a text; a pattern, because an index of trigrams serves it, and the start of one
    /// an index of the texts.
    private func text(_ subject: Subject, _ comparison: Comparison, _ operand: Operand) -> String? {
        guard subject.field.type.isText else { return nil }
        func pattern(_ place: TextPattern.Place, isLoose: Bool = false) -> String {
            let codec = ValueCodec(
                subject.field,
                schema: reader.schema,
                style: reader.style,
                isCompared: true
            )
            let source = Parameter.Source.pattern(operand, codec, TextPattern(place: place, isLoose: isLoose))
            return reader.scope.sql(Parameter(source: source, type: "text", path: subject.path))
        }
        func folded(_ place: TextPattern.Place) -> String {
            "(\(subject.sql) ilike \(pattern(place, isLoose: true))"
                + " and \(Self.folded(subject.sql)) like \(Self.folded(pattern(place))))"
        }
        switch comparison {
        case .contains: return "\(subject.sql) like \(pattern(.anywhere))"
        case .startsWith: return "\(subject.sql) like \(pattern(.start))"
        case .endsWith: return "\(subject.sql) like \(pattern(.end))"
        case .ieq: return folded(.whole)
        case .icontains: return folded(.anywhere)
        case .istartsWith: return folded(.start)
        case .iendsWith: return folded(.end)
        default: return nil
        }
    }

    /// Lower case by the database's locale: the columns' own collation knows ASCII letters only.
    private static func folded(_ text: String) -> String {
        "lower(\(text) collate pg_catalog.\"default\")"
    }
}

extension Field {
    /// The field, if it held a value of another type.
    func retyped(_ type: FieldType) -> Field {
        var field = self
        field.type = type
        field.reference = nil
        return field
    }
}
