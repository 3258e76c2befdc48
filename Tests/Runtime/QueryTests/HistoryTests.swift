import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("The history of rows")
struct HistoryTests {
    private static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums:
          Role: { values: { admin, client } }
        entities:
          User:
            traits: [history]
            fields:
              name: { type: text, unique: true }
              password: password
              role: Role
              code: { type: text, secret: true, default: secret }
            access: { read: everyone }
          Page:
            traits: [history]
            fields:
              author: { to: User, default: me }
              title: text
            access:
              read: everyone
              create: authenticated
              update: author = me
              delete: author = me
              history: role(admin) or author = me
        """

    private static let changes = Selection([
        .field("operation"), .field("before"),
        .toOne(key: "changed_by", relation: "changed_by", Selection([.field("name")])),
    ])

    private func with(_ body: (Backend, String) async throws -> Void) async throws {
        let seed = """
            insert into users (id, name, password, role) values
                ('\(Clinic.id(1))', 'admin', 'secret', 'admin'), ('\(Clinic.id(3))', 'ann', 'secret', 'client'),
                ('\(Clinic.id(4))', 'ben', 'secret', 'client');
            """
        try await Backend.with(spec: Self.spec, seed: seed) { backend in
            let create = PlumblineQuery.Operation.mutation(
                .create("Page", ["title": .string("a")], .field("id"))
            )
            _ = try await backend.run(create, as: Clinic.ann)
            let id = try #require(try await backend.scalar("select id::text from pages"))
            _ = try await backend.run(
                .mutation(.update("Page", id, ["title": .string("b")], .field("id"))),
                as: Clinic.ann
            )
            try await body(backend, id)
        }
    }

    @Test("Every change is written down with what was before and who made it, readable beside the row")
    func changes() async throws {
        try await with { backend, id in
            let history = Connection(
                filter: nil,
                order: [OrderTerm(field: "changed_at", isDescending: false)],
                page: Page(),
                members: [.nodes(key: "n", Self.changes)]
            )
            let page = PlumblineQuery.Operation.query(
                .row("Page", id, .toMany(key: "history", inverse: "history", history))
            )
            let before = #"{"id":"\#(id)","title":"a","author_id":"\#(Clinic.id(3))"}"#
            let found = try await backend.run(page, as: Clinic.ann).replacing(": ", with: ":")
                .replacing(", ", with: ",")
            #expect(
                found
                    == #"{"r":{"history":{"n":[{"operation":"CREATED","before":null,"changed_by":{"name":"ann"}},"#
                    + #"{"operation":"UPDATED","before":\#(before),"changed_by":{"name":"ann"}}]}}}"#
            )
            try await backend.expect(page, as: Clinic.ben, gives: #"{"r":{"history":{"n":[]}}}"#)
        }
    }

    @Test("The history of a row outlives it, for those who need not ask the row")
    func deletion() async throws {
        try await with { backend, id in
            _ = try await backend.run(.mutation(.delete("Page", id)), as: Clinic.ann)
            let all = PlumblineQuery.Operation.query(
                .all(
                    "PageChange",
                    order: [OrderTerm(field: "changed_at", isDescending: true)],
                    page: Page(first: .constant(.integer(1))),
                    .nodes(
                        .field("operation"),
                        .toOne(key: "page", relation: "page", Selection([.field("title")]))
                    ),
                    .count
                )
            )
            try await backend.expect(
                all,
                gives: #"{"r":{"nodes":[{"operation":"DELETED","page":null}],"count":3}}"#
            )
            try await backend.expect(all, as: Clinic.ann, gives: #"{"r":{"nodes":[],"count":0}}"#)
        }
    }

    @Test("No password and no secret is written down, and a change outside of a request is nobody's")
    func secrets() async throws {
        try await with { backend, _ in
            _ = try await backend.scalar("update users set name = 'anna' where name = 'ann' returning 1")
            let row = "select operation || before::text from users_history where before is not null"
            let found = try await backend.scalar(row)
            #expect(found?.contains("\"ann\"") == true)
            #expect(found?.contains("secret") == false)
            let by = "select count(changed_by_id) from users_history"
            #expect(try await backend.scalar(by) == "0")
        }
    }
}
