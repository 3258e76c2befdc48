import Logging
import PlumblineMigrations
import PlumblinePostgres
import PlumblineTestSupport
import Synchronization
import Testing

@Suite("Migrating a database")
struct MigrationRunnerTests {
    private static let colours = "create table colours (name text primary key);\n"

    private func migrations() throws -> [Migration] {
        let first = try TemporaryMigrations.migration(
            "initial",
            after: nil,
            up: Self.colours,
            down: "drop table colours;\n"
        )
        let second = try TemporaryMigrations.migration(
            "add_tone",
            after: first,
            up: "alter table colours add column tone text;\n",
            down: "alter table colours drop column tone;\n"
        )
        return [first, second]
    }

    private func runner(_ database: TestDatabase, _ migrations: [Migration]) throws -> MigrationRunner {
        MigrationRunner(
            configuration: try PostgresConfiguration(url: database.url),
            migrations: migrations,
            logger: .quiet
        )
    }

    private static let columns = """
        select string_agg(column_name, ' ' order by ordinal_position) from information_schema.columns
        where table_name = 'colours'
        """
    private static let marker = "select migration || ', ' || fingerprint from plumbline.marker"

    @Test("Up applies what is missing and marks the database; down undoes it and marks it again")
    func upAndDown() async throws {
        try await TestDatabase.with { database in
            let runner = try runner(database, try migrations())
            #expect(try await runner.up() == ["0001_initial", "0002_add_tone"])
            #expect(try await database.scalar(Self.columns) == "name tone")
            #expect(try await database.scalar(Self.marker) == "0002_add_tone, print of 0002_add_tone")
            #expect(try await runner.up() == [])

            #expect(try await runner.down() == ["0002_add_tone"])
            #expect(try await database.scalar(Self.columns) == "name")
            #expect(try await database.scalar(Self.marker) == "0001_initial, print of 0001_initial")

            #expect(try await runner.down(steps: 5) == ["0001_initial"])
            #expect(try await database.scalar(Self.columns) == nil)
            #expect(try await database.scalar(Self.marker) == nil)
        }
    }

    @Test("Up goes no further than it is told")
    func upTo() async throws {
        try await TestDatabase.with { database in
            let runner = try runner(database, try migrations())
            #expect(try await runner.up(to: "0001_initial") == ["0001_initial"])
            #expect(try await database.scalar(Self.columns) == "name")
            await #expect(throws: MigrationError("There is no migration 0009_nine.")) {
                try await runner.up(to: "0009_nine")
            }
        }
    }

    @Test("Status tells what is applied and what is pending, and changes nothing")
    func status() async throws {
        try await TestDatabase.with { database in
            let runner = try runner(database, try migrations())
            #expect(try await runner.status().map(\.state) == [.pending, .pending])
            #expect(try await database.scalar("select to_regnamespace('plumbline')::text") == nil)
            try await runner.up(to: "0001_initial")
            let status = try await runner.status()
            #expect(status.map(\.state) == [.applied, .pending])
            #expect(status[0].appliedAt?.hasSuffix("Z") == true)
            #expect(status[0].milliseconds != nil)
        }
    }

    @Test("A migration that fails leaves nothing behind, and its error has the place")
    func failure() async throws {
        try await TestDatabase.with { database in
            let first = try TemporaryMigrations.migration("initial", after: nil, up: Self.colours)
            let broken = try TemporaryMigrations.migration(
                "broken",
                after: first,
                up: """
                    alter table colours add column tone text;

                    insert into colours (name,
                        nowhere) values ('red', 1);
                    """
            )
            let error = try await #require(throws: MigrationError.self) {
                try await runner(database, [first, broken]).up()
            }
            #expect(error.description.hasPrefix("0002_broken/up.sql:8:5: error: column \"nowhere\""))
            #expect(error.description.contains("SQLSTATE 42703"))
            #expect(error.description.contains("Nothing of 0002_broken/up.sql took effect."))
            #expect(try await database.scalar(Self.columns) == "name")
            #expect(try await database.scalar(Self.marker) == "0001_initial, print of 0001_initial")
            #expect(try await runner(database, [first]).status().map(\.state) == [.applied])
        }
    }

    @Test("A migration that was applied with another content is refused and told")
    func changed() async throws {
        try await TestDatabase.with { database in
            try await runner(database, [try migrations()[0]]).up()
            let other = try TemporaryMigrations.migration("initial", after: nil, up: "select 3;\n")
            let runner = try runner(database, [other])
            #expect(try await runner.status().map(\.state) == [.changed])
            let error = try await #require(throws: MigrationError.self) { try await runner.up() }
            #expect(error.description.contains("The database has 0001_initial with another content"))
        }
    }

    @Test("A database that a newer version migrated is refused and told")
    func newer() async throws {
        try await TestDatabase.with { database in
            let migrations = try migrations()
            try await runner(database, migrations).up()
            let older = try runner(database, [migrations[0]])
            #expect(try await older.status().map(\.state) == [.applied, .unknown])
            let error = try await #require(throws: MigrationError.self) { try await older.down() }
            #expect(error.description.contains("0002_add_tone, which is not among these"))
        }
    }

    @Test("Many runs at once apply each migration once")
    func concurrentRuns() async throws {
        try await TestDatabase.with { database in
            let migrations = try migrations()
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<6 {
                    group.addTask { try await runner(database, migrations).up() }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == ["0001_initial", "0002_add_tone"])
        }
    }

    @Test("A run that waits for another in vain says who it is")
    func lockIsHeld() async throws {
        try await TestDatabase.with { database in
            var runner = try runner(database, try migrations())
            runner.lockWait = .milliseconds(50)
            let waiting = runner
            try await database.withClient { client in
                try await client.withConnection { holder in
                    try await holder.execute(script: "select pg_advisory_lock(1347179853, 1)")
                    let pid = try await holder.query(PostgresStatement("select pg_backend_pid()")).string(
                        row: 0,
                        column: 0
                    )
                    let error = try await #require(throws: MigrationError.self) { try await waiting.up() }
                    #expect(
                        error.description.contains(
                            "Another migration of this database is running (process \(pid ?? "")"
                        )
                    )
                }
            }
            // The lock goes when the server has noticed that its holder left.
            #expect(try await self.runner(database, try migrations()).up().count == 2)
        }
    }

    @Test("A table that others hold is not waited for long, and nothing is half done")
    func tableIsHeld() async throws {
        try await TestDatabase.with { database in
            let migrations = try migrations()
            try await runner(database, [migrations[0]]).up()
            var runner = try runner(database, migrations)
            runner.tableLockWait = .milliseconds(50)
            let waiting = runner
            try await database.withClient { client in
                try await client.withTransaction { holder in
                    _ = try await holder.query(PostgresStatement("lock table colours in access share mode"))
                    let error = try await #require(throws: MigrationError.self) { try await waiting.up() }
                    #expect(error.description.contains("Other transactions hold what has to be locked."))
                }
            }
            #expect(try await waiting.up() == ["0002_add_tone"])
        }
    }

    @Test("Each migration that is done is told once")
    func progress() async throws {
        try await TestDatabase.with { database in
            let lines = Mutex<[String]>([])
            let runner = MigrationRunner(
                configuration: try PostgresConfiguration(url: database.url),
                migrations: try migrations(),
                logger: .quiet,
                report: { line in lines.withLock { $0.append(line) } }
            )
            try await runner.up()
            let words = lines.withLock { $0 }.map {
                $0.split(separator: " ").prefix(2).joined(separator: " ")
            }
            #expect(words == ["applied 0001_initial", "applied 0002_add_tone"])
        }
    }
}
