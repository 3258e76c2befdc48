import PlumblinePostgres
import PlumblineTestSupport
import Testing

@Suite("Proving a spec from the command line")
struct ProveCommandTests {
    @Test("Every rule and policy is tried, and the database is left as it was")
    func proves() async throws {
        try await TestDatabase.with { database in
            try await TemporaryPackage.with { package in
                try package.addField(
                    "price: { type: decimal, precision: 8, scale: 2, min: 0, optional: true }"
                )
                let run = try await package.plumbline(
                    "prove",
                    "--trials",
                    "2000",
                    "--seed",
                    "7",
                    environment: ["DATABASE_URL": database.url]
                )
                #expect(run.code == 0, "\(run.output)\(run.complaint)")
                #expect(run.output.contains("agree  field   Lamp.price"))
                #expect(run.output.contains("agree  access  Lamp.read"))
                #expect(run.output.contains("is the same everywhere."))
                #expect(run.output.contains("--seed 7"))
            }
            let left = "select count(*) from pg_namespace where nspname like '%plumbline%'"
            #expect(try await database.scalar(left) == "0")
        }
    }

    @Test("The findings come as JSON for programs")
    func json() async throws {
        try await TestDatabase.with { database in
            try await TemporaryPackage.with { package in
                let run = try await package.plumbline(
                    "prove",
                    "--trials",
                    "100",
                    "--format",
                    "json",
                    environment: ["DATABASE_URL": database.url]
                )
                #expect(run.code == 0, "\(run.complaint)")
                #expect(run.output.contains("\"claim\" : \"Lamp.label\""))
                #expect(run.output.contains("\"file\" : \"spec/lamps.yaml\""))
            }
        }
    }
}
