import PlumblinePostgres

/// The lock that lets one migration run at a time on a database.
///
/// It is held by the session, so it is gone with the connection, however that ends.
struct MigrationLock {
    let connection: PostgresConnection

    // Two numbers that nobody else is likely to lock: "PLUM", and 1 for migrations.
    private static let space = 1_347_179_853
    private static let number = 1

    /// Waits for the lock.
    ///
    /// - Throws: ``MigrationError`` that says who holds it, when it does not come free in time.
    func take(waiting wait: Duration) async throws {
        try await connection.execute(script: "set lock_timeout = '\(wait.milliseconds)ms'")
        do {
            try await connection.execute(script: "select pg_advisory_lock(\(Self.space), \(Self.number))")
        } catch let error as PostgresError where error.sqlState == "55P03" {
            throw MigrationError(
                "Another migration of this database is running (\(try await holder())), and did not end in "
                    + "\(wait.milliseconds / 1000) seconds. Try again when it has ended."
            )
        }
    }

    private func holder() async throws -> String {
        let rows = try await connection.query(
            """
            select format('process %s of user %s, %s, since %s', a.pid, a.usename,
                coalesce('from ' || host(a.client_addr), 'on this machine'),
                to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'))
            from pg_locks l
            join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.granted
                and l.classid = \(Self.space) and l.objid = \(Self.number) and l.objsubid = 2
                and l.database = (select oid from pg_database where datname = current_database())
            """
        )
        return rows.rowCount == 0 ? "it has just ended" : rows.string(row: 0, column: 0) ?? ""
    }
}

extension Duration {
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
