import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Access rules let indexes serve")
struct IndexUseTests {
    @Test(
        "A client's own list reads an index and never all of 30,000 rows, whether the plan is generic or not"
    )
    func ownList() async throws {
        let seed = """
            insert into users (id, username, password)
                select ('00000000-0000-7000-8001-' || lpad(n::text, 12, '0'))::uuid, 'user' || n, 'x'
                from generate_series(1, 1000) n;
            insert into providers (id, user_id, name)
                select id, id, username from users where username like 'user%';
            insert into services (id, provider_id, name, minutes) select id, id, name, 30 from providers
                where name like 'user%';
            insert into appointments (client_id, provider_id, service_id, starts_at, ends_at, reminds_at, status)
                select ('00000000-0000-7000-8001-' || lpad((1 + n * 7 % 1000)::text, 12, '0'))::uuid, id, id,
                    t, t + interval '1 hour', t, 'cancelled'
                from generate_series(1, 30000) n,
                    lateral (select timestamptz '2000-01-01Z' + n * interval '2 hours',
                        ('00000000-0000-7000-8001-' || lpad((1 + n % 1000)::text, 12, '0'))::uuid) x(t, id);
            analyze;
            """
        try await Backend.with(seed: seed) { backend in
            let operation = PlumblineQuery.Operation.query(
                .all(
                    "Appointment",
                    order: [OrderTerm(field: "starts_at", isDescending: true)],
                    .nodes(
                        .field("starts_at"),
                        .toOne(key: "s", relation: "service", Selection([.field("name")]))
                    ),
                    .count
                )
            )
            let plan = try backend.engine.planner.plan(operation, for: CallerShape(Clinic.ann))
            let sql = try #require(plan.steps.first?.statement.sql)
            #expect(try await backend.run(operation, as: Clinic.ann).hasSuffix(#""count":1}}"#))
            for mode in ["force_generic_plan", "force_custom_plan"] {
                let text = try await Self.explain(sql, "'\(Clinic.id(3))', 20", mode, backend)
                #expect(!text.contains("Seq Scan on appointments"), "\(text)")
            }
        }
    }

    @Test("A search reads its index, whether the plan is generic or not")
    func search() async throws {
        let seed = """
            insert into services (provider_id, name, minutes)
                select '\(Clinic.id(101))', 'word' || n || ' and others', 30 from generate_series(1, 20000) n;
            analyze;
            """
        try await Backend.with(seed: seed) { backend in
            let operation = PlumblineQuery.Operation.query(
                .all("Service", filter: .found(.constant(.string("WORD77 -none"))), .nodes(.field("name")))
            )
            #expect(try await backend.run(operation).contains(#"[{"name":"word77 and others"}]"#))
            let plan = try backend.engine.planner.plan(operation, for: CallerShape(Clinic.ann))
            let sql = try #require(plan.steps.first?.statement.sql)
            for mode in ["force_generic_plan", "force_custom_plan"] {
                let text = try await Self.explain(sql, "'word77', 20", mode, backend)
                #expect(text.contains("services_search_idx"), "\(text)")
            }
        }
    }

    /// The plan of a statement with these values for its parameters.
    private static func explain(_ sql: String, _ values: String, _ mode: String, _ backend: Backend)
        async throws
        -> String
    {
        try await backend.client.withTransaction { transaction in
            _ = try await transaction.query(PostgresStatement("set local plan_cache_mode = \(mode)"))
            _ = try await transaction.query(PostgresStatement("prepare own as \(sql)"))
            let result = try await transaction.query(
                PostgresStatement("explain execute own(\(values))")
            )
            _ = try await transaction.query(PostgresStatement("deallocate own"))
            return (0..<result.rowCount).compactMap { result.string(row: $0, column: 0) }.joined(
                separator: "\n"
            )
        }
    }
}
