public import NIOCore
public import PlumblinePostgres
public import PlumblineSchema

/// Hashes a password for storage. It runs in a task of its own and must not block its thread.
public typealias HashPassword = @Sendable (String) async throws -> String

/// Runs plans.
public final class QueryEngine: Sendable {
    /// The schema that is served.
    public let schema: Schema
    /// Makes the plans that this engine runs.
    public let planner: Planner

    /// The database.
    public let client: PostgresClient
    let hooks: ChangeHooks
    let resolvers: CallResolvers
    let databaseErrors: DatabaseErrors
    /// How long the answers of changes that have an idempotency key are kept.
    let answerLifetime: Duration
    private let passwordHasher: HashPassword
    private let keys = UUIDv7Generator()

    /// Creates an engine.
    ///
    /// - Parameters:
    ///   - schema: The schema that is served.
    ///   - client: The database, whose tables are those of the schema.
    ///   - passwordHasher: Hashes what is given for password fields.
    ///   - limits: The sizes of pages.
    ///   - hooks: What happens around changes.
    ///   - resolvers: What answers the queries and mutations that are the service's own.
    ///   - answerLifetime: How long the answers of changes that have an idempotency key are kept, in whole seconds.
    public init(
        schema: Schema,
        client: PostgresClient,
        passwordHasher: @escaping HashPassword,
        limits: PageLimits = PageLimits(),
        hooks: ChangeHooks = ChangeHooks(),
        resolvers: CallResolvers = CallResolvers(),
        answerLifetime: Duration = .seconds(24 * 3_600)
    ) {
        self.schema = schema
        self.client = client
        self.passwordHasher = passwordHasher
        self.hooks = hooks
        self.resolvers = resolvers
        self.answerLifetime = answerLifetime
        planner = Planner(schema: schema, limits: limits)
        databaseErrors = DatabaseErrors(schema)
    }

    /// Runs a plan.
    ///
    /// - Parameters:
    ///   - plan: A plan made for callers of the principal's shape.
    ///   - variables: The object that the plan's operands look into.
    ///   - principal: Who asks.
    ///   - key: What a mutation is run once for; without a meaning for queries.
    ///   - eventLoop: Where the outcome is wanted.
    ///   - completion: Called once, on that event loop.
    public func execute(
        _ plan: Plan,
        variables: InputValue,
        principal: Principal,
        once key: IdempotencyKey? = nil,
        on eventLoop: any EventLoop,
        completion: @escaping @Sendable (Result<QueryOutput, QueryFailure>) -> Void
    ) {
        let leavesGaps = plan.hasGaps || plan.mutation != nil
        let completion =
            leavesGaps ? filling(completion, of: plan.kind, for: principal, on: eventLoop) : completion
        if let key, plan.kind == .mutation, let mutation = plan.mutation {
            Task {
                let result = await self.run(plan, mutation, once: key, variables, principal)
                eventLoop.execute { completion(result) }
            }
            return
        }
        let readings: Readings
        do throws(QueryFailure) {
            readings = try check(plan, variables)
        } catch {
            return eventLoop.execute { completion(.failure(error)) }
        }
        if let mutation = plan.mutation, hooks.concern(mutation) {
            Task {
                let result = await self.runHooked(mutation, variables: variables, principal: principal)
                eventLoop.execute { completion(result) }
            }
            return
        }
        let request = Request(
            variables: variables,
            principal: principal,
            eventLoop: eventLoop,
            completion: completion
        )
        let passwords = plan.passwords
        if passwords.isEmpty {
            submit(plan, request, readings, passwordHashes: [:])
        } else {
            Task {
                do throws(QueryFailure) {
                    let hashes = try await self.hashes(of: passwords, in: variables)
                    self.submit(plan, request, readings, passwordHashes: hashes)
                } catch {
                    request.fail(error)
                }
            }
        }
    }

    /// Runs a plan.
    ///
    /// - Throws: `QueryFailure`.
    public func execute(
        _ plan: Plan,
        variables: InputValue,
        principal: Principal,
        once key: IdempotencyKey? = nil,
        on eventLoop: any EventLoop
    ) async throws(QueryFailure) -> QueryOutput {
        let result = await withCheckedContinuation { continuation in
            execute(plan, variables: variables, principal: principal, once: key, on: eventLoop) {
                continuation.resume(returning: $0)
            }
        }
        return try result.get()
    }

    /// The completion, which gets what the service's own code computes, too. Most responses have nothing of that.
    private func filling(
        _ completion: @escaping @Sendable (Result<QueryOutput, QueryFailure>) -> Void,
        of kind: Operation.Kind,
        for principal: Principal,
        on eventLoop: any EventLoop
    ) -> @Sendable (Result<QueryOutput, QueryFailure>) -> Void {
        { result in
            guard case .success(let output) = result, output.hasGaps else { return completion(result) }
            Task {
                let filled: Result<QueryOutput, QueryFailure>
                do {
                    filled = .success(try await GapFiller(engine: self, principal: principal).fill(output))
                } catch {
                    let failure = self.failure(error)
                    filled = .failure(kind == .mutation ? .afterTheChange(failure) : failure)
                }
                eventLoop.execute { completion(filled) }
            }
        }
    }

    private struct Request: Sendable {
        let variables: InputValue
        let principal: Principal
        let eventLoop: any EventLoop
        let completion: @Sendable (Result<QueryOutput, QueryFailure>) -> Void

        func fail(_ failure: QueryFailure) {
            eventLoop.execute { completion(.failure(failure)) }
        }
    }

    /// The hashes of the passwords that a plan writes; what is wrong with its values is said before.
    ///
    /// - Parameter known: Hashes that were made before, by where the passwords stand.
    func hashes(
        of plan: Plan,
        in variables: InputValue,
        known: [Operand: String] = [:]
    ) async throws(QueryFailure) -> [Operand: String] {
        try check(plan, variables)
        return try await hashes(of: plan.passwords, in: variables, known: known)
    }

    private func hashes(
        of passwords: [Operand],
        in variables: InputValue,
        known: [Operand: String] = [:]
    ) async throws(QueryFailure) -> [Operand: String] {
        var hashes = known
        for operand in passwords where hashes[operand] == nil {
            guard case .string(let password) = operand.value(in: variables) else { continue }
            do {
                hashes[operand] = try await passwordHasher(password)
            } catch {
                throw QueryFailure([.fault("hashing a password: \(error)")])
            }
        }
        return hashes
    }

    /// Refuses what breaks the rules of the spec; returns what was read on the way.
    @discardableResult
    func check(_ plan: Plan, _ variables: InputValue) throws(QueryFailure) -> Readings {
        try InputChecker(variables: variables).readings(of: plan)
    }

    /// The statements of a plan with their values.
    ///
    /// - Parameters:
    ///   - newKeys: The keys of new rows, by their numbers in the plan.
    ///   - passwordHashes: The hashes of its passwords.
    ///   - readings: What was read of the values given, by the places of this plan; what is missing is read now.
    func bind(
        _ plan: Plan,
        variables: InputValue,
        principal: Principal,
        newKeys: [Int: String],
        passwordHashes: [Operand: String],
        readings: Readings = Readings()
    ) throws(QueryFailure) -> [PostgresFlight.Step] {
        let binder = Binder(
            variables: variables,
            principal: principal,
            newKeys: newKeys,
            passwordHashes: passwordHashes,
            readings: readings
        )
        let values = try binder.values(of: plan)
        return values.indices.map { .init(plan.steps[$0].statement, values[$0]) }
    }

    /// Keys for the new rows of a plan.
    func newKeys(_ plan: Plan) -> [Int: String] {
        Dictionary(uniqueKeysWithValues: plan.newKeys.lazy.map { [keys] in ($0, keys.next()) })
    }

    private func submit(
        _ plan: Plan,
        _ request: Request,
        _ readings: Readings,
        passwordHashes: [Operand: String]
    ) {
        let steps: [PostgresFlight.Step]
        do {
            steps = try bind(
                plan,
                variables: request.variables,
                principal: request.principal,
                newKeys: newKeys(plan),
                passwordHashes: passwordHashes,
                readings: readings
            )
        } catch {
            return request.fail(error)
        }
        if steps.isEmpty {
            let output = QueryOutput(plan: plan, results: [])
            return request.eventLoop.execute { request.completion(.success(output)) }
        }
        var flight = PostgresFlight(steps, mode: plan.kind == .query ? .read : .write)
        flight.caller = request.principal.lane
        client.submit(flight, on: request.eventLoop) { result in
            switch result {
            case .success(let results):
                request.completion(.success(QueryOutput(plan: plan, results: results)))
            case .failure(let error):
                if let plan = self.rowByRow(plan, after: error) {
                    return self.submit(plan, request, Readings(), passwordHashes: passwordHashes)
                }
                let told = self.databaseErrors.error(error, in: plan, request.variables)
                request.completion(.failure(QueryFailure([told])))
            }
        }
    }

    /// The plan that does the same row by row, where an error left open which of several rows it is about. All was
    /// undone, so it may be done again: it ends with an error that tells the row, or well, if what was in the way is
    /// gone.
    func rowByRow(_ plan: Plan, after error: PostgresError) -> Plan? {
        guard let mutation = plan.mutation, error.code == .server, !error.isRetryable,
            plan.isBatch(error.step)
        else { return nil }
        return try? mutation.planner.plan(mutation.operation, for: mutation.caller, isRowByRow: true)
    }
}

extension Principal {
    /// Whose turn it is while many wait for the database: each caller's that is known, one for all others together.
    var lane: Int { id?.hashValue ?? 0 }
}
