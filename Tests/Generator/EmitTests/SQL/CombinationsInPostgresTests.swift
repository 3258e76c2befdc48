import PlumblineEmit
import PlumblineSchema
import PlumblineSpec
import PlumblineTestSupport
import Testing

/// Parts of the language that each work alone, in one table.
@Suite("Combinations in PostgreSQL")
struct CombinationsInPostgresTests {
    private static let spec = """
        enums:
          Level: { storage: native, values: { low: , high: } }
        entities:
          Place:
            schema: select
            fields: { level: Level }
            access: { read: everyone }
          Note:
            schema: select
            table: order
            traits: [history]
            fields:
              title: citext
              level: { type: Level, default: low }
              levels: { type: array, of: Level, unique_items: true }
              code: { type: text, secret: true }
              place: { to: Place }
              when: { type: range, of: date }
              pin: { type: integer, optional: true, encrypted: true, access: { read: nobody, mask: "0" } }
              price: { type: Money, optional: true, storage: jsonb, access: { read: nobody } }
            rules:
              one_at_a_time: { no_overlap: [when], per: [place, level, title], when: level = low, message: One. }
            indexes:
              - { fields: [title, level], descending: [level] }
            access: { read: place.level = level, create: everyone, update: everyone, history: everyone }
        """

    private static let rows = """
        insert into "select".places (level) values ('low');
        insert into "select"."order" (title, levels, code, place_id, "when")
            select 'A', '{high,low}', 'x', id, '[2026-01-01,2026-01-02)' from "select".places;
        """

    private func withRows(_ body: (TestDatabase) async throws -> Void) async throws {
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: Self.spec)], name: "test")
        let schema = try #require(result.schema, "\(result.diagnostics)")
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(schema).schemaSQL())
            try await database.run(script: Self.rows)
            try await body(database)
        }
    }

    @Test("A history is kept beside its table, in whatever schema that is, and has nothing that is secret")
    func history() async throws {
        try await withRows { database in
            try await database.run(script: #"update "select"."order" set title = 'B', code = 'y'"#)
            let kept = """
                select string_agg(operation || ' ' || (before ? 'title')::text || ' ' || (before ? 'code')::text, ', ')
                from "select".order_history where before is not null
                """
            #expect(try await database.scalar(kept) == "updated true false")
        }
    }

    @Test("A policy compares enums that are types of PostgreSQL, across relations too")
    func policy() async throws {
        try await withRows { database in
            let seen = #"select count(*)::text from "select"."order" where \#(Self.policy)"#
            #expect(try await database.scalar(seen) == "1")
            try await database.run(script: #"update "select".places set level = 'high'"#)
            #expect(try await database.scalar(seen) == "0")
        }
    }

    private static let policy = "plumbline.order_where_place_level_level(level, place_id)"

    @Test("A view shows nothing in place of what is encrypted, whatever stands for it in the APIs")
    func mask() async throws {
        try await withRows { database in
            try await database.run(script: #"update "select"."order" set pin = '\x01'"#)
            let shown = #"select count(*)::text || count(pin)::text from plumbline.readable_order"#
            #expect(try await database.scalar(shown) == "10")
        }
    }

    @Test("An index holds a text without case as it is compared and ordered")
    func indexOfTextWithoutCase() async throws {
        try await withRows { database in
            let key = "select pg_get_indexdef('\"select\".order_title_level_idx'::regclass, 1, false)"
            let indexed = try await database.scalar(key)
            #expect(indexed == "lower(title)")
        }
    }
}
