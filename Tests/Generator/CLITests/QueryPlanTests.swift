import PlumblinePostgres
import PlumblineSchema
import PlumblineTestSupport
import Testing

@testable import plumbline

@Suite("Reading PostgreSQL's plans")
struct QueryPlanTests {
    private static let schema = Schema(name: "plans", enums: [], entities: [], principal: nil)

    /// Plans of statements over a table of 20,000 rows with an index on its key alone.
    private func plan(
        _ sql: String,
        _ values: [PostgresValue] = [],
        settings: String = "",
        runs: Bool = true
    ) async throws -> ExplainedPlan {
        try await TestDatabase.with { database in
            try await database.run(
                script: """
                    create table items (id integer primary key, kind integer, twin integer, words text);
                    insert into items select i, i % 500, i % 500, repeat('w', 50) from generate_series(1, 20000) i;
                    analyze items;
                    alter database \(database.name) set max_parallel_workers_per_gather = 0;
                    alter database \(database.name) set jit = off;
                    \(settings.replacing("DATABASE", with: database.name))
                    """
            )
            return try await database.withClient { client in
                let step = PostgresFlight.Step(PostgresStatement(sql), values)
                let plans = try await PlanReader(schema: Self.schema, runs: runs).plans(
                    of: [step],
                    on: client
                )
                return try #require(plans.first)
            }
        }
    }

    @Test("Nodes have their tables, indexes, conditions, and what happened")
    func nodes() async throws {
        let explained = try await plan(
            "select a.kind, (select max(b.id) from items b where b.id < a.id) from items a where a.id = $1::integer",
            [.text("7")]
        )
        let all = explained.plan.root.all
        let first = try #require(all.first)
        #expect(first.title == "Index Scan")
        #expect(first.index == "items_pkey")
        #expect(first.alias == "a")
        #expect(first.details.map(\.label) == ["Index Cond"])
        #expect(first.details.map(\.text) == ["(id = 7)"])
        #expect(first.actual?.rows == 1)
        #expect(first.actual?.loops == 1)
        #expect(all.contains { $0.title == "Index Only Scan Backward" && $0.table == "items" })
        #expect(all.contains { $0.part?.hasPrefix("SubPlan") == true })
        #expect(explained.plan.executionTime != nil)
        #expect(explained.findings.isEmpty)
    }

    @Test("A statement that is not run has estimates alone, and is judged by the size of its table")
    func estimates() async throws {
        let explained = try await plan("select * from items where kind = 3", runs: false)
        #expect(explained.plan.root.actual == nil)
        #expect(explained.plan.executionTime == nil)
        #expect(explained.findings.map(\.kind) == [.wasteful])
        #expect(
            explained.findings.first?.advice
                == "It would read about 20,000 rows of items and keep about 40. An index on kind would find them."
        )
    }

    @Test("A scan that throws nearly all away is wasteful")
    func wasteful() async throws {
        let explained = try await plan("select * from items where kind = 3 and id > 100")
        #expect(explained.findings.map(\.kind) == [.wasteful])
        let advice = try #require(explained.findings.first?.advice)
        #expect(advice.contains("rows of items"))
        #expect(advice.contains("An index on kind, id would find them."), "\(advice)")
    }

    @Test("A scan that keeps most of the table is not")
    func notWasteful() async throws {
        #expect(
            try await plan("select * from items where kind > 3").findings.allSatisfy { $0.kind == .costly }
        )
    }

    @Test("Rows that PostgreSQL did not expect are told where the mistake begins")
    func misjudged() async throws {
        let explained = try await plan(
            "select count(*) from items a join items b on b.id = a.id where a.kind < 100 and a.twin + 0 < 100 "
                + "and a.kind + 0 < 100 and a.twin < 100 and a.kind * 1 < 100 and a.twin * 1 < 100"
        )
        let misjudged = explained.findings.filter { $0.kind == .misjudged }
        #expect(misjudged.count == 1)
        #expect(misjudged.first?.advice.contains("and got 4,0") == true, "\(misjudged)")
        let node = try #require(misjudged.first?.node)
        #expect(explained.plan.root.all[node].table == "items")
    }

    @Test("What a limit ends early is not misjudged")
    func limited() async throws {
        let explained = try await plan("select * from items order by id limit 3")
        #expect(explained.plan.root.all.map(\.title) == ["Limit", "Index Scan"])
        #expect(explained.findings.isEmpty)
    }

    @Test("A guess at a list that is worked out is told as one")
    func guessedList() async throws {
        let explained = try await plan(
            "select * from items where id = any(array(select a.id from items a where a.id <= 300))"
        )
        #expect(explained.findings.map(\.kind) == [.misjudged])
        #expect(explained.findings.first?.advice.contains("expected 10 rows and got 300, because") == true)
    }

    @Test("What a window needs no more rows of is not misjudged")
    func window() async throws {
        let explained = try await plan(
            """
            select * from (select id, row_number() over (order by id) as n from items) numbered \
            where n <= $1::bigint
            """,
            [.text("5")]
        )
        #expect(explained.plan.root.all.contains { $0.details.contains { $0.label == "Run Condition" } })
        #expect(explained.findings.isEmpty, "\(explained.findings)")
    }

    @Test("The time of a WITH query is its own, and not that of those who read it")
    func commonTable() async throws {
        let explained = try await plan(
            """
            select * from (with few as materialized (select * from items order by words, id limit 20) \
            select * from few order by words) page
            """
        )
        let nodes = explained.plan.root.all
        let query = try #require(nodes.first { $0.part == "CTE few" }?.actual)
        let reader = try #require(nodes.first { $0.type == "CTE Scan" }?.actual)
        #expect(reader.ownTime == max(0, reader.time - query.time))
        #expect(query.ownTime < query.time)
    }

    @Test("A sort that went to a file is told with the memory that it needs")
    func spilled() async throws {
        let explained = try await plan(
            "select * from items order by words, twin",
            settings: "alter database DATABASE set work_mem = '64kB';"
        )
        let spilled = explained.findings.filter { $0.kind == .spilled }
        #expect(spilled.count == 1)
        #expect(spilled.first?.advice.contains("`work_mem` of at least") == true)
    }

    @Test("Workers' times are not added up")
    func parallel() async throws {
        let explained = try await plan(
            "select sum(kind) from items",
            settings: """
                alter database DATABASE set max_parallel_workers_per_gather = 2;
                alter database DATABASE set min_parallel_table_scan_size = 0;
                alter database DATABASE set parallel_setup_cost = 0;
                alter database DATABASE set parallel_tuple_cost = 0;
                """
        )
        let scan = try #require(explained.plan.root.all.first { $0.title == "Parallel Seq Scan" })
        let whole = try #require(explained.plan.executionTime)
        #expect(try #require(scan.actual).time <= whole)
    }

    @Test("A statement that writes is refused, and never runs")
    func readOnly() async throws {
        await #expect(throws: CommandFailure.self) {
            _ = try await plan("delete from items")
        }
    }

    @Test("What is no plan is refused", arguments: ["", "[]", "{}", "[{}]", "[{\"Plan\": 1}", "null"])
    func nonsense(text: String) {
        #expect(throws: (any Error).self) { try QueryPlan(json: text) }
    }
}

@Suite("Which index a condition needs")
struct IndexProposalTests {
    @Test(
        "Columns with given values come first, then one with a range",
        arguments: [
            ("(a = 1)", ["a"]), ("((a > 1) AND (b = 'x AND c = 2'::text))", ["b", "a"]),
            ("((t.a = $1) AND (t.b IS NULL))", ["a", "b"]), ("(a = ANY ('{1,2}'::integer[]))", ["a"]),
            ("((a < 1) AND (b > 2) AND (a > 0))", ["a"]), ("(((a)::text = 'x'::text) AND (\"B c\" = 2))", []),
            ("((\"B c\" = 2))", ["B c"]), ("((a = 1) OR (b = 2))", []),
            ("((a = 1) AND ((b = 2) OR (c = 3)))", []),
            ("(lower(a) = 'x')", []), ("(NOT a)", []), ("((a ~~ '%x%'::text))", ["a"]), ("", []),
        ]
    )
    func columns(condition: String, expected: [String]) {
        let schema = Schema(name: "s", enums: [], entities: [], principal: nil)
        let proposal = IndexProposal(condition: condition, table: "items", schema: schema)
        #expect(proposal?.fields ?? [] == expected)
    }
}
