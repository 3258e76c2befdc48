/// What a transaction sees of the changes of others (PostgreSQL, "Transaction Isolation").
public enum PostgresIsolation: String, Sendable {
    /// Each statement sees what was committed before it began.
    case readCommitted = "read committed"
    /// All statements see what was committed before the first one.
    case repeatableRead = "repeatable read"
    /// As if all transactions ran one after another.
    case serializable
}

/// A transaction on a connection that nobody else uses meanwhile.
public struct PostgresTransaction: Sendable {
    fileprivate let connection: PostgresConnection

    /// Runs one statement. After one has failed, PostgreSQL refuses all others of the transaction.
    public func query(_ statement: PostgresStatement, _ values: [PostgresValue] = []) async throws
        -> PostgresResult
    {
        try await connection.query(statement, values)
    }

    /// Runs several statements in one round trip; the flight's mode has no meaning here.
    public func execute(_ flight: PostgresFlight) async throws -> [PostgresResult] {
        try await connection.execute(flight)
    }
}

/// A connection that nobody else uses, with a session of its own: settings, advisory locks, temporary tables.
public struct PostgresConnection: Sendable {
    fileprivate let client: PostgresClient
    fileprivate let lease: Lease

    /// Runs one statement.
    public func query(_ statement: PostgresStatement, _ values: [PostgresValue] = []) async throws
        -> PostgresResult
    {
        try await execute(PostgresFlight([.init(statement, values)], mode: .write)).only()
    }

    /// Runs several statements in one round trip; outside a transaction block they are one transaction.
    public func execute(_ flight: PostgresFlight) async throws -> [PostgresResult] {
        var flight = flight
        flight.mode = .write
        if let refusal = flight.refusal() { throw refusal }
        let work = client.work(.flight(flight), on: lease, timeout: flight.timeout)
        return try await client.inbox.perform(work).get()
    }

    /// Runs a text of any number of statements, without values, by the simple protocol.
    ///
    /// What stands outside `begin … commit` in it is one transaction (PostgreSQL, "Multiple Statements in a
    /// Simple Query"). The session's `statement_timeout` holds for the text as a whole; a script that needs
    /// longer sets it before, in a call of its own.
    ///
    /// - Returns: The results of the statements, in order.
    @discardableResult
    public func execute(script: String) async throws -> [PostgresResult] {
        guard !script.containsNUL else {
            throw PostgresError.invalidValue("The text of a script contains the character NUL.")
        }
        let configuration = client.configuration
        let work = Work(.script(script), on: lease, timeout: nil, queueTimeout: configuration.queueTimeout)
        return try await client.inbox.perform(work).get()
    }

    /// Runs `body` between BEGIN and COMMIT, or ROLLBACK if it throws.
    ///
    /// - Throws: What `body` throws; `PostgresError` with code `.rolledBack` if COMMIT found the transaction broken.
    public func withTransaction<R>(
        isolation: PostgresIsolation = .readCommitted,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        try await control("begin isolation level \(isolation.rawValue)")
        let result: R
        do {
            result = try await body(PostgresTransaction(connection: self))
            if Task.isCancelled { throw PostgresError.cancelled }
        } catch {
            // If not even this works, the connection is broken, and the transaction with it.
            _ = try? await control("rollback")
            throw error
        }
        guard try await control("commit").commandTag == "COMMIT" else {
            throw PostgresError(
                .rolledBack,
                "The transaction was undone, because one of its statements had failed."
            )
        }
        return result
    }

    /// The ends of a transaction are not given up when the task is: half an end would leave the session unusable.
    @discardableResult
    private func control(_ sql: String) async throws -> PostgresResult {
        let flight = PostgresFlight([.init(PostgresStatement(sql))], mode: .write)
        return try await client.inbox.performToTheEnd(client.work(.flight(flight), on: lease)).get().only()
    }
}

extension PostgresClient {
    /// Holds a connection alone while `body` runs. It is closed afterwards, so nothing of its session is left.
    public func withConnection<R>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        try await withLease(of: 0, closing: true, body)
    }

    /// Runs `body` in a transaction on a connection held alone until COMMIT or ROLLBACK is answered.
    ///
    /// - Parameters:
    ///   - isolation: What the transaction sees of others.
    ///   - caller: Whose it is, as ``PostgresFlight/caller``.
    ///   - attempts: How often `body` may run in all, if PostgreSQL undoes the transaction for another's sake
    ///     (40001, 40P01) and `body` throws an error that says so. More than 1 only if it does nothing outside the
    ///     database that must not happen twice.
    /// - Throws: What `body` throws; `PostgresError` with code `.rolledBack` if COMMIT found the transaction broken.
    public func withTransaction<R>(
        isolation: PostgresIsolation = .readCommitted,
        caller: Int = 0,
        attempts: Int = 1,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        var attempt = 1
        while true {
            do {
                return try await withLease(of: caller, closing: false) { connection in
                    try await connection.withTransaction(isolation: isolation, body)
                }
            } catch let error as any RetryableError where error.isRetryable && attempt < attempts {
                var random = SystemRandomNumberGenerator()
                let backoff = Backoff(first: .milliseconds(5), most: .milliseconds(200))
                try await Task.sleep(for: backoff.pause(attempt: attempt, using: &random))
                attempt += 1
            }
        }
    }

    private func withLease<R>(
        of caller: Int,
        closing: Bool,
        _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        let lease = Lease()
        _ = try await inbox.perform(work(.lease(lease), of: caller)).get()
        defer { inbox.post(.release(lease, close: closing)) }
        return try await body(PostgresConnection(client: self, lease: lease))
    }
}

/// An error that can say that the transaction it ended may be tried again.
public protocol RetryableError: Error {
    /// Whether PostgreSQL undid the transaction only because another one was in its way.
    var isRetryable: Bool { get }
}

extension PostgresError: RetryableError {
    /// Whether PostgreSQL undid the transaction only because another one was in its way (40001, 40P01).
    public var isRetryable: Bool {
        sqlState == SQLState.serializationFailure || sqlState == SQLState.deadlock
    }
}
