import PlumblinePostgres
import PlumblineTestSupport
import Testing

@Suite("Planning and applying migrations from the command line")
struct MigrateCommandTests {
    @Test("A field that is added reaches a database with its rows, and goes again")
    func whole() async throws {
        try await TestDatabase.with { database in
            try await TemporaryPackage.with { package in
                let environment = ["DATABASE_URL": database.url]
                func migrate(_ arguments: String...) async throws -> TemporaryPackage.Run {
                    try await package.plumbline(arguments: ["migrate"] + arguments, environment: environment)
                }
                #expect(try await package.plumbline("plan", "initial").code == 0)
                #expect(try await migrate("status").code == 1)
                let up = try await migrate("up")
                #expect(up.code == 0)
                #expect(up.output.hasPrefix("applied 0001_initial ("))
                #expect(try await migrate("status").code == 0)
                try await database.run(script: "insert into lamps (label) values ('A')")

                try package.addField("colour: { type: text, default: red }")
                #expect(try await package.plumbline("check").output.contains("add column lamps.colour"))
                #expect(try await package.plumbline("plan", "add_colour").code == 0)
                #expect(try await package.plumbline("check").code == 0)
                #expect(try await migrate("status").output.contains("0002_add_colour  pending"))
                #expect(try await migrate("up").code == 0)
                #expect(try await row("select label || colour from lamps", in: database) == "Ared")

                #expect(try await migrate("down").output.hasPrefix("undid 0002_add_colour ("))
                #expect(try await row("select label from lamps", in: database) == "A")
            }
        }
    }

    private func row(_ sql: String, in database: TestDatabase) async throws -> String? {
        try await database.withClient { client in
            try await client.query(PostgresStatement(sql), mode: .read).string(row: 0, column: 0)
        }
    }

    @Test("A change that could lose data is refused, and nothing is written")
    func refused() async throws {
        try await TemporaryPackage.with { package in
            #expect(try await package.plumbline("plan", "initial").code == 0)
            let lock = try package.text("spec/migrations/migrations.lock")
            try package.write(
                TemporaryPackage.spec.replacing("label:", with: "title:"),
                to: "spec/lamps.yaml"
            )
            let run = try await package.plumbline("plan", "rename_label")
            #expect(run.code == 1)
            #expect(run.complaint.contains("The field `Lamp.label` is gone from the spec"))
            #expect(run.complaint.contains("say `renamed_from: label` there"))
            #expect(try package.text("spec/migrations/migrations.lock") == lock)
        }
    }

    @Test("A spec without a change plans nothing")
    func nothing() async throws {
        try await TemporaryPackage.with { package in
            #expect(try await package.plumbline("plan", "initial").code == 0)
            let run = try await package.plumbline("plan", "again")
            #expect(run.code == 0)
            #expect(run.output == "Nothing to plan: the spec changes nothing in the database.\n")
        }
    }

    @Test("An edited migration is refused before the database is touched")
    func edited() async throws {
        try await TestDatabase.with { database in
            try await TemporaryPackage.with { package in
                #expect(try await package.plumbline("plan", "initial").code == 0)
                let path = "spec/migrations/0001_initial/up.sql"
                try package.write(package.text(path) + "create table more ();\n", to: path)
                let run = try await package.plumbline("migrate", "up", "--database", database.url)
                #expect(run.code == 3)
                #expect(run.complaint.contains("0001_initial was changed after it was planned"))
                #expect(try await row("select to_regclass('lamps')::text", in: database) == nil)
            }
        }
    }

    @Test("A database that cannot be reached ends with 3, and its password is not printed")
    func unreachable() async throws {
        try await TemporaryPackage.with { package in
            #expect(try await package.plumbline("plan", "initial").code == 0)
            let environment = ["OTHER_URL": "postgresql://me:hunter2@127.0.0.1:1/nothing"]
            let run = try await package.plumbline(
                "migrate",
                "status",
                "--database",
                "env:OTHER_URL",
                environment: environment
            )
            #expect(run.code == 3)
            #expect(run.complaint.contains("The database cannot be reached"))
            #expect(!(run.output + run.complaint).contains("hunter2"))
        }
    }

    @Test("Without a database's URL the command names the setting")
    func noURL() async throws {
        try await TemporaryPackage.with { package in
            let run = try await package.plumbline("migrate", "up")
            #expect(run.code == 3)
            #expect(run.complaint.contains("DATABASE_URL: is not set"))
        }
    }

    @Test("A seed is one transaction, and its mistakes have a place")
    func seed() async throws {
        try await TestDatabase.with { database in
            try await TemporaryPackage.with { package in
                try package.write(
                    "create table seeds (n int);\ninsert into seeds\n  values ('x');\n",
                    to: "seed.sql"
                )
                let run = try await package.plumbline("seed", "seed.sql", "--database", database.url)
                #expect(run.code == 3)
                #expect(run.complaint.hasPrefix("seed.sql:3:11: error: "))
                #expect(try await row("select to_regclass('seeds')::text", in: database) == nil)
            }
        }
    }
}
