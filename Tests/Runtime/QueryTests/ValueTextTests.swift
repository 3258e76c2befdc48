import PlumblineSchema
import PlumblineTestSupport
import Testing

@testable import PlumblineQuery

@Suite("Values as PostgreSQL reads them")
struct ValueTextTests {
    @Test(
        "Days of every era are the days they are",
        arguments: [-1_721_425, -719_163, -719_162, 0, 2_932_896, 2_932_897]
    )
    func days(_ days: Int64) async throws {
        let date = try #require(Value.date(days).postgresText)
        let time = try #require(Value.timestamp(days * 86_400_000_000 + 1).postgresText)
        let sql = """
            select ('\(date)'::date - date '1970-01-01') || ' '
                || (extract(epoch from '\(time)'::timestamptz) * 1000000)::bigint
            """
        let found = try await TestDatabase.with { try await $0.scalar(sql) }
        #expect(found == "\(days) \(days * 86_400_000_000 + 1)")
    }
}
