import PlumblinePostgres
import PlumblineSchema

extension HookedMutation {
    /// Runs a query or a mutation of the service's own.
    ///
    /// What a query throws is an error of its field alone (GraphQL specification, section 6.4.4); what it did is undone,
    /// and the rest of the request goes on. A mutation is undone as a whole, and other answers have one root.
    func run(_ call: Call, _ root: String) async throws -> QueryOutput {
        guard mutation.operation.kind == .query, mutation.operation.style == .graphQL else {
            return try await answer(call, root, check: try self.check(call, root))
        }
        let check: Plan
        do {
            check = try self.check(call, root)
        } catch {
            // Nothing was done yet that would have to be undone.
            return try await refused(root, engine.failure(error))
        }
        _ = try await transaction.query("savepoint plumbline_call")
        do {
            let output = try await answer(call, root, check: check)
            _ = try await transaction.query("release savepoint plumbline_call")
            return output
        } catch {
            let failure = engine.failure(error)
            guard failure.isOfCall else { throw failure }
            _ = try await transaction.query("rollback to savepoint plumbline_call")
            return try await refused(root, failure)
        }
    }

    /// Null, with what went wrong.
    private func refused(_ root: String, _ failure: QueryFailure) async throws -> QueryOutput {
        var output = try await read(root, .constant(Array("null".utf8)))
        output.failures = [FieldFailure(root: root, path: [], errors: failure.errors)]
        return output
    }

    /// What asks whether the caller may make the call; an error where no argument could make it so, or where the caller
    /// could read no answer, which then does not depend on what is found.
    private func check(_ call: Call, _ root: String) throws(QueryError) -> Plan {
        let check = try CallPlanner(schema: engine.schema, caller: mutation.caller)
            .check(call, root: root, style: mutation.operation.style)
        let entities = call.candidates.map(\.entity)
        let refusal = try mutation.planner.signInDemand(toReadAnyOf: entities, mutation.caller)
        if let refusal { throw refusal }
        return check
    }

    /// Runs the service's own code, and reads the row it answers with the caller's rights.
    private func answer(_ call: Call, _ root: String, check: Plan) async throws -> QueryOutput {
        guard let operation = engine.schema.operation(call.operation),
            let resolver = engine.resolvers[call.operation]
        else { throw QueryError.unplannable("nothing answers \(call.operation)") }
        let arguments = try arguments(of: call, for: operation.arguments)
        _ = try await send(check, try bind(check, variables, [:]), endings: [])
        let context = CallResolvers.Context(principal: principal, transaction: transaction, engine: engine)
        return try await read(try await resolver(context, arguments), of: operation, call.candidates, root)
    }

    /// The arguments, which must keep the rules of the spec.
    private func arguments(of call: Call, for entity: Entity) throws -> [String: InputValue] {
        var values: [String: Value] = [:]
        for argument in call.arguments {
            guard let field = entity.field(argument.field) else { continue }
            let codec = ValueCodec(writing: field, schema: engine.schema, style: mutation.operation.style)
            let value = codec.unchecked(argument.value.value(in: variables))
            if value != .null || !field.isOptional { values[field.name] = value }
        }
        let now = Int64(clamping: WallClock.milliseconds()) * 1_000
        let violations = Validator(schema: engine.schema, entity: entity).violations(
            creating: values,
            now: now
        )
        guard violations.isEmpty else {
            throw QueryFailure(
                violations.map { violation in
                    var error = QueryError(violation, root: nil)
                    error.field = violation.path
                    return error
                }
            )
        }
        return values.mapValues { InputValue($0) }
    }

    private func read(
        _ answer: CallResolvers.Answer?,
        of operation: CustomOperation,
        _ candidates: [NodeQuery.Candidate],
        _ root: String
    ) async throws -> QueryOutput {
        let row = try answer.flatMap { answer throws(QueryError) -> RowQuery? in
            guard let candidate = candidates.first(where: { $0.entity == answer.entity }) else {
                throw .unplannable("\(operation.name) answers a row of \(answer.entity)")
            }
            // As if there were none: that signing in might show it would tell that it is there.
            let refusal = try mutation.planner.signInDemand(toRead: answer.entity, mutation.caller)
            if refusal != nil { return nil }
            return RowQuery(
                entity: answer.entity,
                key: .id(.constant(answer.id)),
                selection: candidate.selection
            )
        }
        let output = try await read(root, row.map { .row($0) } ?? .constant(Array("null".utf8)))
        guard operation.kind == .query || !output.isNull(root: root) else {
            let noun = Naming.words(Naming.snake(operation.result))
            throw QueryError(.forbidden, "You may not read the \(noun) that is answered.")
        }
        return output
    }

    private func read(_ root: String, _ action: Root.Action) async throws -> QueryOutput {
        var reading = mutation.operation
        reading.kind = .query
        reading.roots = [Root(key: root, action: action)]
        let plan = try mutation.planner.plan(reading, for: mutation.caller)
        return try await send(plan, try bind(plan, variables, [:]), endings: [])
    }
}

extension QueryFailure {
    /// Whether the next call may go well: not where the database has no time left for this request.
    fileprivate var isOfCall: Bool {
        !isRetryable && !errors.contains { [.timeout, .overloaded, .unavailable].contains($0.code) }
    }
}
