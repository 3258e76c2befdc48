import PlumblinePostgres
import PlumblineTestSupport
import Testing

@Suite("A database that goes and comes back", .timeLimit(.minutes(10)), .serialized)
struct RestartTests {
    @Test("A restart under load fails some and hangs none, and then all is well", arguments: [false, true])
    func restart(immediate: Bool) async throws {
        let cluster = try await TestCluster.start()
        do {
            try await survive(cluster, immediate: immediate)
        } catch {
            await cluster.stop()
            throw error
        }
        await cluster.stop()
    }

    private func survive(_ cluster: TestCluster, immediate: Bool) async throws {
        let configuration = try PostgresConfiguration(url: cluster.url)
        try await PostgresClient.withClient(configuration: configuration, logger: .quiet) { client in
            _ = try await client.query("create table t (n int)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        while !Task.isCancelled { await load(client, number) }
                    }
                }
                try await Task.sleep(for: .milliseconds(200))
                try await cluster.interrupt(immediate: immediate)
                try await Task.sleep(for: .milliseconds(300))
                try await cluster.resume()
                while (try? await client.query("select 1", mode: .read)) == nil {
                    try await Task.sleep(for: .milliseconds(20))
                }
                group.cancelAll()
                try await group.waitForAll()
            }
            for _ in 0..<100 { _ = try await client.query("select n from t limit 1", mode: .read) }
        }
    }

    /// One request, which must be answered rightly or fail with a reason that a caller can act on.
    private func load(_ client: PostgresClient, _ number: Int) async {
        do {
            if number % 4 == 0 {
                _ = try await client.query("insert into t values (1)")
            } else {
                let result = try await client.query("select $1::int", [.text("\(number)")], mode: .read)
                #expect(result.string(row: 0, column: 0) == "\(number)")
            }
        } catch {
            let code = (error as? PostgresError)?.code
            let isExpected = code == .connectionLost || code == .connectionFailed || code == .overloaded
            #expect(isExpected || Task.isCancelled && code == .cancelled, "\(error)")
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test("A connection lost mid-statement fails who was on it and no one else")
    func lostConnection() async throws {
        try await TestDatabase.with { database in
            try await database.run(script: "create table t (n int)")
            try await database.withClient { client in
                let write = Task {
                    try await client.execute(
                        .write([.init("insert into t values (1)"), .init("select pg_sleep(65)")])
                    )
                }
                let victim: PostgresStatement =
                    "select pid from pg_stat_activity where query = 'select pg_sleep(65)' and state = 'active'"
                while try await client.query(victim, mode: .read).rowCount == 0 {}
                let kill: PostgresStatement =
                    "select pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(65)'"
                async let others = withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<100 { group.addTask { _ = try await client.query("select 1", mode: .read) } }
                    try await group.waitForAll()
                }
                _ = try await client.query(kill, mode: .read)
                let error = await #expect(throws: PostgresError.self) { try await write.value }
                #expect(error?.code == .connectionLost)
                #expect(error?.description.contains("not known") == true)
                try await others
                #expect(try await client.query("select n from t", mode: .read).rowCount == 0)
            }
        }
    }

    @Test("Where nobody listens, callers are told within a few attempts")
    func unreachable() async throws {
        let configuration = try PostgresConfiguration(url: "postgresql://nobody@127.0.0.1:1/nothing")
        try await PostgresClient.withClient(configuration: configuration, logger: .quiet) { client in
            let error = await #expect(throws: PostgresError.self) { try await client.query("select 1") }
            #expect(error?.code == .connectionFailed)
            #expect(error?.description.contains("127.0.0.1") == false)
        }
    }
}
