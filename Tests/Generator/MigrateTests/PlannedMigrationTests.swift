import PlumblineEmit
import PlumblineMigrate
import PlumblinePostgres
import PlumblineSchema
import PlumblineTestSupport
import Testing

@Suite("A planned migration on PostgreSQL")
struct PlannedMigrationTests {
    /// What the catalogue knows of the tables: columns, constraints, indexes, descriptions, sorted.
    private static let catalogue = PostgresStatement(
        """
        select line from (
            select format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                pg_get_expr(d.adbin, d.adrelid)) as line
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            union all
            select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            from pg_constraint where connamespace = 'public'::regnamespace
            union all
            select pg_get_indexdef(indexrelid) from pg_index i
            join pg_class c on c.oid = i.indexrelid where c.relnamespace = 'public'::regnamespace
            union all
            select format('%s %s: %s', objoid::regclass, coalesce(attname::text, 'table'), description)
            from pg_description
            join pg_class c on c.oid = objoid and c.relnamespace = 'public'::regnamespace
            left join pg_attribute on attrelid = objoid and attnum = objsubid and objsubid > 0
            where classoid = 'pg_class'::regclass
        ) as lines order by line collate "C"
        """
    )

    private func catalogue(_ database: TestDatabase) async throws -> [String] {
        try await database.withClient { client in
            let rows = try await client.query(Self.catalogue, mode: .read)
            return (0..<rows.rowCount).compactMap { rows.string(row: $0, column: 0) }
        }
    }

    static let edits: [(old: String, new: String)] = [
        (
            "  pages:",
            "  subtitle: { doc: Below the title., type: text, optional: true, max_length: 9 }\n      pages:"
        ),
        ("  pages:", "  code: { type: uuid, default: uuid_v7(), unique: true }\n      pages:"),
        ("poetry: Verse.", "poetry: Verse.\n      essay: Short prose."),
        ("- { fields: [genre] }", "- { fields: [genre] }\n      - { fields: [genre, title] }"),
        (
            "unique: [author, title]",
            "unique: [author, title]\n        message: Taken.\n      not_too_thick:\n        check: pages < 10000"
        ),
        (
            "  Book:",
            "  Loan:\n    fields:\n      book: { to: Book, on_delete: cascade }\n      from: date\n      until: date\n"
                + "    rules:\n      once:\n        no_overlap: [from, until]\n        per: [book]\n        message: Lent.\n      in_order:\n        check: until > from\n        message: In order.\n  Book:"
        ),
        ("What the cover says.", "The author's title."),
    ]

    @Test(
        "It makes what a fresh database of the new spec has, keeps the rows, and its undoing restores the old one",
        arguments: edits
    )
    func roundTrip(edit: (old: String, new: String)) async throws {
        let before = try Specs.schema(Specs.library)
        let after = try Specs.schema(
            Specs.library(replacing: edit.old, with: edit.new)
        )
        let plan = try MigrationPlanner.plan(from: before, to: after).get()
        let fresh = try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(after).schemaSQL())
            return try await catalogue(database)
        }
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(before).schemaSQL())
            try await database.run(
                script: """
                    insert into authors (id, name) values ('00000000-0000-7000-8000-000000000001', 'Ada');
                    insert into books (author_id, title) values ('00000000-0000-7000-8000-000000000001', 'Notes');
                    """
            )
            let old = try await catalogue(database)
            try await database.run(script: plan.upSQL)
            #expect(try await catalogue(database) == fresh)
            try await database.run(script: plan.downSQL)
            #expect(try await catalogue(database) == old)
            let rows = try await database.withClient { client in
                try await client.query(PostgresStatement("select title from books"), mode: .read)
            }
            #expect(rows.rowCount == 1)
        }
    }

    @Test("The first migration makes what schema.sql makes, and its undoing leaves no table")
    func first() async throws {
        let schema = try Specs.schema(Specs.library)
        let plan = try MigrationPlanner.plan(from: nil, to: schema).get()
        let fresh = try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(schema).schemaSQL())
            return try await catalogue(database)
        }
        try await TestDatabase.with { database in
            try await database.run(script: plan.upSQL)
            #expect(try await catalogue(database) == fresh)
            try await database.run(script: plan.downSQL)
            #expect(try await catalogue(database) == [])
        }
    }
}
