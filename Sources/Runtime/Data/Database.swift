public import PlumblinePostgres
public import PlumblineQuery
public import PlumblineSchema

/// The database as business code sees it. It gives no rows itself: say for whom you ask.
///
/// ```swift
/// try await database.as(principal).fetch(Appointment.where { $0.status == .requested })
/// try await database.unrestricted.insert(User.Create(…))
/// ```
///
/// Inside `transaction` the handle that the closure is given works in that transaction, and only there.
public struct Database: Sendable {
    let engine: QueryEngine
    let transaction: PostgresTransaction?

    /// Creates the handle of an engine's database.
    public init(engine: QueryEngine) {
        self.init(engine: engine, transaction: nil)
    }

    init(engine: QueryEngine, transaction: PostgresTransaction?) {
        self.engine = engine
        self.transaction = transaction
    }

    /// The database with the rights of a caller: the access rules of the spec hold, as they do in the APIs.
    public func `as`(_ principal: Principal) -> Session {
        Session(database: self, principal: principal, isUnrestricted: false)
    }

    /// The database without access rules, for what the server does of its own accord. The other rules of the spec hold.
    public var unrestricted: Session {
        Session(database: self, principal: .anonymous, isUnrestricted: true)
    }

    /// Runs `body` in one transaction: all of it takes effect, or nothing.
    ///
    /// Where PostgreSQL undoes it for the sake of another transaction (40001, 40P01), `body` runs again, a few times:
    /// it should do nothing outside the database that must not happen twice. Within a transaction `body` is part of it.
    ///
    /// - Throws: What `body` throws, or `DatabaseError` if the transaction cannot begin or end.
    public func transaction<Result>(
        isolation: PostgresIsolation = .readCommitted,
        _ body: (Database) async throws -> Result
    ) async throws -> Result {
        if transaction != nil { return try await body(self) }
        do {
            return try await engine.client.withTransaction(
                isolation: isolation,
                attempts: QueryEngine.attempts
            ) { transaction in
                try await body(Database(engine: engine, transaction: transaction))
            }
        } catch let error as PostgresError {
            throw DatabaseError(engine.failure(error))
        }
    }
}
