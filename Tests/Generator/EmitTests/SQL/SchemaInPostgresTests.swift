import Foundation
import PlumblineEmit
import PlumblineSchema
import PlumblineTestSupport
import Testing

@Suite("schema.sql in PostgreSQL")
struct SchemaInPostgresTests {
    /// People, two providers with a service each, an appointment, and a function that tells which constraint a
    /// statement breaks.
    private static let fixture = """
        create function broken_constraint(statement text) returns text language plpgsql as $$
        declare name text;
        begin
            execute statement;
            return null;
        exception when others then
            get stacked diagnostics name = constraint_name;
            return name;
        end;
        $$;
        insert into users (id, username, hashed_password) values
            ('00000000-0000-7000-8000-000000000001', 'anna', '-'), ('00000000-0000-7000-8000-000000000002', 'ben', '-');
        insert into providers (id, user_id, name) values
            ('00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000002', 'Ben'),
            ('00000000-0000-7000-8000-000000000012', '00000000-0000-7000-8000-000000000002', 'Ben again');
        insert into services (id, provider_id, name, minutes) values
            ('00000000-0000-7000-8000-000000000021', '00000000-0000-7000-8000-000000000011', 'Cut', 30),
            ('00000000-0000-7000-8000-000000000022', '00000000-0000-7000-8000-000000000012', 'Cut', 30);
        insert into appointments (client_id, provider_id, service_id, starts_at, ends_at) values
            ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000011',
             '00000000-0000-7000-8000-000000000021', '2026-03-02 09:00Z', '2026-03-02 09:30Z');
        """

    private func withSchema(_ schema: Schema, _ body: (TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(schema).schemaSQL())
            try await body(database)
        }
    }

    private static func appointment(service: Int, from start: String, to end: String) -> String {
        """
        insert into appointments (client_id, provider_id, service_id, starts_at, ends_at) values
            ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000011',
             '00000000-0000-7000-8000-0000000000\(service)', '2026-03-02 \(start)Z', '2026-03-02 \(end)Z')
        """
    }

    @Test(
        "A statement that breaks a rule fails with that rule's constraint",
        arguments: [
            ("insert into users (username, hashed_password) values ('al', '-')", "users_username_length"),
            ("insert into users (username, hashed_password) values ('anna', '-')", "users_username_key"),
            ("update users set role = 'king'", "users_role_enum"),
            ("update services set minutes = 4", "services_minutes_range"),
            ("update providers set rating = 'NaN'", "providers_rating_range"),
            ("update providers set user_id = plumbline.uuid_v7()", "providers_user_id_fkey"),
            ("delete from users", "appointments_client_id_fkey"),
            (
                """
                insert into services (provider_id, name, minutes)
                    values ('00000000-0000-7000-8000-000000000011', 'Cut', 30)
                """,
                "services_name_is_unique"
            ),
            (appointment(service: 21, from: "09:29", to: "10:00"), "appointments_no_double_booking"),
            (appointment(service: 21, from: "10:30", to: "10:00"), "appointments_ends_after_it_starts"),
            (appointment(service: 22, from: "11:00", to: "11:30"), "appointments_service_is_the_providers"),
        ]
    )
    func brokenRules(statement: String, constraint: String) async throws {
        try await withSchema(Samples.scheduling) { database in
            try await database.run(script: Self.fixture)
            let broken = try await database.scalar(
                "select broken_constraint(\(SQLLiteral.quoted(statement)))"
            )
            #expect(broken == constraint)
        }
    }

    @Test("A slot may begin when another ends, or overlap with one that no longer counts")
    func touchingSlots() async throws {
        try await withSchema(Samples.scheduling) { database in
            try await database.run(script: Self.fixture)
            try await database.run(script: Self.appointment(service: 21, from: "09:30", to: "10:00"))
            try await database.run(script: "update appointments set status = 'checked_in'")
            try await database.run(script: Self.appointment(service: 21, from: "09:00", to: "10:00"))
            #expect(try await database.scalar("select count(*)::text from appointments") == "3")
        }
    }

    @Test("Deleting a service empties the relation to it and leaves what agreed with it")
    func deletion() async throws {
        try await withSchema(Samples.scheduling) { database in
            try await database.run(script: Self.fixture)
            try await database.run(script: "delete from services where minutes = 30")
            let kept =
                "select count(*)::text from appointments where service_id is null and provider_id is not null"
            #expect(try await database.scalar(kept) == "1")
        }
    }

    @Test("A rule whose range could be reversed or endless refuses no row with an unnamed error")
    func unorderedRanges() async throws {
        let slots = Samples.entity(
            "Slot",
            in: "spec/slots.yaml",
            fields: [
                Samples.field("starts_at", .timestamp),
                Samples.field("ends_at", .timestamp, isOptional: true),
            ],
            rules: [
                Samples.rule(
                    "no_overlap",
                    "slots_no_overlap",
                    .noOverlap(start: "starts_at", end: "ends_at", per: [], condition: nil)
                )
            ]
        )
        try await withSchema(Schema(name: "slots", enums: [], entities: [slots], principal: nil)) {
            database in
            try await database.run(
                script: """
                    insert into slots (starts_at, ends_at) values
                        ('2026-03-02', '2026-03-01'), ('2026-03-02', null), ('2026-03-02', '2026-03-03');
                    """
            )
            #expect(try await database.scalar("select count(*)::text from slots") == "3")
            let extensions = "select count(*)::text from pg_extension where extname = 'btree_gist'"
            #expect(try await database.scalar(extensions) == "0")
        }
    }

    @Test("uuid_v7() makes UUIDs of version 7 that carry the time")
    func uuids() async throws {
        try await withSchema(Samples.scheduling) { database in
            let shape = """
                select bool_and(id::text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
                    and abs(('x' || lpad(left(replace(id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint
                        - extract(epoch from now()) * 1000) < 60000)::text || count(distinct id)
                from (select plumbline.uuid_v7() as id from generate_series(1, 100)) made
                """
            let verdict = try await database.scalar(shape)
            #expect(verdict == "true100")
        }
    }

    @Test("require() lets true pass, and nothing else", arguments: ["false", "null"])
    func require(value: String) async throws {
        try await withSchema(Samples.scheduling) { database in
            let passed = try await database.scalar("select 1::text from plumbline.require(true, 'PL403')")
            #expect(passed == "1")
            await #expect(throws: (any Error).self) {
                _ = try await database.scalar("select plumbline.require(\(value), 'PL403')")
            }
        }
    }

    @Test("Names and texts that look like SQL stay names and texts")
    func hostileNames() async throws {
        let text = "'; drop table \"select\"; --\n*/ \\ $$ \u{1F600}"
        let entity = Entity(
            name: "Select",
            plural: "selects",
            table: "select",
            doc: text,
            fields: [
                Samples.field("id", .uuid, default: .call(.uuidV7, []), managed: .key),
                Samples.field("user", .text, doc: text, default: .literal(.text(text))),
                Samples.field("Mixed Case\"", .integer, isOptional: true),
            ],
            access: Access(
                read: .literal(.boolean(true)),
                create: .literal(.boolean(true)),
                update: .literal(.boolean(true)),
                delete: .literal(.boolean(true))
            ),
            origin: Origin("spec/a\n; drop table x; --.yaml", 1)
        )
        try await withSchema(Schema(name: "hostile", enums: [], entities: [entity], principal: nil)) {
            database in
            try await database.run(script: "insert into \"select\" default values")
            #expect(try await database.scalar("select \"user\" from \"select\"") == text)
            #expect(try await database.scalar("select obj_description('\"select\"'::regclass)") == text)
        }
    }

    @Test("Each object can be dropped and made again by its own statements")
    func objectByObject() async throws {
        let objects = SQLEmitter(Samples.scheduling).objects()
        try await TestDatabase.with { database in
            for object in objects where !object.isPartOfTable {
                try await database.run(script: object.create)
            }
            let loose = objects.filter {
                [.foreignKey, .index, .constraint, .comment].contains($0.identity.kind)
            }
            for object in loose.reversed() {
                try await database.run(script: try #require(object.drop))
            }
            for object in loose {
                try await database.run(script: object.create)
            }
        }
    }
}
