import PlumblinePostgres
import PlumblineTestSupport
import Testing

@Suite("Errors in a pipeline")
struct PipeliningTests {
    @Test("A read that fails harms none of the reads around it")
    func failingReads() async throws {
        try await TestDatabase.with { database in
            try await database.withClient({ $0.connections = 2 }) { client in
                let outcomes = await withTaskGroup(of: (Int, Result<String?, any Error>).self) { group in
                    for number in 0..<300 {
                        group.addTask { (number, await divide(by: number % 10, client)) }
                    }
                    return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                }
                for (number, outcome) in outcomes {
                    switch outcome {
                    case .success(let text): #expect(text == "\(100 / (number % 10))")
                    case .failure(let error):
                        #expect(number % 10 == 0)
                        #expect((error as? PostgresError)?.sqlState == "22012")
                    }
                }
            }
        }
    }

    @Test("A statement that cannot be prepared harms none of those that can")
    func failingPreparations() async throws {
        try await TestDatabase.with { database in
            try await database.withClient({ $0.connections = 1 }) { client in
                let outcomes = await withTaskGroup(of: Bool.self) { group in
                    for number in 0..<100 {
                        let statement = PostgresStatement(
                            number % 2 == 0 ? "select \(number)" : "select nothing_\(number)"
                        )
                        group.addTask {
                            let result = try? await client.query(statement, mode: .read)
                            return (result?.string(row: 0, column: 0) == "\(number)") == (number % 2 == 0)
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes.allSatisfy { $0 })
            }
        }
    }

    @Test("An error in a write undoes all of its statements and nothing else")
    func writes() async throws {
        try await TestDatabase.with { database in
            try await database.run(script: "create table t (n int primary key)")
            try await database.withClient { client in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<50 {
                        group.addTask {
                            let insert = PostgresFlight.Step(
                                "insert into t values ($1::int)",
                                [.text("\(number)")]
                            )
                            let failing = number % 2 == 0 ? [] : [PostgresFlight.Step("select 1 / 0")]
                            _ = try? await client.execute(.write([insert] + failing))
                        }
                    }
                    try await group.waitForAll()
                }
                let result = try await client.query("select count(*), sum(n % 2) from t", mode: .read)
                #expect(result.string(row: 0, column: 0) == "25")
                #expect(result.string(row: 0, column: 1) == "0")
            }
        }
    }

    @Test("An error that only the commit finds undoes the write")
    func deferredConstraint() async throws {
        try await TestDatabase.with { database in
            try await database.run(
                script: "create table t (n int constraint once unique deferrable initially deferred)"
            )
            try await database.withClient { client in
                let twice = PostgresFlight.write([
                    .init("insert into t values (1)"), .init("insert into t values (1)"),
                ])
                let error = await #expect(throws: PostgresError.self) { try await client.execute(twice) }
                #expect(error?.constraint == "once")
                let result = try await client.query("select count(*) from t", mode: .read)
                #expect(result.string(row: 0, column: 0) == "0")
            }
        }
    }

    @Test(
        "A violated constraint is named with its table, and its values are neither for callers nor for the log"
    )
    func constraintFields() async throws {
        try await TestDatabase.with { database in
            try await database.run(
                script: "create table person (email text constraint person_email_key unique not null)"
            )
            try await database.withClient { client in
                let insert: PostgresStatement = "insert into person values ($1)"
                _ = try await client.query(insert, [.text("ada@example.org")])
                let doubled = await #expect(throws: PostgresError.self) {
                    try await client.query(insert, [.text("ada@example.org")])
                }
                #expect(doubled?.code == .server)
                #expect(doubled?.sqlState == "23505")
                #expect(doubled?.constraint == "person_email_key")
                #expect(doubled?.table == "person")
                #expect(doubled?.severity == "ERROR")
                #expect(doubled?.description.contains("ada") == false)
                #expect(doubled?.debugDescription.contains("constraint=person_email_key") == true)
                #expect(doubled?.debugDescription.contains("ada") == false)
                #expect(doubled?.serverDetail?.contains("ada@example.org") == true)
                let wrong = await #expect(throws: PostgresError.self) {
                    try await client.query("select $1::text::date", [.text("ada@example.org")])
                }
                #expect(wrong?.debugDescription.contains("sqlState=22007") == true)
                #expect(wrong?.debugDescription.contains("ada") == false)
                let missing = await #expect(throws: PostgresError.self) {
                    try await client.query(insert, [.null])
                }
                #expect(missing?.column == "email")
            }
        }
    }

    @Test("Rivals that PostgreSQL undoes are run again until all have had their turn")
    func serializationFailures() async throws {
        try await TestDatabase.with { database in
            try await database.run(
                script: "create table counter (n int); insert into counter values (0)"
            )
            try await database.withClient({ $0.retries = 100 }) { client in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            _ = try await client.execute(
                                .write([
                                    .init("set transaction isolation level repeatable read"),
                                    .init("update counter set n = n + 1"),
                                ])
                            )
                        }
                    }
                    try await group.waitForAll()
                }
                let result = try await client.query("select n from counter", mode: .read)
                #expect(result.string(row: 0, column: 0) == "20")
            }
        }
    }

    @Test("A flight that leaves a transaction open gives it to nobody")
    func openTransaction() async throws {
        try await TestDatabase.with { database in
            try await database.withClient({ $0.connections = 1 }) { client in
                _ = try? await client.execute(.write([.init("begin"), .init("create table leaked ()")]))
                let result = try await client.query("select to_regclass('leaked')", mode: .read)
                #expect(result.string(row: 0, column: 0) == nil)
            }
        }
    }

    private func divide(by divisor: Int, _ client: PostgresClient) async -> Result<String?, any Error> {
        do {
            let result = try await client.query("select 100 / $1::int", [.text("\(divisor)")], mode: .read)
            return .success(result.string(row: 0, column: 0))
        } catch {
            return .failure(error)
        }
    }
}
