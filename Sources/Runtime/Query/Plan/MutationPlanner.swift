import PlumblineSchema

/// Turns changes into the statements of one implicit transaction.
///
/// Every change is refused by an error of its own statement, so that PostgreSQL undoes them all. What was written is
/// read again by a following statement, under the read rule.
struct MutationPlanner {
    /// The SQLSTATE values of `plumbline.require`.
    enum Refusal: String {
        case forbidden = "PL403"
        case notFound = "PL404"
        case versionMismatch = "PL409"
    }

    let schema: Schema
    let caller: CallerShape
    let style: Operation.Style
    let limits: PageLimits

    var steps: [Plan.Step] = []
    var checks: [Parameter] = []
    var writes: [Write] = []
    var members: [Plan.Member] = []
    var version: Plan.Place?

    init(schema: Schema, caller: CallerShape, style: Operation.Style, limits: PageLimits) {
        self.schema = schema
        self.caller = caller
        self.style = style
        self.limits = limits
    }

    /// The plan of everything added.
    func plan(of operation: Operation) -> Plan {
        Plan(
            kind: .mutation,
            steps: steps,
            checks: checks,
            writes: writes,
            members: members,
            version: version,
            mutation: Plan.Mutation(operation: operation, caller: caller)
        )
    }

    /// Adds a root.
    mutating func add(_ root: Root, number: Int, withVersion: Bool) throws(QueryFailure) {
        if steps.isEmpty, schema.keepsHistory, root.action.isChange { tellCaller() }
        do {
            switch root.action {
            case .constant(let bytes): members.append(root.key, .constant(bytes))
            case .create(let create): try add(create, root.key, number, withVersion)
            case .update(let update): try add(update, root.key, withVersion)
            case .delete(let delete): try add(delete, root.key)
            case .restore(let restore): try add(restore, root.key, withVersion)
            case .permit(let create): try add(permit: create, root.key, number)
            case .lock(let lock): try add(lock, root.key)
            case .row, .connection, .call: throw QueryFailure([.unplannable("a query within a mutation")])
            }
        } catch let error as QueryError {
            throw QueryFailure([error])
        } catch let error as QueryFailure {
            throw error
        } catch {
            throw QueryFailure([.unplannable("\(error)")])
        }
    }

    /// Tells the database who makes the changes of this transaction, for the history of rows.
    private mutating func tellCaller() {
        let scope = StatementScope()
        let sql = "select set_config('plumbline.principal', \(scope.caller())::text, true)"
        steps.append(scope.step(sql, .init()))
    }

    // MARK: - Rights and values

    func refuseUnlessPossible(_ rule: Expression, _ action: String) throws {
        let folded = caller.fold(rule)
        guard folded == .literal(.boolean(false)) else { return }
        throw caller.isAuthenticated
            ? QueryError(.forbidden, "You may not \(action).")
            : QueryError(.unauthenticated, "Sign in to \(action).")
    }

    func writable(
        _ assignments: [Assignment],
        of entity: Entity,
        _ rule: (Field) -> Expression?
    ) throws -> [Write.Value] {
        var values: [Write.Value] = []
        var errors: [QueryError] = []
        for assignment in assignments {
            let field = try entity.required(assignment.field)
            let mayGive = rule(field).map { caller.fold($0) == .literal(.boolean(true)) } ?? false
            if field.isGiven, assignment.isServerMade || mayGive {
                let spelling = assignment.isServerMade ? .rest : style
                let codec = ValueCodec(writing: field, schema: schema, style: spelling)
                values.append((field.name, codec, assignment.value))
            } else {
                let message = "You may not set the \(Naming.words(field.name))."
                errors.append(QueryError(.forbidden, message, field: ["input"] + field.inputPath))
            }
        }
        guard errors.isEmpty else { throw QueryFailure(errors) }
        return values
    }

    func parameter(
        for value: Write.Value,
        of entity: Entity
    ) -> Parameter {
        let source: Parameter.Source =
            value.codec.type == .password
            ? .passwordHash(value.operand) : .value(value.operand, value.codec)
        let path = entity.field(value.field)?.inputPath ?? [value.field]
        return Parameter(source: source, type: schema.sqlName(of: value.codec.type), path: ["input"] + path)
    }

    func access(_ scope: StatementScope) -> AccessPlanner {
        AccessPlanner(schema: schema, caller: caller, scope: scope)
    }

    func reader(_ scope: StatementScope) -> ReadPlanner {
        ReadPlanner(schema: schema, caller: caller, style: style, limits: limits, scope: scope)
    }
}

extension Root.Action {
    /// Whether rows change.
    fileprivate var isChange: Bool {
        switch self {
        case .create, .update, .delete, .restore: true
        case .constant, .row, .connection, .call, .permit, .lock: false
        }
    }
}
