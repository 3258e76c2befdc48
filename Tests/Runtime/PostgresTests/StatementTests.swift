import PlumblineTestSupport
import Testing

@testable import PlumblinePostgres

@Suite("Prepared statements")
struct StatementTests {
    @Test("More statements than a connection keeps all work, and the server keeps no more than allowed")
    func eviction() async throws {
        try await TestDatabase.with { database in
            try await database.withClient {
                $0.connections = 1
                $0.preparedStatements = 10
            } _: { client in
                for number in (0..<50).flatMap({ [$0, $0 % 7] }) {
                    let result = try await client.query(PostgresStatement("select \(number)"), mode: .read)
                    #expect(result.string(row: 0, column: 0) == "\(number)")
                }
                let kept = try await client.query("select count(*) from pg_prepared_statements", mode: .read)
                let count = try #require(kept.string(row: 0, column: 0).flatMap(Int.init))
                // The one that this last statement evicted is closed with the next flight.
                #expect((1...11).contains(count))
            }
        }
    }

    @Test("A statement whose columns change under it is prepared anew")
    func changedColumns() async throws {
        try await TestDatabase.with { database in
            try await database.run(script: "create table t (a int); insert into t values (1)")
            try await database.withClient({ $0.connections = 1 }) { client in
                let all: PostgresStatement = "select * from t"
                #expect(try await client.query(all, mode: .read).columnCount == 1)
                try await database.run(script: "alter table t add column b int")
                #expect(try await client.query(all, mode: .read).columnCount == 2)
            }
        }
    }

    @Test("Statements that somebody dropped are prepared anew")
    func dropped() async throws {
        try await TestDatabase.with { database in
            try await database.withClient({ $0.connections = 1 }) { client in
                let statement: PostgresStatement = "select 7"
                _ = try await client.query(statement)
                _ = try await client.query("deallocate all")
                #expect(try await client.query(statement).string(row: 0, column: 0) == "7")
                #expect(try await client.query(statement, mode: .read).string(row: 0, column: 0) == "7")
            }
        }
    }

    @Test("Closing a statement that somebody dropped already breaks no write")
    func droppedBeforeEviction() async throws {
        try await TestDatabase.with { database in
            try await database.run(script: "create table t (n int)")
            try await database.withClient {
                $0.connections = 1
                $0.preparedStatements = 2
            } _: { client in
                _ = try await client.query("select 1")
                _ = try await client.query("deallocate all")
                for number in 0..<6 {
                    let steps: [PostgresFlight.Step] = [
                        .init(PostgresStatement("insert into t values (\(number))")),
                        .init(PostgresStatement("insert into t values (10 + \(number))")),
                    ]
                    _ = try await client.execute(.write(steps))
                }
                let result = try await client.query("select count(*) from t", mode: .read)
                #expect(result.string(row: 0, column: 0) == "12")
            }
        }
    }

    @Test("Equal texts are one statement")
    func equality() {
        let text = "select 1"
        #expect(PostgresStatement(text) == PostgresStatement("select " + "1"))
        #expect(Set([PostgresStatement(text), PostgresStatement(text), "select 2"]).count == 2)
    }

    @Test("The least recently used statement goes first, and no name comes twice")
    func leastRecentlyUsed() {
        var cache = StatementCache(capacity: 2)
        #expect(cache.use("a") == .unprepared(name: "p1", evicted: nil))
        #expect(cache.use("b") == .unprepared(name: "p2", evicted: nil))
        #expect(cache.use("a") == .prepared(name: "p1"))
        #expect(cache.use("c") == .unprepared(name: "p3", evicted: "p2"))
        cache.forget("a", name: "p1")
        #expect(cache.use("a") == .unprepared(name: "p4", evicted: nil))
        cache.forget("a", name: "p1")
        #expect(cache.use("a") == .prepared(name: "p4"))
    }

    @Test(
        "What a statement begins with tells whether it may pass as a read",
        arguments: [
            ("select 1", true), ("  -- why\n WITH x as (select 1) table x", true),
            ("/* a /* b */ */ (select 1)", true),
            ("insert into t values (1)", false), ("", false), ("-- select", false), ("/* select", false),
            ("create table t ()", false),
        ]
    )
    func firstWord(sql: String, isRead: Bool) {
        #expect(SQLText.startsLikeRead(sql) == isRead)
    }

    private static func long(_ value: Int) -> PostgresStatement {
        PostgresStatement("select \(value) /* \(String(repeating: "x", count: 64 << 10)) */")
    }

    @Test("A long statement works, again and among others, and no connection keeps it")
    func longStatements() async throws {
        var cache = StatementCache(capacity: 2)
        #expect(cache.use(Self.long(1)) == .unprepared(name: "", evicted: nil))
        #expect(cache.count == 0)
        try await TestDatabase.with { database in
            try await database.withClient {
                $0.connections = 1
            } _: { client in
                let kept: PostgresStatement =
                    "select count(*), max(length(statement)) < 1000 from pg_prepared_statements"
                for value in [1, 1, 2] {
                    let result = try await client.query(Self.long(value), mode: .read)
                    #expect(result.string(row: 0, column: 0) == "\(value)")
                    let statements = try await client.query(kept, mode: .read)
                    #expect(statements.string(row: 0, column: 0) == "1")
                    #expect(statements.string(row: 0, column: 1) == "t")
                }
            }
        }
    }
}
