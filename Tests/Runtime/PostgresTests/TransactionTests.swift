import PlumblinePostgres
import PlumblineTestSupport
import Testing

@Suite("Transactions and held connections")
struct TransactionTests {
    private struct Abandoned: Error {}

    @Test("A transaction is seen by others when it is committed, and not before")
    func commit() async throws {
        try await withTable { client in
            try await client.withTransaction { transaction in
                _ = try await transaction.query("insert into t values (1)")
                #expect(
                    try await transaction.query("select count(*) from t").string(row: 0, column: 0) == "1"
                )
                try await expect(0, in: client)
            }
            try await expect(1, in: client)
        }
    }

    @Test("What throws undoes its transaction")
    func rollback() async throws {
        try await withTable { client in
            await #expect(throws: Abandoned.self) {
                try await client.withTransaction { transaction in
                    _ = try await transaction.query("insert into t values (1)")
                    throw Abandoned()
                }
            }
            try await expect(0, in: client)
        }
    }

    @Test("A transaction whose error was swallowed does not pass as committed")
    func swallowedError() async throws {
        try await withTable { client in
            let error = await #expect(throws: PostgresError.self) {
                try await client.withTransaction { transaction in
                    _ = try await transaction.query("insert into t values (1)")
                    _ = try? await transaction.query("select 1 / 0")
                }
            }
            #expect(error?.code == .rolledBack)
            try await expect(0, in: client)
        }
    }

    @Test("A cancelled task undoes its transaction, and the connection serves on")
    func cancelled() async throws {
        try await withTable { client in
            let task = Task {
                try await client.withTransaction { transaction in
                    _ = try await transaction.query("insert into t values (1)")
                    _ = try await transaction.query("select pg_sleep(60)")
                }
            }
            try await until(
                client,
                "select count(*) = 1 from pg_stat_activity where query like '%pg_sleep(60)' and state = 'active'"
            )
            task.cancel()
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            for _ in 0..<20 { _ = try await client.query("insert into t values (2)") }
            try await expect(20, in: client)
        }
    }

    @Test("A transaction that loses to a rival is offered another attempt")
    func attempts() async throws {
        try await withTable { client in
            _ = try await client.query("insert into t values (0)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        try await client.withTransaction(isolation: .serializable, attempts: 50) {
                            transaction in
                            let seen = try await transaction.query("select n from t").string(
                                row: 0,
                                column: 0
                            )
                            let next = (seen.flatMap(Int.init) ?? -100) + 1
                            _ = try await transaction.query("update t set n = $1::int", [.text("\(next)")])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await client.query("select n from t").string(row: 0, column: 0) == "5")
        }
    }

    @Test("Transactions never take the last connection from the reads")
    func readsPass() async throws {
        try await withTable { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        try await client.withTransaction { _ = try await $0.query("select pg_sleep(0.2)") }
                    }
                }
                for _ in 0..<20 { try await expect(0, in: client) }
                try await group.waitForAll()
            }
        }
    }

    @Test("A script runs as a whole, and its session leaves nothing behind")
    func script() async throws {
        try await withTable { client in
            try await client.withConnection { connection in
                let results = try await connection.execute(
                    script:
                        "set search_path = nowhere; insert into public.t values (1); select n from public.t"
                )
                #expect(results.count == 3)
                #expect(results.last?.string(row: 0, column: 0) == "1")
                let lock = try await connection.query("select pg_try_advisory_lock(1)")
                #expect(lock.string(row: 0, column: 0) == "t")
                await #expect(throws: PostgresError.self) {
                    try await connection.execute(script: "insert into public.t values (2); select 1 / 0")
                }
                #expect(try await connection.query("select n from public.t").rowCount == 1)
            }
            for _ in 0..<8 { try await expect(1, in: client) }
            try await until(client, "select pg_try_advisory_lock(1)")
        }
    }

    @Test("COPY to the client is refused with its reason, and the pool serves on")
    func copy() async throws {
        try await withTable { client in
            for script in ["copy t to stdout", "copy t from stdin"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await client.withConnection { try await $0.execute(script: script) }
                }
                #expect(error?.code == .notAllowed)
            }
            try await expect(0, in: client)
        }
    }

    private func expect(_ count: Int, in client: PostgresClient) async throws {
        let result = try await client.query("select count(*) from t", mode: .read)
        #expect(result.string(row: 0, column: 0) == "\(count)")
    }

    private func withTable(_ body: (PostgresClient) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            try await database.run(script: "create table t (n int)")
            try await database.withClient { try await body($0) }
        }
    }
}

/// Asks until the answer is yes; the test's time limit is the only clock.
func until(_ client: PostgresClient, _ question: PostgresStatement) async throws {
    while try await client.query(question).string(row: 0, column: 0) != "t" {
        try await Task.sleep(for: .milliseconds(5))
    }
}
