import PlumblinePostgres
import PlumblineSchema

/// An operation whose roots are run one after the other, each between its hooks, in one transaction.
struct HookedMutation {
    let engine: QueryEngine
    let mutation: Plan.Mutation
    let variables: InputValue
    let principal: Principal
    let transaction: PostgresTransaction

    typealias Ending = @Sendable () async throws -> Void

    /// Everything; an error is the end of the transaction.
    func run() async throws(QueryFailure) -> QueryOutput {
        var outputs: [QueryOutput] = []
        for root in mutation.operation.roots {
            do {
                outputs.append(try await run(root))
            } catch {
                throw QueryFailure(engine.failure(error).errors.map { $0.located(in: root.key) })
            }
        }
        return QueryOutput(joining: outputs)
    }

    private func run(_ root: Root) async throws -> QueryOutput {
        if let call = root.call { return try await run(call, root.key) }
        if root.action.isComposed { return try await compose(root) }
        return try await runAlone(root)
    }

    /// Runs the change of one row, without others around it.
    ///
    /// - Parameter isPart: Whether others are still to come, so that the read rule is asked later.
    func runAlone(_ root: Root, isPart: Bool = false) async throws -> QueryOutput {
        let asked = try plan(root, isPart: isPart)
        let keys = engine.newKeys(asked)
        // What the caller gives must be allowed and right before any hook hears of it.
        let hashes = try await engine.hashes(of: asked, in: variables)
        let steps = try bind(asked, variables, keys, hashes)
        guard let target = root.action.target, !engine.hooks[target].isEmpty else {
            return try await send(asked, steps, endings: [])
        }
        // Nor does one hear of what the rows themselves forbid.
        if let question = root.action.question {
            let plan = try self.plan(Root(key: root.key, action: question))
            _ = try await send(plan, try bind(plan, variables, keys), endings: [])
        }
        let key = ChangedKey(id(of: root.action, keys))
        let given = asked.writes.first.map(values) ?? [:]
        var (values, endings) = try await heard(target, key, given)
        if target.action == .create, !endings.isEmpty {
            let entity = try engine.schema.required(target.entity)
            if !entity.hasManagedKey { endings = knowing(key, of: entity, endings) }
        }
        guard values != given else { return try await send(asked, steps, endings: endings) }
        let (changed, changedVariables) = rewritten(root, values)
        let plan = try self.plan(changed, isPart: isPart)
        let known = kept(hashes, of: asked, in: plan, changedVariables)
        let changedHashes = try await engine.hashes(of: plan, in: changedVariables, known: known)
        let changedSteps = try bind(plan, changedVariables, keys, changedHashes)
        return try await send(plan, changedSteps, endings: endings)
    }

    /// Lets the hooks begin: the values as they leave them, and what is to be done when the row is written.
    private func heard(
        _ target: ChangeHooks.Target,
        _ key: ChangedKey,
        _ given: [String: InputValue]
    ) async throws -> (values: [String: InputValue], endings: [Ending]) {
        let change = ChangeHooks.Change(
            principal: principal,
            transaction: transaction,
            engine: engine,
            key: key
        )
        var values = given
        var endings: [Ending] = []
        for hook in engine.hooks[target] {
            if let ending = try await hook(change, &values) { endings.append(ending) }
        }
        return (values, endings)
    }

    // MARK: - Steps

    func plan(_ root: Root, isPart: Bool = false) throws -> Plan {
        var operation = mutation.operation
        operation.roots = [root]
        return try mutation.planner.plan(operation, for: mutation.caller, isPart: isPart, isHooked: true)
    }

    func bind(
        _ plan: Plan,
        _ variables: InputValue,
        _ keys: [Int: String],
        _ passwordHashes: [Operand: String] = [:]
    ) throws -> [PostgresFlight.Step] {
        try engine.bind(
            plan,
            variables: variables,
            principal: principal,
            newKeys: keys,
            passwordHashes: passwordHashes
        )
    }

    /// The hashes of the passwords that hooks have left as they are.
    private func kept(
        _ hashes: [Operand: String],
        of asked: Plan,
        in plan: Plan,
        _ changedVariables: InputValue
    ) -> [Operand: String] {
        var kept: [Operand: String] = [:]
        for value in plan.writes.flatMap(\.values) where value.codec.type == .password {
            let before = asked.writes.flatMap(\.values).first { $0.field == value.field }?.operand
            guard let before, before.value(in: variables) == value.operand.value(in: changedVariables) else {
                continue
            }
            kept[value.operand] = hashes[before]
        }
        return kept
    }

    /// Sends the change, then ends the hooks, then reads what is answered: it shows what the hooks did, too.
    func send(
        _ plan: Plan,
        _ steps: [PostgresFlight.Step],
        endings: [Ending]
    ) async throws -> QueryOutput {
        guard !steps.isEmpty else { return QueryOutput(plan: plan, results: []) }
        let isAnswered = plan.rereads && !endings.isEmpty
        let changing = isAnswered ? steps.count - 1 : steps.count
        var results = try await engine.send(
            PostgresFlight(Array(steps[..<changing]), mode: .write),
            of: plan,
            variables,
            in: transaction
        )
        for ending in endings { try await ending() }
        if isAnswered {
            let reading = PostgresFlight(Array(steps[changing...]), mode: .write)
            results += try await engine.send(reading, of: plan, variables, from: changing, in: transaction)
        }
        return QueryOutput(plan: plan, results: results)
    }

    // MARK: - Values

    /// The id of the row; empty for a new one whose key is not known before it is written.
    private func id(of action: Root.Action, _ keys: [Int: String]) -> String {
        let operand: Operand? =
            switch action {
            case .update(let update): update.id
            case .delete(let delete): delete.id
            case .restore(let restore): restore.id
            default: nil
            }
        guard let operand else { return keys.values.first ?? "" }
        return switch operand.value(in: variables) {
        case .string(let text): text
        case .integer(let number): String(number)
        default: ""
        }
    }

    /// The endings of a creation whose key the database makes: they know it, and what they insert themselves does not
    /// take its place.
    private func knowing(_ key: ChangedKey, of entity: Entity, _ endings: [Ending]) -> [Ending] {
        let transaction = transaction
        let scope = StatementScope()
        let values = RowKey.inserted(0).values(of: entity, schema: engine.schema, scope: scope)
        let inserted = PostgresStatement("select \(KeyText.sql(values, of: entity.key))")
        let texts = values.indices.map { "$\($0 + 1)::text" }
        let remembering = PostgresStatement("select \(RowKey.remembering(texts, number: 0))")
        let first: Ending = {
            key.id = try await transaction.query(inserted).string(row: 0, column: 0) ?? ""
        }
        let last: Ending = {
            let parts = KeyText.parts(of: key.id, count: texts.count) ?? []
            _ = try await transaction.query(remembering, parts.map(PostgresValue.text))
        }
        return [first] + endings + [last]
    }

    /// What is given, as hooks see it.
    private func values(of write: Write) -> [String: InputValue] {
        var values: [String: InputValue] = [:]
        for value in write.values {
            values[value.field] = InputValue(value.codec.unchecked(value.operand.value(in: variables)))
        }
        return values
    }

    /// The root with other values, which the server answers for, and the variables they are found in.
    private func rewritten(_ root: Root, _ values: [String: InputValue]) -> (Root, InputValue) {
        let name = "+hooks"
        let assignments = values.keys.sorted().map {
            Assignment(field: $0, value: .variable(name, path: [.member($0)]), isServerMade: true)
        }
        var root = root
        switch root.action {
        case .create(var create):
            create.input.assignments = assignments
            root.action = .create(create)
        case .update(var update):
            update.input.assignments = assignments
            root.action = .update(update)
        default: break
        }
        let members = values.map { InputValue.Member($0, $1) }
        let others: [InputValue.Member] = if case .object(let members) = variables { members } else { [] }
        return (root, .object(others + [.init(name, .object(members))]))
    }
}

extension Root.Action {
    /// What is asked before the hooks, so that they hear only of what the caller may do with the row; a row that is
    /// there is locked, so that nobody changes it meanwhile.
    fileprivate var question: Root.Action? {
        switch self {
        case .create(let create): .permit(create)
        case .update(let update):
            .lock(
                Lock(
                    entity: update.entity,
                    id: update.id,
                    expectedVersion: update.expectedVersion,
                    purpose: .update,
                    owner: update.owner,
                    path: update.path
                )
            )
        case .delete(let delete):
            .lock(
                Lock(
                    entity: delete.entity,
                    id: delete.id,
                    expectedVersion: delete.expectedVersion,
                    purpose: .delete,
                    owner: delete.owner,
                    path: delete.path
                )
            )
        default: nil
        }
    }
}

extension Plan {
    /// Whether its last step reads what the others have written.
    fileprivate var rereads: Bool { steps.count > 1 && steps.last?.context.written == nil }
}
