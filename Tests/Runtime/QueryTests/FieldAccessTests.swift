import NIOCore
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Fields that are masked, preset, or given once")
struct FieldAccessTests {
    private static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums:
          Role: { values: { admin, user } }
        entities:
          User:
            fields:
              name: { type: text, unique: true }
              password: password
              role: { type: Role, default: user }
              card:
                type: text
                default: "4111222233334444"
                access: { read: role(admin) or id = me, mask: "right(card, 4)" }
              phone: { type: text, optional: true, access: { read: nobody, mask: "'***'" } }
            access: { read: everyone }
          Note:
            traits: [timestamps]
            fields:
              text: text
              topic: { type: text, access: { update: nobody } }
              token: { type: text, default: none, secret: true }
              author: { to: User, preset: me }
              editor: { to: User, inverse: edited_notes, preset: { value: me, on: [create, update] } }
            access: { read: everyone, create: authenticated, update: authenticated }
        """

    private static let rows = """
        insert into users (id, name, password, card, phone) values
            ('\(Clinic.id(1))', 'ann', 'x', '1000200030004000', '123'),
            ('\(Clinic.id(2))', 'ben', 'x', '5000600070008000', null);

        """

    private static let ann = Principal(id: Clinic.id(1), roles: ["user"])
    private static let ben = Principal(id: Clinic.id(2), roles: ["user"])

    @Test("Whoever may not read a value is shown its mask, in the selection, in filters and in the order")
    func masks() async throws {
        try await Backend.with(spec: Self.spec, seed: Self.rows) { backend in
            let all = PlumblineQuery.Operation.query(
                .all(
                    "User",
                    order: [OrderTerm(field: "card", isDescending: false)],
                    .nodes(.field("name"), .field("card"), .field("phone"))
                )
            )
            try await backend.expect(
                all,
                as: Self.ben,
                gives: #"{"r":{"nodes":[{"name":"ann","card":"4000","phone":"***"},"#
                    + #"{"name":"ben","card":"5000600070008000","phone":"***"}]}}"#
            )
            let known = Filter.compare(field: "card", .startsWith, .constant(.string("1000")))
            let search = PlumblineQuery.Operation.query(.all("User", filter: known, .count))
            try await backend.expect(search, as: Self.ben, gives: #"{"r":{"count":0}}"#)
            try await backend.expect(search, as: Self.ann, gives: #"{"r":{"count":1}}"#)
        }
    }

    @Test("Whoever registers makes a row that no rule allows, and sees of it what everybody sees")
    func registration() async throws {
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            let create = PlumblineQuery.Operation.mutation(
                .create(
                    "User",
                    ["name": .string("cleo"), "password": .string("long enough for all")],
                    .field("name"),
                    .field("card"),
                    .field("phone")
                )
            )
            let answer = try await backend.output(create, as: .anonymous, shape: .registrant)
            #expect(
                String(buffer: answer.json) == #"{"r0":{"name":"cleo","card":"4444","phone":"***"}}"#
            )
            #expect(answer.byteCount == answer.json.readableBytes)
        }
    }

    @Test("The server sets what is preset, and a caller who gives it is refused")
    func presets() async throws {
        try await Backend.with(spec: Self.spec, seed: Self.rows) { backend in
            let create = PlumblineQuery.Operation.mutation(
                .create(
                    "Note",
                    ["text": .string("a"), "topic": .string("b")],
                    .field("author"),
                    .field("editor")
                )
            )
            let (ann, ben) = (Clinic.id(1), Clinic.id(2))
            try await backend.expect(
                create,
                as: Self.ann,
                gives: #"{"r0":{"author":"\#(ann)","editor":"\#(ann)"}}"#
            )
            let id = try #require(try await backend.scalar("select id::text from notes"))
            let update = PlumblineQuery.Operation.mutation(
                .update("Note", id, ["text": .string("c")], .field("author"), .field("editor"))
            )
            try await backend.expect(
                update,
                as: Self.ben,
                gives: #"{"r0":{"author":"\#(ann)","editor":"\#(ben)"}}"#
            )
            for (field, value) in [("author", ben), ("editor", ben), ("topic", "d")] {
                let forged = PlumblineQuery.Operation.mutation(
                    .update("Note", id, [field: .string(value)], .field("id"))
                )
                #expect(await backend.errors(forged, as: Self.ben).map(\.code) == [.forbidden], "\(field)")
            }
        }
    }

    @Test("A reader of the database sees masks in the view, and neither secrets nor masked columns elsewhere")
    func views() async throws {
        try await Backend.with(spec: Self.spec, seed: Self.rows) { backend in
            let cards = try await backend.client.withTransaction { transaction in
                let caller = "select set_config('plumbline.caller', '\(Clinic.id(2))', true)"
                for statement in ["set local role test_reader", caller] {
                    _ = try await transaction.query(PostgresStatement(statement))
                }
                let cards = "select string_agg(card, ',' order by name) from plumbline.readable_users"
                return try await transaction.query(PostgresStatement(cards)).string(row: 0, column: 0)
            }
            #expect(cards == "4000,5000600070008000")
            for column in ["users.card", "users.password", "notes.token"] {
                let parts = column.split(separator: ".")
                let isGranted = try await backend.scalar(
                    "select has_column_privilege('test_reader', '\(parts[0])', '\(parts[1])', 'select')"
                )
                #expect(isGranted == "f", "\(column)")
            }
        }
    }

    private static let accounts = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums:
          Role: { values: { admin, user } }
        entities:
          User:
            fields:
              name: { type: text, unique: true }
              password: password
              role: { type: Role, default: user }
            access: { read: everyone }
          Account:
            fields:
              number: { type: text, unique: true, access: { read: owner = me, mask: "right(number, 4)" } }
              tax_number: { type: text, unique: true, access: { read: role(admin), mask: "'none'" } }
              owner: { to: User, on_delete: restrict }
            access: { read: everyone }
        """

    @Test(
        "A row is found by a unique value only by who sees the value: no mask of it finds one, or several",
        arguments: [
            (ann, "number", "1000200030004000", "1000200030004000"), (ann, "number", "4000", nil),
            (ben, "number", "4000", nil), (ben, "number", "1000200030004000", nil),
            (ben, "taxNumber", "none", nil), (ben, "taxNumber", "t1", nil),
            (Principal(id: Clinic.id(2), roles: ["admin"]), "taxNumber", "t1", "4000"),
        ] as [(Principal, String, String, String?)]
    )
    func uniqueMasks(caller: Principal, field: String, value: String, number: String?) async throws {
        let users = """
            insert into users (id, name, password) values ('\(Clinic.id(1))', 'ann', 'x'), ('\(Clinic.id(2))', 'ben', 'x');
            insert into accounts (number, tax_number, owner_id) values
                ('1000200030004000', 't1', '\(Clinic.id(1))'), ('5000200030004000', 't2', '\(Clinic.id(1))');
            """
        try await Backend.with(spec: Self.accounts, seed: users) { backend in
            let name = field == "number" ? field : "tax_number"
            let key = RowQuery.Key.unique([.init(field: name, value: .constant(.string(value)))])
            let query = RowQuery(entity: "Account", key: key, selection: Selection([.field("number")]))
            let found = number.map { #"{"number":"\#($0)"}"# } ?? "null"
            try await backend.expect(.query(.row(query)), as: caller, gives: #"{"r":\#(found)}"#)
        }
    }
}
