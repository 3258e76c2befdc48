import NIOCore
import NIOPosix
import PlumblinePostgres
import PlumblineTestSupport
import Testing

@Suite("Reads that ask the same while they wait", .timeLimit(.minutes(5)))
struct EqualReadTests {
    private let loop = MultiThreadedEventLoopGroup.singleton.next()

    /// A client with one connection, on which a statement waits for lock 1, and a connection that holds that lock.
    private func whileBusy(_ body: (PostgresClient, PostgresConnection) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            try await database.run(script: "create sequence runs")
            try await database.withClient { other in
                try await other.withConnection { holder in
                    _ = try await holder.query("select pg_advisory_lock(1), pg_advisory_lock(2)")
                    try await database.withClient({
                        $0.connections = 1
                        $0.pipelineDepth = 1
                    }) { client in
                        let busy = ask("select pg_advisory_lock_shared(1)::text", client)
                        try await waitForLock(1, holder)
                        try await body(client, holder)
                        _ = try await busy.answer.get()
                    }
                }
            }
        }
    }

    /// Waits until a statement waits for that lock.
    private func waitForLock(_ key: Int, _ holder: PostgresConnection) async throws {
        let waiting: PostgresStatement = """
            select count(*) from pg_locks where locktype = 'advisory' and not granted and objid = $1::int
                and database = (select oid from pg_database where datname = current_database())
            """
        while try await holder.query(waiting, [.text("\(key)")]).string(row: 0, column: 0) != "1" {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Waits until all that was submitted waits in line: what comes and goes after it has passed the same door.
    private func waitForLine(_ client: PostgresClient) async throws {
        let last = ask("select 'last'", client)
        last.ticket.cancel()
        #expect(try await last.answer.get() == "cancelled")
    }

    private func unlock(_ key: Int, _ holder: PostgresConnection) async throws {
        _ = try await holder.query("select pg_advisory_unlock($1::bigint)", [.text("\(key)")])
    }

    /// Submits a read. Its answer is its first column, or what went wrong.
    private func ask(
        _ statement: PostgresStatement,
        _ client: PostgresClient,
        value: String? = nil,
        by caller: Int = 1,
        timeout: Duration? = nil
    ) -> (ticket: PostgresTicket, answer: EventLoopFuture<String>) {
        let promise = loop.makePromise(of: String.self)
        var flight = PostgresFlight.read(statement, value.map { [.text($0)] } ?? [])
        flight.caller = caller
        flight.timeout = timeout
        let ticket = client.submit(flight, on: loop) { answer in
            switch answer {
            case .success(let results): promise.succeed(results.first?.string(row: 0, column: 0) ?? "none")
            case .failure(let error): promise.succeed(error.code.description)
            }
        }
        return (ticket, promise.futureResult)
    }

    /// Asks the same three times. The first one runs, and waits for lock 2.
    private func runThree(
        _ client: PostgresClient,
        _ holder: PostgresConnection
    ) async throws -> [(ticket: PostgresTicket, answer: EventLoopFuture<String>)] {
        let asked = (0..<3).map { _ in
            ask("select nextval('runs') || '' from pg_advisory_lock_shared(2)", client)
        }
        try await waitForLine(client)
        try await unlock(1, holder)
        try await waitForLock(2, holder)
        return asked
    }

    @Test("They are run once, for each caller and each question")
    func once() async throws {
        try await whileBusy { client, holder in
            let questions = [("a", 1), ("b", 1), ("a", 2), ("a", 1), ("b", 1), ("a", 2), ("a", 1)]
            let asked = questions.map { text, caller in
                ask("select nextval('runs') || $1::text", client, value: text, by: caller).answer
            }
            try await waitForLine(client)
            try await unlock(1, holder)
            let answers = try await EventLoopFuture.whenAllSucceed(asked, on: loop).get()
            // Callers take turns.
            #expect(answers == ["1a", "3b", "2a", "1a", "3b", "2a", "1a"])
        }
    }

    @Test(
        "Texts that only look alike are two questions",
        arguments: [("caf\u{E9}", "cafe\u{301}"), ("K", "\u{212A}")]
    )
    func lookalikes(one: String, other: String) async throws {
        #expect(PostgresValue.text(one) != .text(other))
        try await whileBusy { client, holder in
            let asked = [one, other].map { ask("select encode($1::text::bytea, 'hex')", client, value: $0) }
            try await waitForLine(client)
            try await unlock(1, holder)
            for (text, one) in zip([one, other], asked) {
                let hex = text.utf8.map { String($0, radix: 16) }.joined()
                #expect(try await one.answer.get() == hex)
            }
        }
    }

    @Test("One that was sent already answers nobody who came later")
    func sentAlready() async throws {
        try await whileBusy { client, holder in
            let blocked: PostgresStatement = "select nextval('runs') || '' from pg_advisory_lock_shared(2)"
            let first = ask(blocked, client)
            try await unlock(1, holder)
            try await waitForLock(2, holder)
            let second = ask(blocked, client)
            try await unlock(2, holder)
            let answers = try await [first.answer.get(), second.answer.get()]
            #expect(answers == ["1", "2"])
        }
    }

    @Test(
        "Whoever gives up while they wait leaves the others their answer",
        arguments: [[0], [1], [0, 2], [0, 1]]
    )
    func givenUp(who: [Int]) async throws {
        try await whileBusy { client, holder in
            let asked = (0..<4).map { _ in ask("select nextval('runs') || ''", client) }
            try await waitForLine(client)
            for index in who { asked[index].ticket.cancel() }
            for index in who { #expect(try await asked[index].answer.get() == "cancelled") }
            try await unlock(1, holder)
            for index in asked.indices where !who.contains(index) {
                let answer = try await asked[index].answer.get()
                #expect(answer == "1")
            }
        }
    }

    @Test(
        "Each waits as long as it may, whoever it follows",
        arguments: [[0: 200], [1: 200], [2: 200], [0: 200, 1: 400], [0: 200, 2: 400], [0: 400, 1: 200]]
    )
    func timedOut(milliseconds: [Int: Int]) async throws {
        try await whileBusy { client, holder in
            let asked = (0..<4).map { number in
                let timeout = milliseconds[number].map { Duration.milliseconds($0) }
                return ask("select nextval('runs') || ''", client, timeout: timeout)
            }
            for index in milliseconds.keys { #expect(try await asked[index].answer.get() == "timeout") }
            try await unlock(1, holder)
            for index in asked.indices where milliseconds[index] == nil {
                let answer = try await asked[index].answer.get()
                #expect(answer == "1")
            }
        }
    }

    @Test("A lost connection fails the one that was sent, and the others are asked anew")
    func lost() async throws {
        try await whileBusy { client, holder in
            let asked = try await runThree(client, holder)
            _ = try await holder.query(
                """
                select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and not granted
                    and database = (select oid from pg_database where datname = current_database())
                """
            )
            #expect(try await asked[0].answer.get() == "connectionLost")
            try await unlock(2, holder)
            let answers = try await [asked[1].answer.get(), asked[2].answer.get()]
            // Numbers are taken once the lock is had.
            #expect(answers == ["1", "1"])
        }
    }

    @Test("Whoever gives up while it runs leaves the others their answer", arguments: [[0], [1], [2, 0]])
    func givenUpRunning(who: [Int]) async throws {
        try await whileBusy { client, holder in
            let asked = try await runThree(client, holder)
            for index in who { asked[index].ticket.cancel() }
            for index in who { #expect(try await asked[index].answer.get() == "cancelled") }
            try await unlock(2, holder)
            for index in asked.indices where !who.contains(index) {
                let answer = try await asked[index].answer.get()
                #expect(answer == "1")
            }
        }
    }

    @Test("What nobody waits for any more ends at the server", arguments: [[0, 1, 2], [2, 1, 0]])
    func givenUpByAll(order: [Int]) async throws {
        try await whileBusy { client, holder in
            let asked = try await runThree(client, holder)
            for index in order { asked[index].ticket.cancel() }
            for one in asked { #expect(try await one.answer.get() == "cancelled") }
            // The only connection is free again, though the lock is still held.
            #expect(try await ask("select 'free'", client).answer.get() == "free")
        }
    }

    @Test("An error is everybody's")
    func failed() async throws {
        try await whileBusy { client, holder in
            let asked = (0..<3).map { _ in ask("select 1 / $1::int", client, value: "0") }
            try await waitForLine(client)
            try await unlock(1, holder)
            for one in asked { #expect(try await one.answer.get() == "server") }
        }
    }
}
