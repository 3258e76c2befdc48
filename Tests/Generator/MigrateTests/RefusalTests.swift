import PlumblineMigrate
import PlumblineSchema
import Testing

@Suite("Refusing what is more than an addition")
struct RefusalTests {
    struct Edit: CustomTestStringConvertible {
        let testDescription: String
        let old: String
        let new: String
        let reason: String
        var nextStep = ""
    }

    static let edits = [
        Edit(
            testDescription: "a removed field",
            old: "      pages: { type: integer, optional: true, min: 1 }\n",
            new: "",
            reason: "The field `Book.pages` is gone from the spec, and its values would be lost.",
            nextStep: "Put it back"
        ),
        Edit(
            testDescription: "a renamed field",
            old: "pages: { type",
            new: "length: { type",
            reason: "The field `Book.pages` is gone from the spec",
            nextStep: "If it is now called `length`, say `renamed_from: pages` there"
        ),
        Edit(
            testDescription: "a renamed entity",
            old: "Author",
            new: "Writer",
            reason: "The entity Author is gone from the spec, and its rows would be lost.",
            nextStep: "say `renamed_from: Author` there"
        ),
        Edit(
            testDescription: "another type",
            old: "type: integer, optional: true, min: 1",
            new: "type: bigint, optional: true, min: 1",
            reason: "`Book.pages` changes its type from integer to bigint"
        ),
        Edit(
            testDescription: "an optional field that becomes required",
            old: "type: integer, optional: true",
            new: "type: integer",
            reason: "`Book.pages` becomes required"
        ),
        Edit(
            testDescription: "a required field that becomes optional",
            old: "name: { type: text,",
            new: "name: { type: text, optional: true,",
            reason: "`Author.name` becomes optional"
        ),
        Edit(
            testDescription: "another default",
            old: "default: novel",
            new: "default: poetry",
            reason: "`Book.genre` changes its default"
        ),
        Edit(
            testDescription: "a tightened limit",
            old: "max_length: 200",
            new: "max_length: 100",
            reason: "The constraint books_title_length changes"
        ),
        Edit(
            testDescription: "a limit that goes",
            old: ", min: 1",
            new: "",
            reason: "The constraint books_pages_range is gone from the spec"
        ),
        Edit(
            testDescription: "another action on deletion",
            old: "on_delete: cascade",
            new: "on_delete: restrict",
            reason: "The foreign key books_author_id_fkey changes"
        ),
        Edit(
            testDescription: "a value that an enum loses",
            old: "      poetry: Verse.\n",
            new: "",
            reason: "Genre loses the value `poetry`, which rows may have."
        ),
        Edit(
            testDescription: "an index that goes",
            old: "    indexes:\n      - { fields: [genre] }",
            new: "",
            reason: "The index books_genre_idx is gone from the spec"
        ),
        Edit(
            testDescription: "a required field without default",
            old: "  pages:",
            new: "  isbn: { type: text }\n      pages:",
            reason: "Rows of Book that are there already would have no value for `isbn`.",
            nextStep: "Give it a constant `default:`, or make it `optional: true`."
        ),
        Edit(
            testDescription: "a required field whose default depends on the row",
            old: "  pages:",
            new: "  letters: { type: integer, default: length(title) }\n      pages:",
            reason: "The default of `Book.letters` depends on the row"
        ),
    ]

    private static let shops = """
        types:
          Address: { fields: { street: text, country: CountryCode } }
        entities:
          Shop:
            fields:
              place: { type: Address }
              other: { type: Address, storage: jsonb, optional: true }
        """

    @Test(
        "A value object changes neither its storage nor what is in it without a word",
        arguments: [
            (
                "place: { type: Address }", "place: { type: Address, storage: jsonb }",
                "`Shop.place` changes its storage from columns to jsonb, and values that are there would be lost."
            ),
            (
                "storage: jsonb, optional", "storage: columns, optional",
                "`Shop.other` changes its storage from jsonb to columns, and values that are there would be lost."
            ),
            (
                "      other: { type: Address, storage: jsonb, optional: true }", "",
                "The field `Shop.other` is gone from the spec, and its values would be lost."
            ),
            ("storage: jsonb, optional: true", "storage: jsonb", "`Shop.other` becomes required"),
            (
                "      other:", "      third: { type: Address, storage: jsonb }\n      other:",
                "Rows of Shop that are there already would have no value for `third`."
            ),
        ]
    )
    func documents(old: String, new: String, reason: String) throws {
        let after = Self.shops.replacing(old, with: new)
        try #require(after != Self.shops)
        let result = MigrationPlanner.plan(
            from: DatabaseSnapshot(try Specs.schema(Self.shops)),
            to: try Specs.schema(after)
        )
        guard case .failure(let refusals) = result else {
            Issue.record("It was planned.")
            return
        }
        #expect(refusals.all.contains { $0.reason.hasPrefix(reason) }, "\(refusals)")
    }

    @Test("One refusal with the reason and the next step", arguments: edits)
    func refusal(_ edit: Edit) throws {
        let after = Specs.library(replacing: edit.old, with: edit.new)
        try #require(after != Specs.library)
        let result = MigrationPlanner.plan(
            from: DatabaseSnapshot(try Specs.schema(Specs.library)),
            to: try Specs.schema(after)
        )
        guard case .failure(let refusals) = result else {
            Issue.record("It was planned.")
            return
        }
        let refusal = try #require(refusals.all.first)
        #expect(refusals.all.count == 1, "\(refusals)")
        #expect(refusal.reason.hasPrefix(edit.reason))
        #expect(refusal.nextStep.contains(edit.nextStep))
        #expect(refusal.origin?.file == "spec/library.yaml")
    }

    @Test("All refusals come at once, by line")
    func allAtOnce() throws {
        let after = Specs.library(replacing: "max_length: 200", with: "max_length: 100")
            .replacing("on_delete: cascade", with: "on_delete: restrict")
        let result = MigrationPlanner.plan(
            from: DatabaseSnapshot(try Specs.schema(Specs.library)),
            to: try Specs.schema(after)
        )
        guard case .failure(let refusals) = result else {
            Issue.record("It was planned.")
            return
        }
        let lines = refusals.all.compactMap(\.origin?.line)
        #expect(lines.count == 2)
        #expect(lines == lines.sorted())
    }

    @Test("A refusal is printed as compilers print errors")
    func description() {
        let refusal = Refusal(origin: Origin("spec/a.yaml", 3), reason: "No.", nextStep: "Yes.")
        #expect(refusal.description == "spec/a.yaml:3: error: No.\nfix: Yes.")
    }
}
