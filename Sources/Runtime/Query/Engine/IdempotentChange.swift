import PlumblinePostgres
import PlumblineSchema

/// A mutation that is run once for a key of its caller, however often it is asked for.
///
/// The key and the answer are a row that the transaction of the change writes, so that all of it is kept or nothing. Two
/// who ask at once meet at the primary key of that row, where the second waits for the first.
struct IdempotentChange {
    let engine: QueryEngine
    let plan: Plan
    let mutation: Plan.Mutation
    let key: IdempotencyKey
    let variables: InputValue
    let principal: Principal
    /// The principal's key.
    let caller: String

    /// The answer that is kept, or that of the change, which is made now.
    func run() async throws -> QueryOutput {
        // Before the input is looked at: what was right then may be wrong by now, such as a time in the future.
        var flight = PostgresFlight.read(Self.find, identity + [request])
        flight.caller = principal.lane
        if let found = try await engine.client.execute(flight).first, let output = try replay(found) {
            return output
        }
        // Before a connection is held, as hashing a password takes its time.
        let isHooked = engine.hooks.concern(mutation)
        if isHooked { try engine.check(plan, variables) }
        let hashes = isHooked ? nil : try await engine.hashes(of: plan, in: variables)
        return try await make(by: plan, passwordHashes: hashes)
    }

    /// - Parameter passwordHashes: Nil where hooks have a part, and the roots are run one by one.
    private func make(by plan: Plan, passwordHashes: [Operand: String]?) async throws -> QueryOutput {
        let steps = try passwordHashes.map { hashes in
            try engine.bind(
                plan,
                variables: variables,
                principal: principal,
                newKeys: engine.newKeys(plan),
                passwordHashes: hashes
            )
        }
        do {
            return try await engine.client.withTransaction(
                caller: principal.lane,
                attempts: QueryEngine.attempts
            ) { transaction in
                guard try await claim(in: transaction) else { return try await replay(in: transaction) }
                let output = try await change(by: plan, steps, in: transaction)
                try await keep(output, in: transaction)
                return output
            }
        } catch let undone as UndoneBatch {
            return try await make(by: undone.next, passwordHashes: passwordHashes)
        }
    }

    // MARK: - The change

    /// An error left open which of several rows it is about; another plan will tell.
    private struct UndoneBatch: Error {
        let next: Plan
    }

    private func change(
        by plan: Plan,
        _ steps: [PostgresFlight.Step]?,
        in transaction: PostgresTransaction
    ) async throws -> QueryOutput {
        guard let steps else {
            return try await HookedMutation(
                engine: engine,
                mutation: mutation,
                variables: variables,
                principal: principal,
                transaction: transaction
            ).run()
        }
        guard !steps.isEmpty else { return QueryOutput(plan: plan, results: []) }
        do {
            return QueryOutput(plan: plan, results: try await transaction.execute(.write(steps)))
        } catch let error as PostgresError {
            if let next = engine.rowByRow(plan, after: error) { throw UndoneBatch(next: next) }
            throw engine.failure(error, of: plan, variables)
        }
    }

    // MARK: - The row of the key

    private var identity: [PostgresValue] { [.text(caller), .text(key.name)] }
    private var request: PostgresValue { .binary(key.request) }

    /// Makes the row of the key, unless there is one; whoever is about to make one is waited for.
    private func claim(in transaction: PostgresTransaction) async throws -> Bool {
        do {
            let seconds = PostgresValue.text(String(engine.answerLifetime.components.seconds))
            var flight = PostgresFlight.write([.init(Self.claim, identity + [request, seconds])])
            flight.timeout = min(Self.patience, engine.client.configuration.statementTimeout)
            return try await transaction.execute(flight).first?.rowCount == 1
        } catch let error as PostgresError where error.code == .timeout {
            throw QueryError(
                .idempotencyKeyInUse,
                "A request with this idempotency key is still at work; ask again in a moment."
            )
        }
    }

    private func keep(_ output: QueryOutput, in transaction: PostgresTransaction) async throws {
        let parts = output.parts
        guard parts.reduce(0, { $0 + ($1?.utf8.count ?? 0) }) <= Self.mostKept else {
            throw QueryError(
                .tooManyRows,
                "The answer is longer than what is kept for an idempotency key, 1 MiB; select less of what is changed."
            )
        }
        let version = output.version.map { PostgresValue.text(String($0)) } ?? .null
        let values = identity + [.text(ArrayText.of(parts)), version]
        // What has expired goes last: a row that somebody waits for is then held by nobody who still waits for another.
        _ = try await transaction.execute(.write([.init(Self.keep, values), .init(Self.clean)]))
    }

    /// The answer of whoever was faster.
    private func replay(in transaction: PostgresTransaction) async throws -> QueryOutput {
        if let output = try replay(try await transaction.query(Self.find, identity + [request])) {
            return output
        }
        // It expired at this very moment.
        var error = QueryError(.overloaded, "Others use the same idempotency key at this moment; try again.")
        error.isRivalry = true
        throw QueryFailure([error])
    }

    private func replay(_ found: PostgresResult) throws -> QueryOutput? {
        guard found.rowCount > 0 else { return nil }
        guard found.string(row: 0, column: 0) == "t" else {
            throw QueryError(
                .idempotencyKeyReused,
                "This idempotency key stands for another request of yours; take a new key for each change."
            )
        }
        let parts = (0..<found.rowCount).map { row in
            found.withBytes(row: row, column: 2) { $0.map { [UInt8]($0) } }
        }
        let version = found.string(row: 0, column: 1).flatMap { Int64($0) }
        return QueryOutput(replaying: parts, version: version, of: mutation.operation.roots)
    }
}

extension IdempotentChange {
    /// How long one waits for another with the same key: it holds a connection meanwhile.
    private static let patience = Duration.seconds(2)

    /// How many bytes an answer may have, as callers decide how much of the database is filled by answers.
    private static let mostKept = 1 << 20

    /// The kept answer, a row for each root.
    private static let find: PostgresStatement = """
        select k.request = $3::bytea, k.version, part.json
        from plumbline.idempotency_keys k
            left join lateral unnest(k.answer) with ordinality part (json, place) on true
        where k.caller = $1::uuid and k.key = $2::text and k.expires_at > now()
        order by part.place
        """

    /// A key that has expired, and that nobody has cleaned away yet, is taken as a new one.
    private static let claim: PostgresStatement = """
        insert into plumbline.idempotency_keys as k (caller, key, request, expires_at)
        values ($1::uuid, $2::text, $3::bytea, now() + $4::bigint * interval '1 second')
        on conflict (caller, key) do update set request = excluded.request, expires_at = excluded.expires_at
        where k.expires_at <= now()
        returning true
        """

    private static let keep: PostgresStatement = """
        update plumbline.idempotency_keys set answer = $3::text[], version = $4::bigint
        where caller = $1::uuid and key = $2::text
        """

    /// A few for each that is made, and none that another transaction has in its hands.
    private static let clean: PostgresStatement = """
        delete from plumbline.idempotency_keys
        where ctid = any (array(
            select ctid from plumbline.idempotency_keys where expires_at <= now()
            order by expires_at limit 16
            for update skip locked
        ))
        """
}
