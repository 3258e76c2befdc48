import PlumblineSchema

/// Plans calls of the service's own queries and mutations: who may make them, with which arguments.
struct CallPlanner {
    let schema: Schema
    let caller: CallerShape

    /// An operation with calls has no statements of its own: its roots are run one by one.
    ///
    /// - Parameter planner: Plans the roots.
    func plan(_ operation: Operation, by planner: Planner) throws(QueryFailure) -> Plan {
        var errors: [QueryError] = []
        // A query of GraphQL is refused at its field, which may be null, when its turn comes; others are answered.
        let isWhole = operation.kind == .mutation || operation.style == .rest
        for root in operation.roots where isWhole {
            guard let call = root.call else { continue }
            do {
                try refuseUnlessPossible(try required(call.operation))
            } catch {
                errors.append(error.located(in: root.key))
            }
        }
        var writes: [Write] = []
        do {
            writes = try othersWrites(operation, by: planner)
        } catch {
            errors += error.errors
        }
        guard errors.isEmpty else { throw QueryFailure(errors) }
        let mutation = Plan.Mutation(operation: operation, caller: caller, planner: planner)
        return Plan(
            kind: operation.kind,
            steps: [],
            checks: [],
            writes: writes,
            members: [],
            version: nil,
            mutation: mutation
        )
    }

    /// What the changes beside the calls write, so that what they may not do, or give wrongly, is refused before the
    /// service's own code does anything.
    private func othersWrites(_ operation: Operation, by planner: Planner) throws(QueryFailure) -> [Write] {
        var others = operation
        others.roots.removeAll { $0.call != nil }
        guard operation.kind == .mutation, !others.roots.isEmpty else { return [] }
        return try planner.plan(others, for: caller).writes
    }

    /// The statement that asks the access rule about the arguments; a plan without one where it is sure to hold.
    func check(_ call: Call, root: String, style: Operation.Style) throws(QueryError) -> Plan {
        let operation = try required(call.operation)
        try refuseUnlessPossible(operation)
        let entity = operation.arguments
        let scope = StatementScope()
        let columns = entity.fields.map { field in
            let value = call.arguments.first { $0.field == field.name }.map { argument in
                let codec = ValueCodec(writing: field, schema: schema, style: style)
                let source = Parameter.Source.given(argument.value, codec)
                return scope.sql(
                    Parameter(
                        source: source,
                        type: schema.sqlName(of: field.type),
                        path: ["input", field.apiName]
                    )
                )
            }
            return
                "\(value ?? "null::\(schema.sqlName(of: field.type))") as \(SQLIdentifier.quoted(field.column))"
        }
        let row = RowSource(entity: entity, alias: scope.alias(), isCertain: true)
        let access = AccessPlanner(schema: schema, caller: caller, scope: scope)
        var steps: [Plan.Step] = []
        if case .sql(let rule) = access.condition(entity.access.create, on: row) {
            let demand = MutationPlanner.require(rule, "'\(MutationPlanner.Refusal.forbidden.rawValue)'")
            let sql = "select \(demand) from (select \(columns.joined(separator: ", "))) \(row.alias)"
            steps.append(scope.step(sql, .init(root: root)))
        }
        return Plan(kind: .mutation, steps: steps, checks: [], writes: [], members: [], version: nil)
    }

    private func required(_ name: String) throws(QueryError) -> CustomOperation {
        guard let operation = schema.operation(name) else { throw .unplannable("no operation \(name)") }
        return operation
    }

    private func refuseUnlessPossible(_ operation: CustomOperation) throws(QueryError) {
        guard caller.fold(operation.arguments.access.create) == .literal(.boolean(false)) else { return }
        let words = (operation.kind == .query ? "ask for " : "") + Naming.words(operation.name)
        throw caller.isAuthenticated
            ? QueryError(.forbidden, "You may not \(words).")
            : QueryError(.unauthenticated, "Sign in to \(words).")
    }
}

extension Root {
    /// The call, if it is one.
    var call: Call? {
        if case .call(let call) = action { call } else { nil }
    }
}
