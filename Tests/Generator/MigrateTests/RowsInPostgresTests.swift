import PlumblineEmit
import PlumblineMigrate
import PlumblineSchema
import PlumblineSpec
import PlumblineTestSupport
import Testing

@Suite("Rows that belong to the schema, in PostgreSQL")
struct RowsInPostgresTests {
    private func schema(_ rows: String) throws -> Schema {
        let spec = """
            sequences: { number: { start: -5, step: -2, doc: Down. } }
            entities:
              City:
                fields:
                  country: { to: Country }
                  name: text
                  number: { type: bigint, default: next(number) }
                rows: { vienna: { country: austria, name: Vienna } }
              Country:
                fields: { code: { type: text, unique: true }, since: { type: date, optional: true } }
                rows:
                  austria: { code: AT, since: 1955-05-15 }

            """ + rows
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        #expect(result.diagnostics.map(\.description) == [])
        return try #require(result.schema)
    }

    @Test(
        "They are there from the start; a migration gives them the spec's values again, and removes what is gone"
    )
    func life() async throws {
        let first = try schema("      norway: { code: 'N''O' }\n")
        let second = try schema("      sweden: { code: SE }\n      denmark: { code: DK }\n")
        #expect(SQLEmitter(first).fingerprint() != SQLEmitter(second).fingerprint())
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(first), to: second).get()
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(first).schemaSQL())
            let codes = "select string_agg(code, ',' order by code) from countries"
            #expect(try await database.scalar(codes) == "AT,N'O")
            #expect(try await database.scalar("select number::text from cities") == "-5")
            try await database.run(script: plan.upSQL)
            #expect(try await database.scalar(codes) == "AT,DK,SE")
            try await database.run(script: SQLEmitter(second).rowStatements())
            #expect(try await database.scalar(codes) == "AT,DK,SE")
            try await database.run(script: plan.downSQL)
            #expect(try await database.scalar(codes) == "AT,N'O")
        }
    }
}

extension SQLEmitter {
    fileprivate func rowStatements() -> String {
        objects().filter { $0.identity.kind == .row }.map(\.create).joined(separator: "\n")
    }
}
