import PlumblineEmit
import PlumblineSchema
import PlumblineSpec
import PlumblineTestSupport
import Testing

@Suite("Transitions in Swift and in PostgreSQL")
struct TransitionsInPostgresTests {
    private static let spec = """
        enums:
          State: { values: { draft, review, published, withdrawn, "order" } }
        entities:
          Page:
            fields:
              title: { type: text, default: a }
              state:
                type: State
                column: order
                default: draft
                initial: [draft, order]
                transitions:
                  draft: [review, withdrawn]
                  review: [draft, published]
                  published: [withdrawn]
                  order: [draft]
        """

    /// Which constraint a new page, or its change, breaks.
    private static let judges = """
        create function beginning(value text) returns text language plpgsql as $$
        declare name text;
        begin
            insert into pages ("order") values (value);
            return null;
        exception when check_violation then
            get stacked diagnostics name = constraint_name;
            return name;
        end;
        $$;
        create function step(old text, new text) returns text language plpgsql as $$
        declare name text;
        begin
            alter table pages disable trigger pages_order_initial;
            insert into pages (id, "order") values ('00000000-0000-7000-8000-000000000001', old);
            update pages set title = 'b';
            update pages set "order" = new where id = '00000000-0000-7000-8000-000000000001';
            raise exception 'undo' using errcode = 'PL000';
        exception
            when check_violation then
                get stacked diagnostics name = constraint_name;
                return name;
            when sqlstate 'PL000' then
                return null;
        end;
        $$;
        """

    @Test("Every pair of values has the same verdict, and every refusal the code of the rule")
    func verdicts() async throws {
        let result = SpecReader.read([SpecFile(path: "spec/pages.yaml", text: Self.spec)], name: "pages")
        #expect(result.diagnostics.map(\.description) == [])
        let schema = try #require(result.schema)
        let entity = try #require(schema.entity("Page"))
        let transitions = try #require(entity.field("state")?.transitions)
        let validator = Validator(schema: schema, entity: entity)
        let values = try #require(schema.enumType("State")).values.map(\.name)
        let catalog = ConstraintCatalog(schema)
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(schema).schemaSQL() + Self.judges)
            for old in values {
                let beginning = try await database.scalar("select beginning('\(old)')")
                #expect(beginning == (transitions.initial.contains(old) ? nil : "pages_order_initial"))
                let created = validator.violations(creating: ["state": .text(old)])
                #expect(created.isEmpty == (beginning == nil))
                for new in values {
                    let step = try await database.scalar("select step('\(old)', '\(new)')")
                    #expect(step == (transitions.allows(from: old, to: new) ? nil : "pages_order_transition"))
                    let changed = validator.violations(
                        updating: ["state": .text(new)],
                        of: ["state": .text(old)]
                    )
                    #expect(changed.isEmpty == (step == nil))
                    guard let step else { continue }
                    let told = catalog.violation(of: step, writing: "Page", isDeletion: false)
                    #expect(told?.code == "INVALID_TRANSITION")
                    #expect(changed.map(\.code) == ["INVALID_TRANSITION"])
                    #expect(told?.path == ["state"])
                }
            }
        }
    }

    @Test("A refusal says where the values lead")
    func messages() throws {
        let result = SpecReader.read([SpecFile(path: "spec/pages.yaml", text: Self.spec)], name: "pages")
        let schema = try #require(result.schema)
        let validator = Validator(schema: schema, entity: try #require(schema.entity("Page")))
        #expect(
            validator.violations(creating: ["state": .text("review")]).map(\.message)
                == ["State begins as draft or order."]
        )
        #expect(
            validator.violations(updating: ["state": .text("draft")], of: ["state": .text("withdrawn")])
                .map(\.message) == ["State cannot go from withdrawn to draft: withdrawn leads to nothing."]
        )
        let told = ConstraintCatalog(schema).violation(
            of: "pages_order_transition",
            writing: "Page",
            isDeletion: false
        )
        #expect(
            told?.message
                == "State cannot change like that: draft leads to review or withdrawn, review leads to draft or published, "
                + "published leads to withdrawn, order leads to draft; nothing else is possible."
        )
    }
}
