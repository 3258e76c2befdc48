import PlumblineEmit
import PlumblineMigrate
import PlumblinePostgres
import PlumblineSchema
import PlumblineTestSupport
import Testing

@Suite("A planned migration on PostgreSQL")
struct PlannedMigrationTests {
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
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after).get()
        let fresh = try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(after).schemaSQL())
            return try await Catalogue.of(database)
        }
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(before).schemaSQL())
            try await database.run(
                script: """
                    insert into authors (id, name) values ('00000000-0000-7000-8000-000000000001', 'Ada');
                    insert into books (author_id, title) values ('00000000-0000-7000-8000-000000000001', 'Notes');
                    """
            )
            let old = try await Catalogue.of(database)
            try await database.run(script: plan.upSQL)
            #expect(try await Catalogue.of(database) == fresh)
            try await database.run(script: plan.downSQL)
            #expect(try await Catalogue.of(database) == old)
            let rows = try await database.withClient { client in
                try await client.query(PostgresStatement("select title from books"), mode: .read)
            }
            #expect(rows.rowCount == 1)
        }
    }

    private static let renames: [(old: String, new: String)] = [
        ("title:\n        doc:", "label:\n        renamed_from: title\n        doc:"),
        ("author: { to: Author,", "writer: { to: Author, renamed_from: author,"),
        ("  Book:\n", "  Volume:\n    renamed_from: Book\n"),
        ("poetry: Verse.", "verse: { doc: Verse., renamed_from: poetry }"),
        ("novel: Long prose.", "story: { doc: Long prose., renamed_from: novel }"),
        ("  Author:\n", "  Author:\n    schema: people\n"),
        ("- { fields: [genre] }", "- { fields: [genre], name: by_genre, renamed_from: books_genre_idx }"),
    ]

    @Test(
        "Renaming keeps the rows, leads to what a fresh database has, and can be undone",
        arguments: renames + [("everything", "at once")]
    )
    func renaming(edit: (old: String, new: String)) async throws {
        let edits = edit.new == "at once" ? Self.renames : [edit]
        let spec = edits.reduce(Specs.ruled) { $0.replacing($1.old, with: $1.new) }
            .replacing("[author, title]", with: edits.renamed("[author, title]"))
            .replacing("default: novel", with: edits.renamed("default: novel"))
            .replacing("genre = poetry", with: edits.renamed("genre = poetry"))
        let before = try Specs.schema(Specs.ruled)
        let after = try Specs.schema(spec)
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after).get()
        // Nothing that holds rows is made anew; what only reads them may be.
        let words = ["rename", "move", "description of", "add support", "policy", "grant", "view"]
        #expect(
            plan.steps.allSatisfy { step in words.contains { step.summary.contains($0) } },
            "\(plan.upSQL)"
        )
        let fresh = try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(after).schemaSQL())
            return try await Catalogue.of(database)
        }
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(before).schemaSQL())
            try await database.run(
                script: """
                    insert into authors (id, name) values ('00000000-0000-7000-8000-000000000001', 'Ada');
                    insert into books (author_id, title, genre, pages)
                        values ('00000000-0000-7000-8000-000000000001', 'Notes', 'poetry', 7),
                            ('00000000-0000-7000-8000-000000000001', 'Letters', 'novel', 8);
                    """
            )
            let old = try await Catalogue.of(database)
            let rows = try await rows(of: "books", database)
            try await database.run(script: plan.upSQL)
            #expect(try await Catalogue.of(database) == fresh)
            let table = try #require(after.entities.last?.table)
            let renamed = try await self.rows(of: table, database)
            #expect(
                renamed.map { $0.replacing("story", with: "novel").replacing("verse", with: "poetry") }
                    == rows
            )
            try await database.run(script: plan.downSQL)
            #expect(try await Catalogue.of(database) == old)
            #expect(try await self.rows(of: "books", database) == rows)
        }
        #expect(try MigrationPlanner.plan(from: DatabaseSnapshot(after), to: after).get().isEmpty)
    }

    @Test("The service reaches a table that has moved to a schema of its own")
    func rightsInNewSchema() async throws {
        let before = try Specs.schema(Specs.library)
        let after = try Specs.schema(
            Specs.library.replacing("  Author:\n", with: "  Author:\n    schema: people\n")
        )
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after).get()
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(before).schemaSQL())
            try await database.run(script: plan.upSQL)
            let role = SQLLiteral.quoted(SQLEmitter(after).roles.app)
            let right = "select has_schema_privilege(\(role), 'people', 'usage')::text"
            #expect(try await database.scalar(right) == "true")
        }
    }

    @Test("A history begins with the migration that asks for it")
    func history() async throws {
        let before = try Specs.schema(Specs.library)
        let after = try Specs.schema(Specs.library.replacing("[version]", with: "[version, history]"))
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after).get()
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(before).schemaSQL())
            try await database.run(script: "insert into authors (name) values ('Ada')")
            try await database.run(script: plan.upSQL)
            try await database.run(
                script: "insert into books (author_id, title) select id, 'Notes' from authors"
            )
            #expect(try await database.scalar("select operation from books_history") == "created")
        }
    }

    @Test("A history follows the entity that is renamed")
    func renamedHistory() async throws {
        let kept = Specs.library.replacing("[version]", with: "[version, history]")
        let before = try Specs.schema(kept)
        let after = try Specs.schema(
            kept.replacing("  Book:\n", with: "  Volume:\n    renamed_from: Book\n    schema: shelf\n")
        )
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(before), to: after).get()
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(before).schemaSQL())
            try await database.run(script: "insert into authors (name) values ('Ada')")
            let insert = "(author_id, title) select id, 'Notes' from authors"
            try await database.run(script: "insert into books \(insert)")
            try await database.run(script: plan.upSQL)
            try await database.run(script: "update shelf.volumes set title = 'Letters'")
            let changes = "select string_agg(operation, ', ' order by id) from shelf.volumes_history"
            #expect(try await database.scalar(changes) == "created, updated")
            try await database.run(script: plan.downSQL)
            #expect(try await database.scalar("select count(book_id)::text from books_history") == "2")
        }
    }

    private func rows(of table: String, _ database: TestDatabase) async throws -> [String] {
        let statement = PostgresStatement("select t::text from \(SQLIdentifier.quoted(table)) t order by id")
        return try await database.withClient { client in
            let rows = try await client.query(statement, mode: .read)
            return (0..<rows.rowCount).compactMap { rows.string(row: $0, column: 0) }
        }
    }

    @Test("The first migration makes what schema.sql makes, and its undoing leaves no table")
    func first() async throws {
        let schema = try Specs.schema(Specs.library)
        let plan = try MigrationPlanner.plan(from: nil, to: schema).get()
        let fresh = try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(schema).schemaSQL())
            return try await Catalogue.of(database)
        }
        try await TestDatabase.with { database in
            try await database.run(script: plan.upSQL)
            #expect(try await Catalogue.of(database) == fresh)
            try await database.run(script: plan.downSQL)
            #expect(try await Catalogue.of(database) == [])
        }
    }
}

extension [(old: String, new: String)] {
    /// Words of a spec as they are after these edits.
    fileprivate func renamed(_ words: String) -> String {
        let names = [
            "label:": ("title", "label"), "writer:": ("author", "writer"), "verse:": ("poetry", "verse"),
            "story:": ("novel", "story"),
        ]
        return reduce(words) { words, edit in
            names.first { edit.new.hasPrefix($0.key) }.map { words.replacing($1.0, with: $1.1) } ?? words
        }
    }
}
