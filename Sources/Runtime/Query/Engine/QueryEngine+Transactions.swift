public import PlumblinePostgres
public import PlumblineSchema

extension QueryEngine {
    /// How often a mutation is tried in all when others are in its way.
    public static let attempts = 4

    /// Plans and runs an operation of the server's own code, with the hooks that concern it.
    ///
    /// - Parameters:
    ///   - operation: What is to be done.
    ///   - variables: The object that its operands look into.
    ///   - principal: Who asks.
    ///   - caller: Whose rights hold: the principal's, or none are asked.
    ///   - limits: The sizes of pages.
    ///   - transaction: The transaction to do it in; without one it is one of its own.
    /// - Throws: `QueryFailure`.
    public func run(
        _ operation: Operation,
        variables: InputValue,
        principal: Principal,
        caller: CallerShape,
        limits: PageLimits = .none,
        in transaction: PostgresTransaction? = nil
    ) async throws(QueryFailure) -> QueryOutput {
        let planner = Planner(schema: schema, limits: limits, changeLimits: .none)
        let plan = try planner.plan(operation, for: caller)
        if let mutation = plan.mutation, hooks.concern(mutation) {
            try check(plan, variables)
            guard let transaction else {
                return try await runHooked(mutation, variables: variables, principal: principal).get()
            }
            return try await HookedMutation(
                engine: self,
                mutation: mutation,
                variables: variables,
                principal: principal,
                transaction: transaction
            ).run()
        }
        let hashes = try await hashes(of: plan, in: variables)
        return try await run(plan, variables, principal, passwordHashes: hashes, in: transaction)
    }

    private func run(
        _ plan: Plan,
        _ variables: InputValue,
        _ principal: Principal,
        passwordHashes: [Operand: String],
        in transaction: PostgresTransaction?
    ) async throws(QueryFailure) -> QueryOutput {
        var steps = try bind(
            plan,
            variables: variables,
            principal: principal,
            newKeys: newKeys(plan),
            passwordHashes: passwordHashes
        )
        guard !steps.isEmpty else { return QueryOutput(plan: plan, results: []) }
        do {
            if let transaction, plan.hasBatch {
                _ = try await transaction.query("savepoint plumbline_batch")
                steps.append(.init("release savepoint plumbline_batch"))
            }
            var flight = PostgresFlight(steps, mode: plan.kind == .query ? .read : .write)
            flight.caller = principal.lane
            return QueryOutput(plan: plan, results: try await results(of: flight, in: transaction))
        } catch {
            guard let error = error as? PostgresError, let rows = rowByRow(plan, after: error) else {
                throw failure(error, of: plan, variables)
            }
            // Only from a savepoint can a transaction go on, to find out which row it is.
            if let transaction {
                do {
                    _ = try await transaction.query("rollback to savepoint plumbline_batch")
                } catch {
                    throw failure(error, of: plan, variables)
                }
            }
            return try await run(rows, variables, principal, passwordHashes: passwordHashes, in: transaction)
        }
    }

    private func results(
        of flight: PostgresFlight,
        in transaction: PostgresTransaction?
    ) async throws -> [PostgresResult] {
        if let transaction { return try await transaction.execute(flight) }
        return try await client.execute(flight)
    }

    func failure(
        _ error: any Error,
        of plan: Plan,
        _ variables: InputValue,
        sentFrom first: Int = 0
    ) -> QueryFailure {
        guard let error = error as? PostgresError else { return QueryFailure([.fault("\(error)")]) }
        return QueryFailure([databaseErrors.error(error, in: plan, variables, sentFrom: first)])
    }

    /// Sends statements of a plan.
    ///
    /// - Parameter first: The step of the plan that is the first one sent.
    func send(
        _ flight: PostgresFlight,
        of plan: Plan,
        _ variables: InputValue,
        from first: Int = 0,
        in transaction: PostgresTransaction?
    ) async throws(QueryFailure) -> [PostgresResult] {
        do {
            return try await results(of: flight, in: transaction)
        } catch {
            throw failure(error, of: plan, variables, sentFrom: first)
        }
    }

    /// Runs a mutation with its hooks in a transaction of its own.
    func runHooked(
        _ mutation: Plan.Mutation,
        variables: InputValue,
        principal: Principal
    ) async -> Result<QueryOutput, QueryFailure> {
        do {
            let output = try await client.withTransaction(caller: principal.lane, attempts: Self.attempts) {
                transaction in
                try await HookedMutation(
                    engine: self,
                    mutation: mutation,
                    variables: variables,
                    principal: principal,
                    transaction: transaction
                ).run()
            }
            return .success(output)
        } catch {
            return .failure(failure(error))
        }
    }

    /// Runs a mutation unless it has been run for this key of the caller.
    func run(
        _ plan: Plan,
        _ mutation: Plan.Mutation,
        once key: IdempotencyKey,
        _ variables: InputValue,
        _ principal: Principal
    ) async -> Result<QueryOutput, QueryFailure> {
        guard let caller = principal.id else {
            let sentence =
                "An idempotency key is its caller's own: sign in, or send the change without a key."
            return .failure(QueryFailure([QueryError(.unauthenticated, sentence)]))
        }
        let change = IdempotentChange(
            engine: self,
            plan: plan,
            mutation: mutation,
            key: key,
            variables: variables,
            principal: principal,
            caller: caller
        )
        do {
            return .success(try await change.run())
        } catch {
            return .failure(failure(error))
        }
    }

    /// What a caller is told of an error that ended a transaction.
    public func failure(_ error: any Error) -> QueryFailure {
        switch error {
        case let failure as QueryFailure: failure
        case let error as QueryError: QueryFailure([error])
        case let error as PostgresError: QueryFailure([databaseErrors.error(error)])
        default: QueryFailure([.fault("\(error)")])
        }
    }

    /// The error, which is only a rival's doing if it says that the row has been made meanwhile.
    func asRivalry(_ error: QueryError, to upsert: Upsert) -> QueryError {
        guard let key = try? UniqueKey(of: upsert, in: schema),
            databaseErrors.says(error, key.constraint, isBrokenBy: upsert.entity)
        else { return error }
        var error = error
        error.isRivalry = true
        return error
    }
}
