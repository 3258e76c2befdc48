import PlumblineSchema

/// Turns changes into the statements of one implicit transaction.
///
/// Every change is refused by an error of its own statement, so that PostgreSQL undoes them all. What was written is
/// read again by a following statement, under the read rule, unless an INSERT can answer it.
struct MutationPlanner {
    /// The SQLSTATE values of `plumbline.require`.
    enum Refusal: String {
        case forbidden = "PL403"
        case notFound = "PL404"
        /// A row that is to be pointed to is not there, or the caller may not read it.
        case notReadable = "PL414"
        case versionMismatch = "PL409"
        /// There are more rows than the caller allows.
        case tooMany = "PL413"
        /// Rows that would have to go may only be read.
        case notDeletable = "PL423"
        /// The row that has the unique values is not one that the caller may change.
        case taken = "PL410"
    }

    let schema: Schema
    let caller: CallerShape
    let style: Operation.Style
    let limits: PageLimits
    let changeLimits: ChangeLimits
    /// Whether every row has a statement of its own, so that an error tells which row it is about.
    let isRowByRow: Bool
    /// Whether rows around those that are written are still to come, before anybody asks who may read them.
    let isPart: Bool
    /// Whether hooks may still change the rows before they are answered.
    let isHooked: Bool

    var steps: [Plan.Step] = []
    var checks: [Parameter] = []
    var writes: [Write] = []
    var members: [Plan.Member] = []
    var version: Plan.Place?
    /// How deep the input that is being planned lies within others.
    var depth = 0
    /// What must hold for the statements to do, or to refuse, anything at all, where only the transaction knows it.
    private(set) var gate: String?
    private var rows = 0
    private var numbers = 0

    init(
        schema: Schema,
        caller: CallerShape,
        style: Operation.Style,
        limits: PageLimits,
        changeLimits: ChangeLimits,
        isRowByRow: Bool,
        isPart: Bool,
        isHooked: Bool
    ) {
        self.schema = schema
        self.caller = caller
        self.style = style
        self.limits = limits
        self.changeLimits = changeLimits
        self.isRowByRow = isRowByRow
        self.isPart = isPart
        self.isHooked = isHooked
    }

    /// Plans statements that count only if a condition without parameters holds; in any case without one.
    mutating func only(if condition: String?, _ plan: (inout Self) throws -> Void) rethrows {
        let outer = gate
        let all = [outer, condition].compactMap(\.self)
        gate = all.count > 1 ? "(\(all.joined(separator: " and ")))" : all.first
        defer { gate = outer }
        try plan(&self)
    }

    /// A number for a new row, or for rows that the transaction remembers.
    mutating func nextNumber() -> Int {
        defer { numbers += 1 }
        return numbers
    }

    /// Counts a row that is named, and goes a level deeper into the inputs.
    mutating func enter(_ input: RowInput, count: Int = 1) throws {
        depth += 1
        rows += count
        if depth > changeLimits.depth {
            let message = "Inputs lie within each other at most \(changeLimits.depth) deep."
            throw QueryError(.badInput, message, field: input.path)
        }
        if let most = changeLimits.rows, rows > most {
            let message = "One operation names at most \(most) rows to be changed."
            throw QueryError(.badInput, message, field: input.path)
        }
    }

    /// The plan of everything added.
    func plan(of operation: Operation, by planner: Planner) -> Plan {
        Plan(
            kind: .mutation,
            steps: steps,
            checks: checks,
            writes: writes,
            members: members,
            version: version,
            mutation: Plan.Mutation(operation: operation, caller: caller, planner: planner)
        )
    }

    /// Adds a root.
    mutating func add(_ root: Root, withVersion: Bool) throws(QueryFailure) {
        if steps.isEmpty, schema.keepsHistory, root.action.isChange { tellCaller() }
        do {
            switch root.action {
            case .constant(let bytes): members.append(root.key, .constant(bytes))
            case .create(let create): try add(create, root.key, withVersion)
            case .update(let update): try add(update, root.key, withVersion)
            case .delete(let delete): try add(delete, root.key)
            case .restore(let restore): try add(restore, root.key, withVersion)
            case .createMany(let create): try add(create, root.key)
            case .updateMany(let update): try add(update, root.key)
            case .deleteMany(let delete): try add(delete, root.key)
            case .upsert(let upsert): try add(upsert, root.key)
            case .permit(let create): try add(permit: create, root.key)
            case .lock(let lock): try add(lock, root.key)
            case .find(let find): try add(find, root.key)
            case .taken(let upsert): try add(taken: upsert, root.key)
            case .vacant(let upsert): try add(vacant: upsert, root.key)
            case .tied(let tied): try add(tied, root.key)
            case .reread(let reread): try add(reread, root.key)
            case .row, .node, .gaps, .connection, .abstractConnection, .call:
                throw QueryFailure([.unplannable("a query within a mutation")])
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

    /// What the caller gives for a row and may give.
    ///
    /// - Parameter rule: Who may set a field; nil for one that nobody may.
    func writable(
        _ draft: Draft,
        of entity: Entity,
        _ rule: (Field) -> Expression?
    ) throws -> [Write.Value] {
        var values: [Write.Value] = []
        var errors: [QueryError] = []
        func mayGive(_ field: Field) -> Bool {
            field.isGiven && rule(field).map { caller.fold($0) == .literal(.boolean(true)) } ?? false
        }
        for assignment in draft.input.assignments {
            let field = try entity.required(assignment.field)
            let path = draft.input.path + (assignment.path ?? field.inputPath)
            if draft.pointers[field.name] != nil {
                errors.append(.givenAround(field, path))
            } else if field.isGiven, assignment.isServerMade || mayGive(field) {
                let spelling = assignment.isServerMade ? .rest : style
                let codec = ValueCodec(writing: field, schema: schema, style: spelling)
                values.append(
                    .init(
                        field: field.name,
                        position: try entity.position(of: field),
                        codec: codec,
                        operand: assignment.value,
                        path: path
                    )
                )
            } else {
                errors.append(.notSettable(field, path))
            }
        }
        for name in draft.pointers.keys.sorted() {
            let field = try entity.required(name)
            if !mayGive(field) { errors.append(.notSettable(field, draft.input.path)) }
        }
        guard errors.isEmpty else { throw QueryFailure(errors) }
        return values
    }

    func parameter(for value: Write.Value) -> Parameter {
        let source: Parameter.Source =
            value.codec.type == .password
            ? .passwordHash(value.operand) : .given(value.operand, value.codec)
        return Parameter(source: source, type: schema.sqlName(of: value.codec.type), path: value.path)
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
        case .create, .update, .delete, .restore, .createMany, .updateMany, .deleteMany, .upsert: true
        case .constant, .row, .node, .gaps, .connection, .abstractConnection, .call, .permit, .lock, .find,
            .taken, .vacant, .tied, .reread:
            false
        }
    }
}

extension QueryError {
    /// A relation that is given although the row stands in the input of the one it points to.
    static func givenAround(_ field: Field, _ path: [String]) -> QueryError {
        let noun = Naming.words(field.name)
        return QueryError(.badInput, "The \(noun) follows from the input around; leave it out.", field: path)
    }

    fileprivate static func notSettable(_ field: Field, _ path: [String]) -> QueryError {
        QueryError(.forbidden, "You may not set the \(Naming.words(field.name)).", field: path)
    }
}

extension Entity {
    /// Who may change which fields: what identifies a row stays, also where the row is given to another.
    func updateRule(_ field: Field) -> Expression? {
        field.isUpdatable && !isKey(field) ? field.access.update : nil
    }
}
