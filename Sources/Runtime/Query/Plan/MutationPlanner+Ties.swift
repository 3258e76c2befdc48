import PlumblineSchema

/// What many-to-many relations tie to a row which is made or changed.
///
/// A tie is a row of the entity between, under that entity's own rules. The caller must be able to read what it ties:
/// what it may not read is as if it were not there.
extension MutationPlanner {
    /// Unties and ties rows; ties of new rows are made with all others.
    mutating func change(_ ties: NestedTies, around key: RowKey, _ root: String) throws {
        let entity = try schema.required(ties.entity)
        // Of ties that nobody sees, none could be told from one that is not there.
        try refuseUnlessReadable(entity, ties.path)
        let near = Tie(field: try entity.required(ties.near), key: key)
        for key in ties.disconnections {
            try countNested(key.path)
            remove(try find(ties.ties(of: key), owner: near, root), of: entity, root)
        }
        // A new row has none yet.
        if ties.replacesAll, !key.isNew {
            remove(try find(ties.others(), owner: near, root), of: entity, root)
        }
        guard !ties.connections.isEmpty else { return }
        let far = try entity.required(ties.far)
        let target = try schema.requiredTarget(of: far)
        for keys in isRowByRow ? ties.connections.map({ [$0] }) : [ties.connections] {
            demandThere(keys, of: target, root)
            if caller.mayTie(entity, by: [near.field, far]) {
                let drafts = keys.map { Draft(input: ties.tie(to: $0), pointers: [ties.near: near.key]) }
                _ = try make(drafts, of: entity, root, unlessTiedBy: [near.field, far])
            } else {
                for key in keys { try countNested(key.path) }
            }
            demandTied(keys, far, near, of: entity, root)
        }
    }

    mutating func add(_ tied: Tied, _ root: String) throws {
        let entity = try schema.required(tied.entity)
        let far = try entity.required(tied.far)
        let near = try tie(tied.owner, of: entity)
        if tied.isDemanded {
            members.append(root, .null)
            return demandTied([tied.key], far, near, of: entity, root)
        }
        demandThere([tied.key], of: try schema.requiredTarget(of: far), root)
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let key = RowKey.given(tied.key.id, path: tied.key.path)
        let ties = [near, Tie(field: far, key: key)]
        let conditions = Condition.all(
            [access(scope).readable(row)] + ties.map { .sql(belonging(to: $0, row, scope)) }
        )
        let exists = conditions.map {
            "exists (select from \(row.table) where \($0.joined(separator: " and ")))"
        }
        members.append(root, .column(.init(step: steps.count, column: 0)))
        steps.append(scope.step("select (\(exists ?? "false"))::text", .init(root: root)))
    }

    /// Whether a row leads to one that is meant and that the caller may read.
    func leading(_ onward: Find.Onward, _ row: RowSource, _ scope: StatementScope) throws -> Condition {
        let field = try row.entity.required(onward.relation)
        let target = RowSource(
            entity: try schema.requiredTarget(of: field),
            alias: scope.alias(),
            isCertain: true
        )
        let tie = Condition.sql("\(access(scope).value(field, of: row).operand) = \(target.key)")
        func among(_ keys: [NestedRows.Key]) -> String {
            RowSet.keys(keys.map { .given($0.id, path: $0.path) })
                .condition(on: target, schema: schema, scope: scope)
        }
        let isMeant: Condition =
            switch onward.choice {
            case .only(let keys): .sql(among(keys))
            case .allBut(let keys) where keys.isEmpty: .always
            case .allBut(let keys): .sql("not (\(among(keys)))")
            }
        guard let conditions = Condition.all([tie, isMeant, access(scope).readable(target)]) else {
            return .never
        }
        return .sql("exists (select from \(target.table) where \(conditions.joined(separator: " and ")))")
    }

    /// Undoes everything unless there are these rows, and the caller may read them.
    private mutating func demandThere(_ keys: [NestedRows.Key], of entity: Entity, _ root: String) {
        let scope = StatementScope()
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let isReadable = Condition.all([access(scope).readable(row)]) ?? ["false"]
        let conditions = ["\(row.key) is not null"] + isReadable.map { "(\($0))" }
        let sql = everyOne(of: keys, row, scope, conditions, .notReadable)
        steps.append(scope.step(sql, context(of: keys, entity, root)))
    }

    /// Undoes everything unless the rows are tied now, as far as the caller may see that.
    private mutating func demandTied(
        _ keys: [NestedRows.Key],
        _ far: Field,
        _ near: Tie,
        of entity: Entity,
        _ root: String
    ) {
        let scope = StatementScope()
        guard let target = schema.target(of: far) else { return }
        let row = RowSource(entity: target, alias: scope.alias(), isCertain: true)
        let between = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let isThere = Condition.all([
            .sql(belonging(to: near, between, scope)),
            .sql("\(access(scope).value(far, of: between).operand) = \(row.key)"),
            access(scope).readable(between),
        ])
        let condition = isThere.map {
            "exists (select from \(between.table) where \($0.joined(separator: " and ")))"
        }
        let sql = everyOne(of: keys, row, scope, [condition ?? "false"], .forbidden)
        steps.append(scope.step(sql, context(of: keys, entity, root)))
    }

    /// The statement that fails unless conditions hold of every one of these rows.
    private func everyOne(
        of keys: [NestedRows.Key],
        _ row: RowSource,
        _ scope: StatementScope,
        _ conditions: [String],
        _ refusal: Refusal
    ) -> String {
        let keys = RowSet.keys(keys.map { .given($0.id, path: $0.path) })
        let from = keys.joined("left join", row, as: scope.alias(), schema: schema, scope: scope)
        let holds = "(\(conditions.joined(separator: " and "))) is not true"
        return
            "select \(requireWhereAsked("not exists (select from \(from) where \(holds))", "'\(refusal.rawValue)'"))"
    }

    private func context(of keys: [NestedRows.Key], _ entity: Entity, _ root: String) -> Plan.StepContext {
        var context = Plan.StepContext(root: root, written: entity.name)
        context.isBatch = keys.count > 1
        context.path = keys[0].path
        context.place = keys[0].path
        return context
    }
}

extension CallerShape {
    /// Whether the caller may make any tie; one that is there stays, whoever made it.
    ///
    /// - Parameter ends: The relations by which a row of the entity ties two others.
    func mayTie(_ entity: Entity, by ends: [Field]) -> Bool {
        fold(entity.access.create) != .literal(.boolean(false))
            && ends.allSatisfy { fold($0.access.create) == .literal(.boolean(true)) }
    }
}
