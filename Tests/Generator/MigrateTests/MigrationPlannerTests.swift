import PlumblineEmit
import PlumblineMigrate
import PlumblineSchema
import Testing

@Suite("Planning a migration")
struct MigrationPlannerTests {
    private func plan(_ yaml: String) throws -> MigrationPlan {
        try MigrationPlanner.plan(from: DatabaseSnapshot(Specs.schema(Specs.library)), to: Specs.schema(yaml))
            .get()
    }

    @Test("The first migration makes all that schema.sql has, and its undoing drops the tables")
    func first() throws {
        let schema = try Specs.schema(Specs.library)
        let plan = try MigrationPlanner.plan(from: nil, to: schema).get()
        for object in SQLEmitter(schema).objects() where !object.isPartOfTable {
            #expect(plan.upSQL.contains(object.create))
        }
        #expect(plan.fingerprint == SQLEmitter(schema).fingerprint())
        let drops = plan.steps.reversed().flatMap(\.down)
        #expect(
            drops == [
                "alter table books drop constraint books_author_id_fkey;", "drop table books;",
                "drop table authors;", "drop table plumbline.idempotency_keys;",
            ]
        )
    }

    @Test("The same spec needs no migration")
    func same() throws {
        let plan = try plan(Specs.library)
        #expect(plan.isEmpty)
        #expect(plan.upSQL.isEmpty)
    }

    struct Addition: CustomTestStringConvertible {
        let testDescription: String
        let old: String
        let new: String
        let up: [String]
        let down: [String]
    }

    static let additions = [
        Addition(
            testDescription: "an optional field",
            old: "  pages:",
            new: "  subtitle: { type: text, optional: true }\n      pages:",
            up: [#"alter table books add column subtitle text collate "C";"#],
            down: ["alter table books drop column subtitle;"]
        ),
        Addition(
            testDescription: "a required field with a constant default",
            old: "  pages:",
            new: "  in_stock: { type: boolean, default: true }\n      pages:",
            up: ["alter table books add column in_stock boolean not null default true;"],
            down: ["alter table books drop column in_stock;"]
        ),
        Addition(
            testDescription: "a limit where none was",
            old: "min: 1 }",
            new: "min: 1 }\n      weight: { type: float, optional: true, max: 90 }",
            up: [
                "alter table books add column weight double precision;",
                "alter table books add constraint books_weight_range check (weight > '-infinity' and weight <= 90);",
            ],
            down: [
                "alter table books drop constraint books_weight_range;",
                "alter table books drop column weight;",
            ]
        ),
        Addition(
            testDescription: "a value of an enum",
            old: "poetry: Verse.",
            new: "poetry: Verse.\n      essay: Short prose.",
            up: [
                "alter table books drop constraint books_genre_enum;",
                "alter table books add constraint books_genre_enum check (genre in ('novel', 'poetry', 'essay'));",
                "comment on constraint books_genre_enum on books is 'novel: Long prose.\npoetry: Verse.\nessay: Short prose.';",
            ],
            down: [
                "alter table books drop constraint books_genre_enum;",
                "alter table books add constraint books_genre_enum check (genre in ('novel', 'poetry'));",
                "comment on constraint books_genre_enum on books is 'novel: Long prose.\npoetry: Verse.';",
            ]
        ),
        Addition(
            testDescription: "a field's description",
            old: "What the cover says.",
            new: "The author's own title.",
            up: ["comment on column books.title is 'The author''s own title.';"],
            down: ["comment on column books.title is 'What the cover says.';"]
        ),
        Addition(
            testDescription: "a description that goes",
            old: "doc: Something to read.\n    ",
            new: "",
            up: ["comment on table books is null;"],
            down: ["comment on table books is 'Something to read.';"]
        ),
    ]

    @Test("Additions are planned with their undoing", arguments: additions)
    func addition(_ addition: Addition) throws {
        let plan = try plan(Specs.library(replacing: addition.old, with: addition.new))
        #expect(plan.steps.flatMap(\.up) == addition.up)
        #expect(plan.steps.reversed().flatMap(\.down) == addition.down)
    }

    @Test("A description goes with the new field that it describes")
    func descriptionOfNewField() throws {
        let plan = try plan(
            Specs.library(
                replacing: "  pages:",
                with: "  isbn: { doc: On the back., type: text, optional: true }\n      pages:"
            )
        )
        #expect(plan.steps.flatMap(\.up).contains("comment on column books.isbn is 'On the back.';"))
        #expect(plan.steps.reversed().flatMap(\.down) == ["alter table books drop column isbn;"])
    }

    @Test("An index that serves a relation as well replaces the automatic one")
    func automaticIndex() throws {
        let before = Specs.library(replacing: "unique: [author, title]", with: "unique: [title, author]")
        let after = before.replacing(
            "- { fields: [genre] }",
            with: "- { fields: [genre] }\n      - { fields: [author, pages] }"
        )
        let plan = try MigrationPlanner.plan(
            from: DatabaseSnapshot(Specs.schema(before)),
            to: Specs.schema(after)
        ).get()
        let up = plan.steps.flatMap(\.up)
        #expect(up.contains("create index books_author_id_pages_idx on books (author_id, pages);"))
        #expect(up.contains("drop index books_author_id_idx;"))
    }

    @Test("A field whose name changes only in the APIs needs no migration")
    func renamedInTheAPI() throws {
        let yaml = Specs.library(replacing: "pages: { type", with: "length: { column: pages, type")
        #expect(try plan(yaml).isEmpty)
    }

    @Test("Every step says what it does and where the spec asks for it")
    func summaries() throws {
        let plan = try plan(
            Specs.library(
                replacing: "  pages:",
                with: "  subtitle: { type: text, optional: true }\n      pages:"
            )
        )
        #expect(plan.upSQL.hasPrefix("-- add column books.subtitle (spec/library.yaml:21)\n"))
    }

    @Test("What a migration keeps is read back the same, and written the same")
    func snapshot() throws {
        let schema = try Specs.schema(Specs.library)
        let text = try DatabaseSnapshot(schema).text()
        let read = try DatabaseSnapshot(text: text)
        #expect(read.schema == schema)
        #expect(try read.text() == text)
    }
}
