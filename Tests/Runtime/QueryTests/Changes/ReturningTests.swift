import PlumblineGraphQL
import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("A new row that its INSERT answers")
struct ReturningTests {
    /// Notes are read by their owners, and their codes only by who gave them; everybody may make them.
    private static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums:
          Role: { values: { admin, client } }
        entities:
          User:
            fields:
              name: { type: text, unique: true }
              password: password
              role: { type: Role, default: client }
            access: { read: everyone }
          Note:
            traits: [version]
            fields:
              owner: { to: User, on_delete: cascade }
              giver: { to: User, optional: true, inverse: given, on_delete: set_null }
              words: { type: text, max_length: 40 }
              size: { type: integer, generated: length(words) }
              half: { type: integer, computed: "size / 2" }
              writer: { type: text, computed: owner.name }
              code: { type: text, default: zero, access: { read: giver = me, mask: "left(code, 1)" } }
            access: { read: owner = me, create: authenticated, update: owner = me }
        """

    private static let seed = """
        insert into users (id, name, password, role) values
            ('\(Clinic.id(3))', 'ann', '-', 'client'), ('\(Clinic.id(4))', 'ben', '-', 'client');
        """

    private static func create(_ input: String, _ selection: String) -> String {
        "mutation { createNote(input: { \(input) }) { \(selection) } }"
    }

    private static func own(_ input: String) -> String {
        #"ownerId: "\#(Clinic.id(3))", words: "hello", \#(input)"#
    }

    @Test("It has its defaults, what is generated and computed from it, its version, and masks")
    func columns() async throws {
        try await Backend.with(spec: Self.spec, seed: Self.seed) { backend in
            let selection = "ownerId words size half version code"
            let given = Self.own(#"code: "abc", giverId: "\#(Clinic.id(3))""#)
            func note(_ code: String) -> String {
                #"{"data":{"createNote":{"ownerId":"\#(Clinic.id(3))","words":"hello","size":5,"half":2,"version":1,"#
                    + #""code":"\#(code)"}}}"#
            }
            try await backend.expect(Self.create(given, selection), answer: note("abc"))
            try await backend.expect(Self.create(Self.own(""), selection), answer: note("z"))
        }
    }

    @Test("Triggers that change it before it is written are seen")
    func triggers() async throws {
        let trigger = """
            create function shout() returns trigger language plpgsql
                as $$ begin new.words := upper(new.words); return new; end $$;
            create trigger shout before insert on notes for each row execute function shout();
            """
        try await Backend.with(spec: Self.spec, seed: Self.seed + trigger) { backend in
            let answer = #"{"data":{"createNote":{"words":"HELLO"}}}"#
            try await backend.expect(Self.create(Self.own(""), "words"), answer: answer)
        }
    }

    @Test("Who may not read it may not make it, and learns nothing of the rows that it points to")
    func unreadable() async throws {
        try await Backend.with(spec: Self.spec, seed: Self.seed) { backend in
            for owner in [4, 999] {
                let foreign = Self.create(#"ownerId: "\#(Clinic.id(owner))", words: "x""#, "words")
                let found = try await backend.complaints(foreign)
                #expect(found.map { $0.prefix(9) } == ["FORBIDDEN"])
            }
            #expect(try await backend.scalar("select count(*)::text from notes") == "0")
        }
    }

    @Test(
        "One statement does it where columns of the row are all that is asked for",
        arguments: [
            ("id words size half version", 1), ("code ownerId", 1), ("__typename", 1), ("writer", 3),
            ("owner { name }", 3),
        ]
    )
    func statements(selection: String, count: Int) throws {
        let schema = try #require(Backend.schema(Self.spec))
        let prepared = try PreparedOperation(
            parsing: Array(Self.create(Self.own(""), selection).utf8),
            operationName: nil,
            api: GraphQLAPI(schema: schema)
        )
        let operation = try prepared.lower(try prepared.coerce(nil))
        let plan = try Planner(schema: schema).plan(operation, for: CallerShape(Shop.ann))
        #expect(plan.steps.count == count)
    }
}
