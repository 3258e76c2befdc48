import PlumblineSchema

/// Turns what is to be read into SQL, with the access rules at every place rows come from.
struct ReadPlanner {
    let schema: Schema
    let caller: CallerShape
    let style: Operation.Style
    let limits: PageLimits
    let scope: StatementScope

    var access: AccessPlanner { AccessPlanner(schema: schema, caller: caller, scope: scope) }

    /// A row by its key: `select JSON[, version] from …`; nil where the caller may read none.
    func row(_ query: RowQuery, withVersion: Bool) throws(QueryError) -> SelectSQL? {
        let entity = try schema.required(query.entity)
        switch query.key {
        case .id(let operand):
            let key = RowKey.given(operand)
            let select = try row(of: entity, key: key, query.selection, withVersion: withVersion)
            // An id must be right even where no row can be read.
            if select == nil { key.parameters(of: entity, schema: schema).forEach(scope.check) }
            return select
        case .unique(let values):
            return try row(of: entity, having: values, query.selection, withVersion: withVersion)
        case .me where !caller.isAuthenticated || schema.principal?.entity != entity.name:
            return nil
        case .me:
            return try row(of: entity, key: .caller, query.selection, withVersion: withVersion)
        }
    }

    /// As ``row(_:withVersion:)``, for a key from anywhere.
    func row(
        of entity: Entity,
        key: RowKey,
        _ selection: Selection,
        withVersion: Bool
    ) throws(QueryError) -> SelectSQL? {
        try row(of: entity, selection, withVersion: withVersion) {
            [.sql(key.condition(on: $0, schema: schema, scope: scope))]
        }
    }

    /// As ``row(_:withVersion:)``, for a row that meets conditions which one row can meet at most.
    func row(
        of entity: Entity,
        _ selection: Selection,
        withVersion: Bool,
        where key: (RowSource) throws(QueryError) -> [Condition]
    ) throws(QueryError) -> SelectSQL? {
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        guard let conditions = Condition.all(try key(row) + [access.readable(row)]) else { return nil }
        let joins = Joins()
        return SelectSQL(
            columns: try columns(selection, of: row, joins: joins, withVersion: withVersion),
            from: "\(entity.sqlTable) \(row.alias)\(joins.sql)",
            conditions: conditions
        )
    }

    /// What is selected of a row that a root is answered with: its object, and its version where that is asked for.
    func columns(
        _ selection: Selection,
        of row: RowSource,
        joins: Joins,
        withVersion: Bool
    ) throws(QueryError) -> [String] {
        let object = try object(selection, of: row, joins: joins).sql
        guard withVersion else { return [object] }
        return [object, row.entity.versionField.map { row.column($0.column) } ?? "null::integer"]
    }

    /// The row that has these values, which no two rows share. Only a caller who sees them finds it by
    /// them: many rows may share one mask.
    private func row(
        of entity: Entity,
        having values: [RowQuery.FieldValue],
        _ selection: Selection,
        withVersion: Bool
    ) throws(QueryError) -> SelectSQL? {
        let filters = FilterPlanner(reader: self)
        let select = try row(of: entity, selection, withVersion: withVersion) { row throws(QueryError) in
            var conditions: [Condition] = []
            for value in values {
                let field = try entity.required(value.field)
                let given = parameter(value.value, field, path: [field.apiName], isCompared: true)
                let (stored, isSeen) = try filters.stored(field.name, of: row)
                conditions += [.sql("\(stored) = \(given)"), isSeen]
            }
            return conditions
        }
        if select == nil {
            for value in values {
                let field = try entity.required(value.field)
                let codec = ValueCodec(field, schema: schema, style: style)
                scope.check(
                    Parameter(
                        source: .value(value.value, codec),
                        type: schema.sqlName(of: field.type),
                        path: [field.apiName]
                    )
                )
            }
        }
        return select
    }

    // MARK: - Objects

    /// The JSON object of a row.
    func object(_ selection: Selection, of row: RowSource, joins: Joins) throws(QueryError) -> JSONText {
        var members: [(String, JSONText)] = []
        for member in selection.members {
            members.append(try self.member(member, of: row, joins: joins))
        }
        return .object(members)
    }

    private func member(
        _ member: Selection.Member,
        of row: RowSource,
        joins: Joins
    ) throws(QueryError) -> (String, JSONText) {
        switch member {
        case .typename(let key):
            return (key, .constant(JSONWriter.string(row.entity.name)))
        case .id(let key):
            let values = row.entity.key.map { row.column($0.column) }
            return (key, .sql("to_json(\(KeyText.sql(values, of: row.entity.key)))"))
        case .field(let key, let name):
            return (key, try value(row.entity.required(name), of: row))
        case .object(let key, let name, let members):
            guard let object = row.entity.object(name) else {
                throw .unplannable("no value object \(row.entity.name).\(name)")
            }
            return (key, try value(of: object, members, of: row))
        case .range(let key, let name, let members):
            return (key, try range(row.entity.required(name), members, of: row))
        case .toOne(let key, let relation, let selection):
            guard let target = try toOne(relation, of: row, joins: joins) else { return (key, .null) }
            return (key, try nested(selection, of: target, joins: joins))
        case .inverseOne(let key, let inverse, let selection):
            guard let target = try inverseOne(inverse, of: row, joins: joins) else { return (key, .null) }
            return (key, try nested(selection, of: target, joins: joins))
        case .toMany(let key, let name, let connection):
            let inverse = try InversePlanner(row.entity.requiredInverse(name), of: row, reader: self)
            let planner = ConnectionPlanner(
                reader: self,
                entity: inverse.rows,
                connection: connection,
                correlation: inverse.tie
            )
            return (key, try planner.select().map { .sql("(\($0.sql))") } ?? planner.empty())
        }
    }

    /// A value object; null where what it needs is null, or the caller may not see it.
    private func value(
        of object: EmbeddedObject,
        _ members: [Selection.Member],
        of row: RowSource
    ) throws(QueryError) -> JSONText {
        var values: [(String, JSONText)] = []
        for member in members {
            switch member {
            case .typename(let key): values.append((key, .constant(JSONWriter.string(object.type))))
            case .field(let key, let name):
                values.append((key, try value(row.entity.required(name), of: row)))
            default: throw .unplannable("a relation in the value object \(object.name)")
            }
        }
        let json = JSONText.object(values)
        guard let sign = object.requiredFields.first.map({ access.value($0, of: row) }), sign.isNullable
        else {
            return json
        }
        return .sql("case when \(sign.operand) is null then 'null' else \(json.sql) end")
    }

    private func value(_ field: Field, of row: RowSource) throws(QueryError) -> JSONText {
        guard access.shows(field) else {
            throw .unplannable("field \(row.entity.name).\(field.name) is hidden")
        }
        if let source = field.swiftSource { return try gap(of: field, from: source, in: row) }
        let value = access.value(field, of: row)
        return JSONSpelling(style: style).json(value.operand, field, isNullable: value.isNullable)
    }

    /// Some members of a range.
    private func range(
        _ field: Field,
        _ members: [Selection.RangeMember],
        of row: RowSource
    ) throws(QueryError) -> JSONText {
        guard access.shows(field), let bound = field.boundType else {
            throw .unplannable("field \(row.entity.name).\(field.name) is no range to be shown")
        }
        let value = access.value(field, of: row)
        let object = JSONSpelling(style: style).range(
            value.operand,
            bound,
            members.map { ($0.key, $0.value) }
        )
        if !value.isNullable { return object }
        return .sql("case when \(value.operand) is null then 'null' else \(object.sql) end")
    }

    /// The object of a joined row, or null where the join found none.
    func nested(
        _ selection: Selection,
        of row: RowSource,
        joins: Joins
    ) throws(QueryError) -> JSONText {
        let object = try object(selection, of: row, joins: joins)
        if row.isCertain { return object }
        return .sql("case when \(row.key) is null then 'null' else \(object.sql) end")
    }

    // MARK: - Relations

    /// The row that a relation points at; nil where the caller may read none.
    func toOne(_ name: String, of row: RowSource, joins: Joins) throws(QueryError) -> RowSource? {
        if let known = joins[row, name] { return known }
        let field = try row.entity.required(name)
        let entity = try schema.requiredTarget(of: field)
        let value = access.value(field, of: row)
        let isProven = schema.alwaysReadable(relation: name, of: row.entity)
        let alias = scope.alias()
        let candidate = RowSource(entity: entity, alias: alias, isCertain: false)
        let readable = isProven ? .always : access.readable(candidate)
        guard let conditions = Condition.all([.sql("\(candidate.key) = \(value.operand)"), readable]) else {
            return nil
        }
        let isKept = schema.isEnforced(field, of: row.entity)
        let isCertain = row.isCertain && !value.isNullable && isKept && conditions.count == 1
        let target = RowSource(entity: entity, alias: alias, isCertain: isCertain)
        joins.add(target, for: name, of: row, on: conditions)
        return target
    }

    /// The one row that points here; nil where the caller may read none.
    func inverseOne(_ name: String, of row: RowSource, joins: Joins) throws(QueryError) -> RowSource? {
        if let known = joins[row, name] { return known }
        let inverse = try row.entity.requiredInverse(name)
        let entity = try schema.required(inverse.entity)
        let field = try entity.required(inverse.field)
        let target = RowSource(entity: entity, alias: scope.alias(), isCertain: false)
        let pointer = access.value(field, of: target)
        let isProven = schema.alwaysReadable(inverse: name, of: row.entity)
        let readable = isProven ? .always : access.readable(target)
        guard let conditions = Condition.all([.sql("\(pointer.operand) = \(row.key)"), readable]) else {
            return nil
        }
        joins.add(target, for: name, of: row, on: conditions)
        return target
    }

    // MARK: - Parameters

    /// The SQL of a caller's value.
    func parameter(
        _ operand: Operand,
        _ field: Field,
        path: [String],
        isCompared: Bool = false
    ) -> String {
        let codec = ValueCodec(field, schema: schema, style: style, isCompared: isCompared)
        return scope.sql(
            Parameter(source: .value(operand, codec), type: schema.sqlName(of: field.type), path: path)
        )
    }
}

/// A SELECT in its parts.
struct SelectSQL {
    /// The columns; the first one is JSON as text.
    var columns: [String]
    /// What stands after FROM; empty for a single row without tables.
    var from: String
    /// What stands after WHERE, all of it.
    var conditions: [String]

    /// The statement.
    var sql: String {
        var text = "select \(columns.joined(separator: ", "))"
        if !from.isEmpty { text += " from \(from)" }
        if !conditions.isEmpty { text += " where \(conditions.joined(separator: " and "))" }
        return text
    }
}

extension QueryError {
    /// An operation that the protocol layer should not have made.
    static func unplannable(_ detail: String) -> QueryError {
        QueryError(.internal, "The request could not be answered.", logDetail: "cannot plan: \(detail)")
    }
}

extension Schema {
    func required(_ name: String) throws(QueryError) -> Entity {
        guard let entity = entity(name) else { throw .unplannable("no entity \(name)") }
        return entity
    }

    func requiredTarget(of field: Field) throws(QueryError) -> Entity {
        guard let entity = target(of: field) else { throw .unplannable("\(field.name) is not a relation") }
        return entity
    }
}

extension Entity {
    func required(_ name: String) throws(QueryError) -> Field {
        guard let field = field(name) else { throw .unplannable("no field \(self.name).\(name)") }
        return field
    }

    /// Where the field stands among its fields.
    func position(of field: Field) throws(QueryError) -> Int {
        guard let position = fields.firstIndex(where: { $0.name == field.name }) else {
            throw .unplannable("no field \(name).\(field.name)")
        }
        return position
    }

    func requiredInverse(_ name: String) throws(QueryError) -> Inverse {
        guard let inverse = inverse(name) else { throw .unplannable("no inverse \(self.name).\(name)") }
        return inverse
    }
}
