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

    @Test("What a page's rows point at is looked up by key, and no more rows are found than are read")
    func targets() async throws {
        let seed = """
            insert into services (provider_id, name, minutes)
                select '\(Clinic.id(101))', 'service' || n, 30 from generate_series(1, 1000) n;
            insert into appointments (client_id, provider_id, service_id, starts_at, ends_at, reminds_at, status)
                select '\(Clinic.id(3))', provider_id, services.id, t, t + interval '1 hour', t, 'cancelled'
                from services, generate_series(1, 10) n,
                    lateral (select timestamptz '2000-01-01Z' + n * interval '1 day') x(t);
            analyze;
            """
        let nodes = Connection.Member.nodes(
            .field("starts_at"),
            .toOne(key: "s", relation: "service", Selection([.field("name")]))
        )
        let info = Connection.Member.pageInfo(key: "p", [.hasNextPage(key: "n"), .endCursor(key: "e")])
        try await Backend.with(seed: seed) { backend in
            for (members, read) in [([nodes], 3), ([nodes, info], 4)] {
                let connection = Connection(
                    filter: nil,
                    order: [OrderTerm(field: "starts_at", isDescending: true)],
                    page: Page(first: .variable("first", path: []), room: 20),
                    members: members
                )
                let operation = PlumblineQuery.Operation.query(.connection(entity: "Appointment", connection))
                let plan = try backend.engine.planner.plan(operation, for: CallerShape(Clinic.admin))
                let sql = try #require(plan.steps.first?.statement.sql)
                let options = "analyze, costs off, timing off"
                let text = try await Self.explain(sql, "3", "force_generic_plan", backend, options: options)
                #expect(!text.contains("Seq Scan on services"), "\(text)")
                #expect(text.contains("CTE Scan on \"#rows\" (actual rows=\(read)"), "\(text)")
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

    private static let articles = """
        entities:
          Article:
            fields:
              title: text
              headline: text
            indexes:
              - { fields: [title], using: gin, operator_class: gin_trgm_ops }
              - { fields: [headline] }
            access: { read: everyone }
        """

    @Test("Parts of a text read an index of trigrams, and the start of one reads an index of the texts")
    func partsOfTexts() async throws {
        let seed = """
            insert into articles (title, headline)
                select 'word' || n || ' and others', 'head' || n from generate_series(1, 20000) n;
            select gin_clean_pending_list('articles_title_idx'); -- makes a scan dear until it is merged
            analyze;
            """
        let cases: [(String, Comparison, String, index: String)] = [
            ("title", .contains, "'%ord777 %'", "articles_title_idx"),
            ("title", .startsWith, "'word777 %'", "articles_title_idx"),
            ("title", .endsWith, "'%777 and others'", "articles_title_idx"),
            ("title", .icontains, "'%ord777 %', '%ord777 %'", "articles_title_idx"),
            ("title", .ieq, "'word777 and others', 'word777 and others'", "articles_title_idx"),
            ("headline", .startsWith, "'head777%'", "articles_headline_idx"),
        ]
        try await Backend.with(spec: Self.articles, seed: seed) { backend in
            for (field, comparison, pattern, index) in cases {
                let filter = Filter.compare(field: field, comparison, .constant(.string("")))
                let operation = PlumblineQuery.Operation.query(
                    .all("Article", filter: filter, .nodes(.field("id")))
                )
                let plan = try backend.engine.planner.plan(operation, for: CallerShape(Clinic.ann))
                let sql = try #require(plan.steps.first?.statement.sql)
                // What a pattern finds is known when it is: PostgreSQL keeps to such plans where they cost less.
                let text = try await Self.explain(sql, "\(pattern), 20", "force_custom_plan", backend)
                #expect(text.contains(index), "\(comparison): \(text)")
            }
        }
    }

    @Test("A page after a cursor begins in the index; an order by a related row keeps 101 rows of the sort")
    func pages() async throws {
        let seed = """
            insert into samples (rank, label, owner_id)
                select n, 'n', '\(Clinic.id(3))' from generate_series(1, 20000) n;
            create index ranks on samples (rank);
            analyze;
            """
        try await Backend.with(seed: seed) { backend in
            func text(_ order: OrderTerm, _ page: Page, _ values: String) async throws -> String {
                let operation = PlumblineQuery.Operation.query(
                    .all("Sample", order: [order], page: page, .nodes(.field("label")))
                )
                let plan = try backend.engine.planner.plan(operation, for: CallerShape(Clinic.admin))
                let sql = try #require(plan.steps.first?.statement.sql)
                return try await Self.explain(sql, values, "force_generic_plan", backend, options: "analyze")
            }
            let paged = try await text(
                OrderTerm(field: "rank", isDescending: false),
                Page(after: .constant(.string("c"))),
                "10000, '\(Clinic.id(1))', 20"
            )
            #expect(paged.contains("Index Cond: (rank >= "), "\(paged)")
            #expect(!paged.contains("Seq Scan"), "\(paged)")
            let related = try await text(
                OrderTerm(.related(relation: "owner", .field("username")), isDescending: false),
                Page(),
                "20"
            )
            #expect(related.contains("Sort Method: top-N heapsort"), "\(related)")
        }
    }

    private static let stamped = """
        traits:
          Stamped: { interface: true, list: stamped_rows, traits: [timestamps], indexes: [{ fields: [created_at] }] }
        entities:
          Article: { traits: [Stamped], fields: { title: text }, access: { read: everyone } }
          Photo: { traits: [Stamped], fields: { caption: text }, access: { read: everyone } }
        """

    @Test("A page of rows of several entities begins in the index of each, and sorts no table")
    func abstractPage() async throws {
        let seed = """
            insert into articles (title, created_at)
                select 'a', timestamptz '2026-01-01Z' + n * interval '1 minute' from generate_series(1, 20000) n;
            insert into photos (caption, created_at)
                select 'p', timestamptz '2026-01-01Z' + n * interval '2 minutes' from generate_series(1, 20000) n;
            analyze;
            """
        let parts = [("Article", "title"), ("Photo", "caption")].map { entity, field in
            let connection = Connection(
                filter: nil,
                order: [OrderTerm(field: "created_at", isDescending: true)],
                page: Page(after: .constant(.string("c"))),
                members: [.nodes(.field(key: "text", field: field))]
            )
            return AbstractConnection.Part(entity: entity, connection: connection)
        }
        let operation = PlumblineQuery.Operation.query(
            .abstractConnection(AbstractConnection(type: "Stamped", parts: parts))
        )
        try await Backend.with(spec: Self.stamped, seed: seed) { backend in
            let plan = try backend.engine.planner.plan(operation, for: CallerShape(Clinic.ann))
            let sql = try #require(plan.steps.first?.statement.sql)
            let values = "'2026-01-07', '\(Clinic.id(1))', 'Article', 20"
            for mode in ["force_generic_plan", "force_custom_plan"] {
                let text = try await Self.explain(sql, values, mode, backend)
                #expect(text.contains("articles_created_at_idx"), "\(text)")
                #expect(text.contains("photos_created_at_idx"), "\(text)")
                // What is told of a row is looked up in the table of its own entity alone.
                #expect(text.contains("Index Cond: (id = CASE"), "\(text)")
                #expect(!text.contains("Join Filter"), "\(text)")
                #expect(!text.contains("Seq Scan"), "\(text)")
            }
        }
    }

    /// The plan of a statement with these values for its parameters.
    private static func explain(
        _ sql: String,
        _ values: String,
        _ mode: String,
        _ backend: Backend,
        options: String = "verbose false"
    ) async throws -> String {
        try await backend.client.withTransaction { transaction in
            _ = try await transaction.query(PostgresStatement("set local plan_cache_mode = \(mode)"))
            _ = try await transaction.query(PostgresStatement("prepare own as \(sql)"))
            let result = try await transaction.query(
                PostgresStatement("explain (\(options)) execute own(\(values))")
            )
            _ = try await transaction.query(PostgresStatement("deallocate own"))
            return (0..<result.rowCount).compactMap { result.string(row: $0, column: 0) }.joined(
                separator: "\n"
            )
        }
    }
}
