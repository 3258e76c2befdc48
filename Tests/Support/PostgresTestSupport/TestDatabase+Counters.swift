extension TestDatabase {
    /// How many statements PostgreSQL runs in this database while something is done, as `pg_stat_statements` counts them.
    public func statements(during body: () async throws -> Void) async throws -> Int {
        try await run(script: "create extension if not exists pg_stat_statements")
        // Of this database only: other tests count, too.
        let database = "(select oid from pg_database where datname = current_database())"
        try await run(script: "select pg_stat_statements_reset(0, \(database))")
        try await body()
        try await endSessions()
        let calls = try await scalar(
            "select sum(calls) from pg_stat_statements where dbid = \(database) and query not like '%pg_stat%'"
        )
        return calls.flatMap { Int($0) } ?? 0
    }

    /// Ends all other sessions and waits for it: what has ended has reported its counters.
    public func endSessions() async throws {
        try await run(
            script: """
                select pg_terminate_backend(pid, 60000) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()
                """
        )
    }
}
