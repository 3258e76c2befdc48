import PlumblineEmit
import PlumblineMigrate
import PlumblinePostgres
import PlumblineSchema
import PlumblineTestSupport
import Testing

@Suite("Migrations of enums")
struct EnumTests {
    private static func schema(_ values: String, storage: String = "native") throws -> Schema {
        try Specs.schema(
            """
            enums:
              Level: { storage: \(storage), values: { \(values) } }
            entities:
              Task: { fields: { level: { type: Level, default: mid }, past: { type: array, of: Level, optional: true } } }
            """
        )
    }

    @Test("A migration adds values in their places, and the rows stay")
    func growth() async throws {
        let (before, after) = (
            try Self.schema("low: , mid: "), try Self.schema("none: , low: , few: , mid: , high: ")
        )
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after).get()
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(before).schemaSQL())
            try await database.run(script: "insert into tasks (past) values ('{low,mid}')")
            try await database.run(script: plan.upSQL)
            let values = try await database.withClient { client in
                let sql = "select enum_range(null::level_enum)::text, level::text from tasks"
                let rows = try await client.query(PostgresStatement(sql), mode: .read)
                return [rows.string(row: 0, column: 0), rows.string(row: 0, column: 1)]
            }
            #expect(values == ["{none,low,few,mid,high}", "mid"])
        }
    }

    @Test(
        "A value that is renamed keeps its rows, whichever way it is stored",
        arguments: ["native", "text"]
    )
    func renaming(storage: String) async throws {
        let before = try Self.schema("low: Little., mid: ", storage: storage)
        let after = try Self.schema("few: { doc: Little., renamed_from: low }, mid: ", storage: storage)
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after).get()
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(before).schemaSQL())
            try await database.run(script: "insert into tasks (level, past) values ('low', '{low,mid}')")
            let rows = "select level || ' ' || past::text from tasks"
            try await database.run(script: plan.upSQL)
            #expect(try await database.scalar(rows) == "few {few,mid}")
            try await database.run(script: "insert into tasks (past) values ('{few}')")
            try await database.run(script: "delete from tasks where level = 'mid'")
            try await database.run(script: plan.downSQL)
            #expect(try await database.scalar(rows) == "low {low,mid}")
        }
    }

    @Test("Values are added where they are kept as text too, for lists as well")
    func growthOfText() async throws {
        let before = try Self.schema("low: , mid: ", storage: "text")
        let after = try Self.schema("low: , few: , mid: ", storage: "text")
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after).get()
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(before).schemaSQL())
            try await database.run(script: "insert into tasks (past) values ('{low,mid}')")
            try await database.run(script: plan.upSQL)
            try await database.run(script: "insert into tasks (level, past) values ('few', '{few}')")
            #expect(try await database.scalar("select count(*)::text from tasks") == "2")
        }
    }

    @Test("What uses a new value of a type waits for the migration after the one that adds it")
    func earlyUse() throws {
        let before = try Self.schema("low: , mid: ")
        let after = try Specs.schema(
            """
            enums:
              Level: { storage: native, values: { low: , mid: , high: } }
            entities:
              Task:
                fields: { level: { type: Level, default: mid }, past: { type: array, of: Level, optional: true } }
                rules: { few: { check: level != high, message: Not so high. } }
            """
        )
        guard case .failure(let refusals) = MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after)
        else {
            Issue.record("The change was planned.")
            return
        }
        #expect(refusals.description.contains("The constraint tasks_few uses `high`"), "\(refusals)")
    }

    @Test(
        "A value that goes or moves, and another storage, are refused",
        arguments: [
            ("mid: , high: ", "native", "The type level_enum loses values"),
            ("mid: , low: ", "native", "The type level_enum loses values or changes their order"),
            ("low: , mid: ", "text", "`Task.level` changes how its enum is stored"),
        ]
    )
    func refusals(values: String, storage: String, reason: String) throws {
        let before = try Self.schema("low: , mid: ")
        let after = try Self.schema(values, storage: storage)
        guard case .failure(let refusals) = MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after)
        else {
            Issue.record("The change was planned.")
            return
        }
        #expect(refusals.description.contains(reason), "\(refusals)")
    }
}
