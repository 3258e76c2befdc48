import PlumblineEmit
import PlumblineMigrate
import PlumblinePostgres
import PlumblineSchema
import PlumblineTestSupport
import Testing

@Suite("Migrations of value objects in jsonb")
struct DocumentMigrationTests {
    private static func schema(_ look: String, levels: String = "low: , mid: ", storage: String = "text")
        throws
        -> Schema
    {
        try Specs.schema(
            """
            enums:
              Level: { storage: \(storage), values: { \(levels) } }
            types:
              Look: { fields: { level: Level\(look) } }
            entities:
              Label: { fields: { look: { type: Look, storage: jsonb, optional: true } } }
            """
        )
    }

    @Test("An object gains values that may be left out, and the rows stay")
    func growth() async throws {
        let (before, after) = (try Self.schema(""), try Self.schema(", icon: { type: text, optional: true }"))
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after).get()
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(before).schemaSQL())
            try await database.run(script: #"insert into labels (look) values ('{"level": "low"}'), (null)"#)
            try await database.run(script: plan.upSQL)
            try await database.run(
                script: #"insert into labels (look) values ('{"level": "low", "icon": "star"}')"#
            )
            #expect(try await database.scalar("select count(*)::text from labels") == "3")
        }
    }

    @Test("A required value, and one of another type, are refused")
    func refusals() throws {
        let before = try Self.schema("")
        for look in [", icon: text", ", icon: { type: text, optional: true }, size: integer"] {
            guard
                case .failure = MigrationPlanner.plan(
                    from: DatabaseSnapshot(before),
                    to: try Self.schema(look)
                )
            else {
                Issue.record("The change was planned: \(look)")
                continue
            }
        }
    }

    @Test("A renamed value of an enum is renamed within the jsonb, too", arguments: ["text", "native"])
    func renaming(storage: String) async throws {
        let before = try Self.schema("", storage: storage)
        let after = try Self.schema("", levels: "low: , middle: { renamed_from: mid }", storage: storage)
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after).get()
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(before).schemaSQL())
            try await database.run(
                script:
                    #"insert into labels (look) values ('{"level": "mid"}'), ('{"level": "low"}'), (null)"#
            )
            try await database.run(script: plan.upSQL)
            let levels = "select string_agg(look ->> 'level', ',' order by look ->> 'level') from labels"
            #expect(try await database.scalar(levels) == "low,middle")
        }
    }
}
