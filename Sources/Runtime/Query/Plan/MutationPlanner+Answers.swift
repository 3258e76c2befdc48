import PlumblineSchema

/// The answers about several rows.
extension MutationPlanner {
    mutating func add(_ reread: Reread, _ root: String) throws {
        let entity = try schema.required(reread.entity)
        let rows = RowSet.keys(reread.ids.map { .given($0) })
        try answer(
            reread.form,
            about: rows,
            of: entity,
            root,
            isReadable: !reread.areDeleted,
            path: reread.path
        )
    }

    /// The step that answers a root with rows that it changed.
    ///
    /// - Parameters:
    ///   - isReadable: Whether the rows are there and must be ones that the caller may read, which nobody has asked yet.
    ///   - path: Where they stand in the request.
    mutating func answer(
        _ form: Reread.Form,
        about rows: RowSet,
        of entity: Entity,
        _ root: String,
        isReadable: Bool = true,
        path: [String] = []
    ) throws {
        let scope = StatementScope()
        if isReadable { try refuseUnlessReadable(entity, path) }
        let json: JSONText
        switch form {
        case .list(let selection): json = try list(selection, rows, entity, scope)
        case .batch(let members):
            json = .object(
                try members.map { member throws(QueryError) in try self.member(member, rows, entity, scope) }
            )
        }
        if isReadable { demand(entity.access.read, of: entity, rows, root, path: path) }
        members.append(root, .column(.init(step: steps.count, column: 0)))
        steps.append(scope.step("select \(json.sql)", .init(root: root)))
        checks += scope.checks
    }

    func refuseUnlessReadable(_ entity: Entity, _ path: [String]) throws {
        guard caller.fold(entity.access.read) == .literal(.boolean(false)) else { return }
        let nouns = Naming.words(entity.plural)
        let message = "You may not read \(nouns), so you may not write them either."
        throw QueryError(.forbidden, message, field: path)
    }

    private func member(
        _ member: BatchMember,
        _ rows: RowSet,
        _ entity: Entity,
        _ scope: StatementScope
    ) throws(QueryError) -> (key: String, value: JSONText) {
        switch member {
        case .typename(let key, let name): return (key, .constant(JSONWriter.string(name)))
        case .count(let key):
            return (
                key, .sql("(select count(*) from \(rows.source(scope.alias(), of: entity, schema, scope)))")
            )
        case .nodes(let key, let selection): return (key, try list(selection, rows, entity, scope))
        case .ids(let key):
            let alias = scope.alias()
            let parts = entity.key.indices.map { "\(alias).k\($0)" }
            let id = "to_json(\(KeyText.sql(parts, of: entity.key)))"
            let source = rows.source(alias, of: entity, schema, scope)
            return (key, Self.list(of: id, alias, from: source))
        }
    }

    private func list(
        _ selection: Selection,
        _ rows: RowSet,
        _ entity: Entity,
        _ scope: StatementScope
    ) throws(QueryError) -> JSONText {
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let alias = scope.alias()
        let joins = Joins()
        let object = try reader(scope).object(selection, of: row, joins: joins)
        let from = rows.joined("join", row, as: alias, schema: schema, scope: scope) + joins.sql
        return Self.list(of: object.sql, alias, from: from)
    }

    /// The JSON list of what each row gives, in the order of the keys.
    private static func list(of json: String, _ keys: String, from source: String) -> JSONText {
        .sql("(select concat('[', string_agg((\(json))::text, ',' order by \(keys).n), ']') from \(source))")
    }
}
