import PlumblinePostgres

/// The tables in which a database keeps which migrations it has.
struct MigrationHistory {
    /// A migration that the database has.
    struct Entry: Sendable, Hashable {
        let name: String
        let hash: String
        /// RFC 3339, in UTC.
        let appliedAt: String
        let milliseconds: Int
    }

    let connection: PostgresConnection

    /// What makes the tables. The server reads `marker`; only migrations write either.
    private static let tables = """
        create schema if not exists plumbline;
        create table if not exists plumbline.migration (
            name text primary key,
            hash text not null,
            applied_at timestamptz not null default now(),
            duration_ms bigint not null
        );
        create table if not exists plumbline.marker (
            is_only boolean primary key default true check (is_only),
            fingerprint text not null,
            migration text not null,
            applied_at timestamptz not null default now()
        );
        grant select on plumbline.marker to public;
        """

    func createTables() async throws {
        try await connection.execute(script: Self.tables)
    }

    /// The migrations that the database has, first to last; none where the tables are missing.
    func entries() async throws -> [Entry] {
        let table = try await connection.query("select to_regclass('plumbline.migration') is not null")
        guard table.string(row: 0, column: 0) == "t" else { return [] }
        let rows = try await connection.query(
            """
            select name, hash, to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), duration_ms
            from plumbline.migration
            order by name
            """
        )
        return (0..<rows.rowCount).map { row in
            func text(_ column: Int) -> String { rows.string(row: row, column: column) ?? "" }
            return Entry(name: text(0), hash: text(1), appliedAt: text(2), milliseconds: Int(text(3)) ?? 0)
        }
    }

    func add(_ migration: Migration, milliseconds: Int64) async throws {
        _ = try await connection.query(
            "insert into plumbline.migration (name, hash, duration_ms) values ($1, $2, $3::bigint)",
            [.text(migration.name), .text(migration.hash), .text(String(milliseconds))]
        )
        try await mark(migration)
    }

    /// - Parameters:
    ///   - migration: What the database has no more.
    ///   - last: The migration that is now its last.
    func remove(_ migration: Migration, last: Migration?) async throws {
        _ = try await connection.query(
            "delete from plumbline.migration where name = $1",
            [.text(migration.name)]
        )
        if let last {
            try await mark(last)
        } else {
            _ = try await connection.query("delete from plumbline.marker")
        }
    }

    private func mark(_ migration: Migration) async throws {
        _ = try await connection.query(
            """
            insert into plumbline.marker (fingerprint, migration) values ($1, $2)
            on conflict (is_only) do update
            set fingerprint = excluded.fingerprint, migration = excluded.migration, applied_at = now()
            """,
            [.text(migration.fingerprint), .text(migration.name)]
        )
    }
}

extension PostgresConnection {
    func query(_ sql: String, _ values: [PostgresValue] = []) async throws -> PostgresResult {
        try await query(PostgresStatement(sql), values)
    }
}
