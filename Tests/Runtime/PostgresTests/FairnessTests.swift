import NIOCore
import NIOPosix
import PlumblinePostgres
import PlumblineTestSupport
import Testing

@Suite("Slow, cancelled and refused statements", .timeLimit(.minutes(10)))
struct FairnessTests {
    @Test("A slow statement holds up none of a thousand reads beside it")
    func slowNeighbour() async throws {
        try await TestDatabase.with { database in
            try await database.withClient { client in
                let slow = Task { try await client.query("select pg_sleep(100)", mode: .read) }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<1_000 {
                        group.addTask {
                            let result = try await client.query(
                                "select $1::int",
                                [.text("\(number)")],
                                mode: .read
                            )
                            #expect(result.string(row: 0, column: 0) == "\(number)")
                        }
                    }
                    try await group.waitForAll()
                }
                // All thousand were answered while the slow one still runs.
                let running = try await client.query(
                    "select count(*) from pg_stat_activity where query = 'select pg_sleep(100)' and state = 'active'",
                    mode: .read
                )
                #expect(running.string(row: 0, column: 0) == "1")
                slow.cancel()
                _ = try? await slow.value
            }
        }
    }

    @Test("Reads caught behind a slow one on its connection are answered elsewhere")
    func caughtBehind() async throws {
        try await TestDatabase.with { database in
            try await database.withClient({ $0.connections = 2 }) { client in
                let loop = MultiThreadedEventLoopGroup.singleton.next()
                // Handed over together, so some of the quick ones are sent right behind the slow one.
                let slow = loop.makePromise(of: String?.self)
                let ticket = submit("select 'slow' from pg_sleep(100)", client, slow)
                let quick = (0..<19).map { _ in
                    let promise = loop.makePromise(of: String?.self)
                    submit("select 'quick'", client, promise)
                    return promise.futureResult
                }
                for answer in quick {
                    let text = try await answer.get()
                    #expect(text == "quick")
                }
                ticket.cancel()
                // The slow one was still there to be cancelled.
                let text = try await slow.futureResult.get()
                #expect(text == "cancelled")
            }
        }
    }

    @discardableResult
    private func submit(
        _ statement: PostgresStatement,
        _ client: PostgresClient,
        _ promise: EventLoopPromise<String?>
    ) -> PostgresTicket {
        client.submit(.read(statement), on: promise.futureResult.eventLoop) { answer in
            switch answer {
            case .success(let results): promise.succeed(results.first?.string(row: 0, column: 0))
            case .failure(let error): promise.succeed(error.code.description)
            }
        }
    }

    @Test("A cancelled read ends at the server too, and its neighbours are answered")
    func cancelledRead() async throws {
        try await TestDatabase.with { database in
            try await database.withClient({ $0.connections = 1 }) { client in
                let slow = Task { try await client.query("select pg_sleep(61)", mode: .read) }
                let neighbours = (0..<10).map { number in
                    Task {
                        try await client.query("select $1::text", [.text("\(number)")], mode: .read).string(
                            row: 0,
                            column: 0
                        )
                    }
                }
                try await Task.sleep(for: .milliseconds(50))
                slow.cancel()
                let error = await #expect(throws: PostgresError.self) { try await slow.value }
                #expect(error?.code == .cancelled)
                for (number, neighbour) in neighbours.enumerated() {
                    #expect(try await neighbour.value == "\(number)")
                }
                try await until(
                    client,
                    "select count(*) = 0 from pg_stat_activity where query = 'select pg_sleep(61)' and state = 'active'"
                )
            }
        }
    }

    @Test("A cancelled ticket calls its completion once, with that reason")
    func cancelledTicket() async throws {
        try await TestDatabase.with { database in
            try await database.withClient { client in
                let loop = MultiThreadedEventLoopGroup.singleton.next()
                let promise = loop.makePromise(of: PostgresError.Code?.self)
                let ticket = client.submit(.read("select pg_sleep(62)"), on: loop) { answer in
                    if case .failure(let error) = answer {
                        promise.succeed(error.code)
                    } else {
                        promise.succeed(nil)
                    }
                }
                ticket.cancel()
                ticket.cancel()
                let code = try await promise.futureResult.get()
                #expect(code == .cancelled)
            }
        }
    }

    @Test("Storms of cancelled reads never end a write")
    func writesAmongCancellations() async throws {
        try await TestDatabase.with { database in
            try await database.run(script: "create table t (n int)")
            try await database.withClient({ $0.connections = 2 }) { client in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<100 {
                        group.addTask {
                            let read = Task { try await client.query("select pg_sleep(5)", mode: .read) }
                            try await Task.sleep(for: .milliseconds(number % 7))
                            read.cancel()
                            _ = try? await read.value
                        }
                        group.addTask {
                            _ = try await client.query("insert into t values ($1::int)", [.text("\(number)")])
                        }
                    }
                    try await group.waitForAll()
                }
                let result = try await client.query("select count(*) from t", mode: .read)
                #expect(result.string(row: 0, column: 0) == "100")
            }
        }
    }

    @Test("A flight that takes too long ends with a timeout, whether it reads or writes")
    func timeouts() async throws {
        try await TestDatabase.with { database in
            try await database.withClient { client in
                _ = try await client.query("select 'connected'")
                for mode in [PostgresFlight.Mode.read, .write] {
                    let flight = PostgresFlight(
                        [.init("select pg_sleep(63)")],
                        mode: mode,
                        timeout: .milliseconds(50)
                    )
                    let error = await #expect(throws: PostgresError.self) { try await client.execute(flight) }
                    #expect(error?.code == .timeout)
                }
                try await until(
                    client,
                    "select count(*) = 0 from pg_stat_activity where query like '%sleep(63)' and state = 'active'"
                )
            }
        }
    }

    @Test("PostgreSQL's own statement timeout is told as one")
    func serverTimeout() async throws {
        try await TestDatabase.with { database in
            try await database.withClient { client in
                let flight = PostgresFlight.write([
                    .init("set local statement_timeout = 20"), .init("select pg_sleep(64)"),
                ])
                let error = await #expect(throws: PostgresError.self) { try await client.execute(flight) }
                #expect(error?.code == .timeout)
                #expect(error?.sqlState == "57014")
            }
        }
    }

    @Test("Ten thousand beyond the bound: refused at once, what waits is answered, and so is the next")
    func overload() async throws {
        try await TestDatabase.with { database in
            try await database.withClient {
                $0.connections = 1
                $0.queueLimit = 10
            } _: { client in
                let loop = MultiThreadedEventLoopGroup.singleton.next()
                let (refusals, refusal) = AsyncStream<PostgresError>.makeStream()
                // The only connection is taken, so that some of them wait.
                let answers = try await client.withTransaction { transaction in
                    _ = try await transaction.query("select 1")
                    let answers = (0..<10_000).map { number in
                        let answer = loop.makePromise(of: Int.self)
                        client.submit(.read("select $1::int", [.text("\(number)")]), on: loop) { result in
                            switch result {
                            case .success(let results): answer.succeed(results.count)
                            case .failure(let error):
                                refusal.yield(error)
                                answer.succeed(0)
                            }
                        }
                        return answer.futureResult
                    }
                    for await error in refusals.prefix(9_990) {
                        #expect(error.code == .overloaded)
                        #expect(error.retryAfter.map { (.seconds(1) ... .seconds(10)).contains($0) } == true)
                    }
                    return answers
                }
                refusal.finish()
                var answered = 0
                for answer in answers { answered += try await answer.get() }
                for await error in refusals { #expect(error.code == .overloaded) }
                #expect((1...10).contains(answered))
                let next = try await client.query("select 3", mode: .read)
                #expect(next.rowCount == 1)
            }
        }
    }

    @Test("What is urgent is answered while others are refused")
    func urgency() async throws {
        try await TestDatabase.with { database in
            try await database.withClient {
                $0.connections = 1
                $0.queueLimit = 1
            } _: { client in
                let held = try await client.withTransaction { transaction in
                    _ = try await transaction.query("select 1")
                    let waiting = (0..<100).map { _ in
                        Task { try await client.query("select 2", mode: .read) }
                    }
                    var flight = PostgresFlight.read("select 3")
                    flight.isUrgent = true
                    let urgent = Task { [flight] in try await client.execute(flight) }
                    return (waiting, urgent)
                }
                #expect(try await held.1.value.count == 1)
                for task in held.0 { _ = try? await task.value }
            }
        }
    }

    @Test("What waits longer than allowed for a connection is told to come again")
    func queueTimeout() async throws {
        try await TestDatabase.with { database in
            try await database.withClient {
                $0.connections = 1
                $0.queueTimeout = .seconds(2)
            } _: { client in
                // Connecting may take longer than that where much else is tested.
                while (try? await client.query("select 0", mode: .read)) == nil {}
                try await client.withTransaction { transaction in
                    _ = try await transaction.query("select 1")
                    let error = await #expect(throws: PostgresError.self) {
                        try await client.query("select 2", mode: .read)
                    }
                    #expect(error?.code == .overloaded)
                }
            }
        }
    }
}
