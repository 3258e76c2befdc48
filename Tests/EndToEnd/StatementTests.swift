import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("What the database is asked")
struct StatementTests {
    @Test("A query operation is one statement, however many roots and levels it has")
    func sendsOneStatement() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let query = """
                {
                  me { username }
                  users(first: 5) { totalCount nodes { username appointments(first: 2) { nodes { startsAt } } } }
                  appointments { nodes { client { fullName } service { name provider { name user { email } } } } }
                  providers { nodes { appointments {
                    aggregate { count startsAt { max } }
                    groups(by: [{ field: STATUS }, { startsAt: { unit: MONTH, timeZone: "Europe/Vienna" } }]) {
                      keys { status startsAt } aggregate { count }
                    }
                  } } }
                  nodes(ids: ["\(Fixture.ada)", "\(Fixture.service)"]) { id ... on User { username } ... on Service { name } }
                  userByUsername(username: "ada") { fullName }
                  appointmentGaps(
                    providerId: "\(Fixture.provider)"
                    within: { start: "2030-01-07T08:00:00Z", end: "2030-01-07T12:00:00Z" }
                  ) { start }
                }
                """
            _ = try await server.graphQL(query, token: token)
            let calls = try await server.database.statements {
                let answer = try await server.graphQL(query, token: token)
                #expect(answer.json.data.users.totalCount.integer == 5, "\(answer.text)")
            }
            #expect(calls == 1)
        }
    }

    @Test("A mutation without hooks is one flight: a transaction that no statement begins or ends")
    func sendsOneFlight() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("admin")
            let calls = try await server.database.statements {
                let answer = try await server.graphQL(
                    """
                    mutation {
                      a: createService(input: {
                        providerId: "\(Fixture.provider)", name: "New", durationMinutes: 30, priceMinor: 5, currency: "EUR"
                      }) { provider { services { totalCount } } }
                      b: updateService(id: "\(Fixture.service)", input: { name: "Other" }) { name }
                      c: updateUser(id: "\(Fixture.ada)", input: { fullName: "Ada" }) { fullName }
                      d: deleteAppointment(id: "\(Fixture.bensAppointment)")
                    }
                    """,
                    token: token
                )
                #expect(answer.json.errors == .null, "\(answer.text)")
            }
            #expect(calls >= 4)
            let transactions = try await server.database.scalar(
                """
                select count(distinct xmin::text) from (
                    select xmin from services where name in ('New', 'Other')
                    union all select xmin from users where full_name = 'Ada'
                ) written
                """
            )
            #expect(transactions == "1")
            let brackets = try await server.database.scalar(
                """
                select count(*) from pg_stat_statements
                where dbid = (select oid from pg_database where datname = current_database())
                    and query ~* '^\\s*(begin|start|commit|end|savepoint|release)\\M'
                """
            )
            #expect(brackets == "0")
        }
    }

    @Test("A client's own list is read by an index on 300,000 rows, never by a scan of the table")
    func usesAnIndex() async throws {
        try await RunningServer.reference { server in
            try await server.database.run(script: Self.manyAppointments)
            let token = try await server.signIn("ada")
            for query in Self.lists {
                try await server.database.run(script: "select pg_stat_reset()")
                let answer = try await server.graphQL(query, token: token)
                #expect(answer.json.errors == .null, "\(answer.text)")
                #expect(try await Self.scans(server.database) == "0", "\(query)")
            }
        }
    }

    /// How many times the table was scanned; nil if it was not read at all.
    private static func scans(_ database: TestDatabase) async throws -> String? {
        try await database.endSessions()
        return try await database.scalar(
            """
            select seq_scan from pg_stat_user_tables
            where relname = 'appointments' and seq_scan + idx_scan > 0
            """
        )
    }

    private static let lists = [
        "{ appointments(first: 20, orderBy: [{ startsAt: ASC }]) { nodes { id startsAt service { name } } } }",
        "{ appointments(first: 20) { nodes { id } totalCount } }",
        "{ me { appointments(first: 20, orderBy: [{ startsAt: DESC }]) { nodes { id } } } }",
    ]

    /// 300,000 appointments of 3,000 clients with 100 providers.
    ///
    /// Without the exclusion constraint and the triggers, which reads do not use and which would make the load slow.
    private static let manyAppointments = """
        set statement_timeout = 0;
        set session_replication_role = replica;
        alter table appointments drop constraint appointments_no_double_booking;
        insert into users (id, username, email, full_name, hashed_password)
        select md5('u' || i)::uuid, 'many' || i, 'many' || i || '@example.org', 'Many ' || i, 'x' from generate_series(1, 3100) i;
        insert into providers (id, user_id, name, speciality, time_zone)
        select md5('p' || i)::uuid, md5('u' || (3000 + i))::uuid, 'Practice ' || i, 'Any', 'Europe/Vienna'
        from generate_series(1, 100) i;
        insert into services (id, provider_id, name, duration_minutes, price_minor, currency)
        select md5('s' || i)::uuid, md5('p' || i)::uuid, 'Visit', 30, 1000, 'EUR' from generate_series(1, 100) i;
        insert into appointments (id, client_id, provider_id, service_id, starts_at, ends_at)
        select gen_random_uuid(), md5('u' || (1 + i % 3000))::uuid, md5('p' || (1 + i % 100))::uuid, md5('s' || (1 + i % 100))::uuid,
            timestamptz '2031-01-01Z' + (i / 100) * interval '1 hour', timestamptz '2031-01-01 00:30Z' + (i / 100) * interval '1 hour'
        from generate_series(1, 300000) i;
        analyze
        """
}
