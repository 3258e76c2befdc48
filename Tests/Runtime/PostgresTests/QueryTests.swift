import NIOCore
import NIOPosix
import PlumblinePostgres
import PlumblineTestSupport
import Testing

@Suite("Both faces of the client")
struct QueryTests {
    @Test("A statement gives its rows, columns and NULLs")
    func rows() async throws {
        try await TestDatabase.with { database in
            try await database.withClient { client in
                let result = try await client.query(
                    "select n, 'x' || n as label, null::text as nothing from generate_series(1, 3) n",
                    mode: .read
                )
                #expect(result.rowCount == 3)
                #expect(result.columnCount == 3)
                #expect(result.columnName(1) == "label")
                #expect(result.string(row: 2, column: 1) == "x3")
                #expect(result.string(row: 0, column: 2) == nil)
                #expect(result.string(row: 3, column: 0) == nil)
            }
        }
    }

    @Test(
        "Values arrive as they were sent",
        arguments: [
            PostgresValue.text(""), .text("it's \"quoted\"; drop table"), .text("żółć 🦆"),
            .null,
        ]
    )
    func values(_ value: PostgresValue) async throws {
        try await TestDatabase.with { database in
            try await database.withClient { client in
                let result = try await client.query("select $1::text", [value], mode: .read)
                let expected: String? = if case .text(let text) = value { text } else { nil }
                #expect(result.string(row: 0, column: 0) == expected)
            }
        }
    }

    @Test("Binary values and binary results carry raw bytes")
    func binary() async throws {
        try await TestDatabase.with { database in
            try await database.withClient { client in
                let bytes: [UInt8] = [0, 1, 255, 0]
                let flight = PostgresFlight.read(
                    "select $1::bytea, $2::bytea, 258::int4",
                    [.binary(bytes), .binary([])],
                    binaryResults: true
                )
                let result = try #require(try await client.execute(flight).first)
                #expect(result.withBytes(row: 0, column: 0) { $0.map(Array.init) } == bytes)
                #expect(result.withBytes(row: 0, column: 1) { $0.map(Array.init) } == [])
                #expect(result.withBytes(row: 0, column: 2) { $0.map(Array.init) } == [0, 0, 1, 2])
            }
        }
    }

    @Test("An event loop gets its answer on itself")
    func eventLoopFace() async throws {
        try await TestDatabase.with { database in
            try await database.withClient { client in
                let loop = MultiThreadedEventLoopGroup.singleton.next()
                let answers = try await withThrowingTaskGroup(of: String?.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            let promise = loop.makePromise(of: String?.self)
                            client.submit(.read("select $1::text", [.text("\(number)")]), on: loop) {
                                answer in
                                loop.assertInEventLoop()
                                promise.completeWith(
                                    answer.map { $0.first?.string(row: 0, column: 0) }.mapError { $0 }
                                )
                            }
                            return try await promise.futureResult.get()
                        }
                    }
                    return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
                }
                #expect(answers == Set((0..<200).map { "\($0)" }))
            }
        }
    }

    @Test("The session speaks UTC and ISO whatever the server's settings are")
    func session() async throws {
        try await TestDatabase.with { database in
            try await database.run(script: "alter database \(database.name) set timezone = 'Asia/Tokyo'")
            try await database.withClient { client in
                let result = try await client.query(
                    "select '2026-01-02 03:04:05+00'::timestamptz",
                    mode: .read
                )
                #expect(result.string(row: 0, column: 0) == "2026-01-02 03:04:05+00")
            }
        }
    }

    @Test("A result of many megabytes comes whole")
    func largeResult() async throws {
        try await TestDatabase.with { database in
            try await database.withClient { client in
                let result = try await client.query(
                    "select repeat('x', 1000) from generate_series(1, 50000)",
                    mode: .read
                )
                #expect(result.rowCount == 50_000)
                #expect(result.string(row: 49_999, column: 0)?.count == 1000)
            }
        }
    }

    @Test("What cannot be sent is refused with its reason")
    func refusals() async throws {
        try await TestDatabase.with { database in
            try await database.withClient { client in
                await #expect(throws: PostgresError.self, "a NUL") {
                    try await client.query("select $1::text", [.text("a\0b")], mode: .read)
                }
                let insert = PostgresFlight.read("insert into t values (1)")
                let error = await #expect(throws: PostgresError.self) { try await client.execute(insert) }
                #expect(error?.code == .notAllowed)
            }
        }
    }

    @Test("What is under way when the client ends is finished")
    func drain() async throws {
        try await TestDatabase.with { database in
            let running = try await database.withClient { client in
                let slow = Task { try await client.query("select 'done' from pg_sleep(2)", mode: .read) }
                try await until(
                    client,
                    "select count(*) = 1 from pg_stat_activity where query like '%sleep(2)' and state = 'active'"
                )
                return slow
            }
            let result = try await running.value
            #expect(result.string(row: 0, column: 0) == "done")
        }
    }

    @Test("Work before the start waits for it, work after the end is refused")
    func lifecycle() async throws {
        try await TestDatabase.with { database in
            let configuration = try PostgresConfiguration(url: database.url)
            let client = PostgresClient(configuration: configuration, logger: .quiet)
            async let early = client.query("select 1", mode: .read)
            let service = Task { try await client.run() }
            #expect(try await early.string(row: 0, column: 0) == "1")
            service.cancel()
            try await service.value
            let error = await #expect(throws: PostgresError.self) { try await client.query("select 1") }
            #expect(error?.code == .closed)
        }
    }
}
