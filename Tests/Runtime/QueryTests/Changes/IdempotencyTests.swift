import NIOCore
import NIOPosix
import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import PlumblineTestSupport
import Synchronization
import Testing

@Suite("Changes that are made once for a key of their caller")
struct IdempotencyTests {
    private static let create = """
        mutation { createOrder(input: { ownerId: "\(Clinic.id(3))", number: 10 }) { number version } }
        """
    private static let made = #"{"data":{"createOrder":{"number":10,"version":1}}}"#
    private static let count = "select count(*)::text from orders where number >= 10"
    private static let kept = "select count(*)::text from plumbline.idempotency_keys"

    @Test("Of 16 who send one change at once, by two servers, one makes it and all get its answer")
    func race() async throws {
        try await Shop.with { backend in
            try await Self.withSecondServer(backend) { second in
                let replies = try await withThrowingTaskGroup(of: GraphQLReply.self) { group in
                    for number in 0..<16 {
                        group.addTask {
                            await (number % 2 == 0 ? backend : second).once("k", Self.create)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Set(replies.map { String(buffer: $0.body) }) == [Self.made])
                #expect(replies.filter(\.isReplayed).count == 15)
                try await backend.expect(Self.count, is: "1")
            }
        }
    }

    @Test("Every root is answered as it was, whatever has become of its row")
    func replay() async throws {
        let document = """
            mutation {
                a: updateOrder(id: "\(Clinic.id(21))", input: { note: "\\"new\\", {é}" }, expectedVersion: 1) { note version }
                kind: __typename
                b: deleteLine(id: "\(Clinic.id(32))")
                c: createLines(inputs: [{ orderId: "\(Clinic.id(21))", position: 7 }]) { position product { name } }
            }
            """
        try await Shop.with { backend in
            let first = await backend.once("k", document)
            #expect(first.outcome == .executed, "\(String(buffer: first.body))")
            #expect(!first.isReplayed)
            try await backend.execute("delete from lines; delete from orders")
            let second = await backend.once("k", document)
            #expect(String(buffer: second.body) == String(buffer: first.body))
            #expect(second.isReplayed)
        }
    }

    @Test("The key of another request is refused, and nothing is done")
    func mismatch() async throws {
        try await Shop.with { backend in
            _ = await backend.once("k", Self.create)
            let reply = await backend.once("k", Self.create, request: [2])
            #expect(reply.outcome == .refused)
            #expect(reply.failures.map(\.code) == [.idempotencyKeyReused])
            #expect(!String(buffer: reply.body).contains("data"))
            try await backend.expect(Self.count, is: "1")
        }
    }

    @Test("Keys of two callers never meet")
    func callers() async throws {
        let document = "mutation { createProduct(input: { sku: \"%\", name: \"n\" }) { sku } }"
        try await Shop.with { backend in
            let ann = await backend.once("k", document.replacing("%", with: "a"))
            let ben = await backend.once("k", document.replacing("%", with: "b"), as: Shop.ben)
            #expect(String(buffer: ann.body) == #"{"data":{"createProduct":{"sku":"a"}}}"#)
            #expect(String(buffer: ben.body) == #"{"data":{"createProduct":{"sku":"b"}}}"#)
            #expect(!ann.isReplayed && !ben.isReplayed)
        }
    }

    @Test("Whoever is not signed in has no keys, and queries need none")
    func strangers() async throws {
        try await Shop.with { backend in
            let mutation = "mutation { createFolder(input: { name: \"f\" }) { name } }"
            let refused = await backend.once("k", mutation, as: .anonymous)
            #expect(refused.failures.map(\.code) == [.unauthenticated])
            try await backend.expect("select count(*)::text from folders", is: "0")
            let query = await backend.once("k", "{ products { nodes { sku } } }", as: .anonymous)
            #expect(String(buffer: query.body) == #"{"data":{"products":{"nodes":[{"sku":"A"}]}}}"#)
            try await backend.expect(Self.kept, is: "0")
        }
    }

    @Test("What failed is not kept: the same request may succeed later")
    func failure() async throws {
        let rival = "insert into orders (owner_id, number) values ('\(Clinic.id(4))', 10);"
        try await Shop.with(rival) { backend in
            let refused = await backend.once("k", Self.create)
            #expect(refused.failures.map(\.code.rawValue) == ["NOT_UNIQUE"])
            try await backend.expect(Self.kept, is: "0")
            try await backend.execute("delete from orders where number = 10")
            let made = await backend.once("k", Self.create)
            #expect(String(buffer: made.body) == Self.made)
            #expect(!made.isReplayed)
        }
    }

    @Test("An error in one of several rows is told with its place, as without a key")
    func batches() async throws {
        let document = """
            mutation { createOrders(inputs: [
                { ownerId: "\(Clinic.id(3))", number: 10 }, { ownerId: "\(Clinic.id(3))", number: 1 }
            ]) { number } }
            """
        try await Shop.with { backend in
            let reply = await backend.once("k", document)
            #expect(reply.failures.map(\.field) == [["inputs", "1", "number"]])
            let without = try await backend.graphQL(document)
            #expect(String(buffer: reply.body) == without)
            try await backend.expect(Self.count, is: "0")
        }
    }

    @Test("Hooks hear of a change once")
    func hooks() async throws {
        let heard = Mutex(0)
        var hooks = ChangeHooks()
        hooks.add(
            { _, values in
                heard.withLock { $0 += 1 }
                values["note"] = .string("hooked")
                return nil
            },
            around: .init("Order", .create)
        )
        try await Shop.with(hooks: hooks) { backend in
            let document = Self.create.replacing("version", with: "note")
            for _ in 0..<3 {
                let reply = await backend.once("k", document)
                let order = #"{"number":10,"note":"hooked"}"#
                #expect(String(buffer: reply.body) == #"{"data":{"createOrder":\#(order)}}"#)
            }
            #expect(heard.withLock { $0 } == 1)
        }
    }

    @Test("When the connection is lost before the end, neither the change nor its key is there")
    func lostConnection() async throws {
        let heard = Mutex(0)
        var hooks = ChangeHooks()
        hooks.add(
            { change, _ in
                {
                    let count = heard.withLock { count in
                        count += 1
                        return count
                    }
                    guard count == 1 else { return }
                    _ = try await change.transaction.query("select pg_terminate_backend(pg_backend_pid())")
                }
            },
            around: .init("Order", .create)
        )
        try await Shop.with(hooks: hooks) { backend in
            let lost = await backend.once("k", Self.create)
            #expect(lost.failures.map(\.code) == [.unavailable])
            try await backend.expect(Self.kept, is: "0")
            try await backend.expect(Self.count, is: "0")
            let made = await backend.once("k", Self.create)
            #expect(String(buffer: made.body) == Self.made)
        }
    }

    @Test("Whoever waits for one that fails makes the change")
    func takesOver() async throws {
        try await Shop.with { backend in
            let waiting = try await backend.client.withTransaction { transaction in
                _ = try await transaction.query(Self.holding)
                let waiting = Task { await backend.once("k", Self.create) }
                try await backend.waitForLock()
                _ = try await transaction.query("rollback")
                return waiting
            }
            let reply = await waiting.value
            #expect(String(buffer: reply.body) == Self.made)
            #expect(!reply.isReplayed)
        }
    }

    @Test("Whoever would wait for long is told so, and holds no connection meanwhile")
    func inUse() async throws {
        try await Shop.with { backend in
            try await backend.client.withTransaction { transaction in
                _ = try await transaction.query(Self.holding)
                let reply = await backend.once("k", Self.create)
                #expect(reply.failures.map(\.code) == [.idempotencyKeyInUse])
            }
        }
    }

    @Test("An answer that is too long to be kept is refused, and the change with it")
    func tooLong() async throws {
        let alias = String(repeating: "a", count: 12_000)
        let numbers = (0..<45).map { "\(alias)\($0): number" }.joined(separator: " ")
        let document = """
            mutation {
                a: createOrder(input: { ownerId: "\(Clinic.id(3))", number: 10 }) { ...Numbers }
                b: createOrder(input: { ownerId: "\(Clinic.id(3))", number: 11 }) { ...Numbers }
            }
            fragment Numbers on Order { \(numbers) }
            """
        try await Shop.with { backend in
            let reply = await backend.once("k", document)
            #expect(reply.failures.map(\.code) == [.tooManyRows], "\(String(buffer: reply.body).prefix(300))")
            try await backend.expect(Self.count, is: "0")
            try await backend.expect(Self.kept, is: "0")
        }
    }

    @Test("A key that has expired is as good as new, and those of others are cleaned away")
    func expiry() async throws {
        try await Shop.with { backend in
            _ = await backend.once("k", Self.create)
            try await backend.execute(
                """
                update plumbline.idempotency_keys set expires_at = now() - interval '1 second';
                insert into plumbline.idempotency_keys (caller, key, request, expires_at)
                select '\(Clinic.id(4))', n::text, '', now() - interval '1 day' from generate_series(1, 20) n;
                """
            )
            let other = Self.create.replacing("10", with: "11")
            #expect(!(await backend.once("k", other, request: [2])).isReplayed)
            try await backend.expect(Self.count, is: "2")
            try await backend.expect(Self.kept, is: "5")
            #expect((await backend.once("k", other, request: [2])).isReplayed)
            let lifetime = "select (expires_at - now() between '23:50' and '24:00')::text"
            let mine = " from plumbline.idempotency_keys where caller = '\(Clinic.id(3))'"
            try await backend.expect(lifetime + mine, is: "true")
        }
    }

    @Test("Only the service's role sees the answers")
    func grants() async throws {
        let right = "select has_table_privilege('test_%', 'plumbline.idempotency_keys', '$')::text"
        try await Shop.with { backend in
            for verb in ["select", "insert", "update", "delete"] {
                for (role, isAllowed) in [("app", "true"), ("reader", "false")] {
                    let sql = right.replacing("%", with: role).replacing("$", with: verb)
                    try await backend.expect(sql, is: isAllowed)
                }
            }
        }
    }

    /// What makes the row of the key, as a request does that is at work.
    private static let holding = PostgresStatement(
        """
        insert into plumbline.idempotency_keys (caller, key, request, expires_at)
        values ('\(Clinic.id(3))', 'k', '', now() + interval '1 day')
        """
    )

    /// Another server of the same database.
    private static func withSecondServer(
        _ backend: Backend,
        _ body: (Backend) async throws -> Void
    ) async throws {
        try await PostgresClient.withClient(configuration: backend.client.configuration, logger: .quiet) {
            client in
            let engine = QueryEngine(
                schema: backend.engine.schema,
                client: client,
                passwordHasher: { "hash of " + $0 }
            )
            try await body(Backend(engine: engine, client: client))
        }
    }
}

extension Backend {
    /// The reply to a GraphQL document with an idempotency key.
    fileprivate func once(
        _ name: String,
        _ document: String,
        as principal: Principal = Shop.ann,
        request digest: [UInt8] = [1]
    ) async -> GraphQLReply {
        let service = GraphQLService(engine: engine, options: .init(allowsIntrospection: true))
        var request = GraphQLRequest(document: document)
        request.idempotencyKey = IdempotencyKey(name: name, request: digest)
        return await withCheckedContinuation { [request] continuation in
            service.answer(request, as: principal, on: MultiThreadedEventLoopGroup.singleton.any()) {
                continuation.resume(returning: $0)
            }
        }
    }

    /// Demands the one value of a query.
    fileprivate func expect(
        _ sql: String,
        is value: String,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await scalar(sql)
        #expect(found == value, Comment(rawValue: sql), sourceLocation: sourceLocation)
    }

    /// Runs statements as the tables' owner.
    fileprivate func execute(_ script: String) async throws {
        try await client.withConnection { connection in try await connection.execute(script: script) }
    }

    /// Waits until somebody waits for a lock in this database.
    func waitForLock() async throws {
        let waits = """
            select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')
            """
        for _ in 0..<3_000 {
            if try await scalar(waits) == "t" { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TestFailure("Nobody waits.")
    }
}
