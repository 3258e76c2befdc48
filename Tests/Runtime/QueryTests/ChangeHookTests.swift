import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import Synchronization
import Testing

@Suite("Hooks around the changes of any spec")
struct ChangeHookTests {
    private static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums:
          Role: { values: { admin, client } }
          Mood: { values: { calm, tense } }
        entities:
          User:
            fields:
              name: { type: text, unique: true }
              password: password
              role: Role
            access: { read: everyone }
          Page:
            traits: [history]
            fields:
              author: { to: User }
              title: text
              mood: { type: Mood, default: calm }
              moods: { type: array, of: Mood, optional: true }
            access: { read: everyone, create: author = me, update: author = me, delete: author = me }
          Ticket:
            key: id
            fields:
              id: { type: integer, default: identity }
              title: text
            access: { read: everyone, create: everyone }
          Remark:
            key: id
            fields:
              id: { type: integer, default: identity }
              text: text
            access: { read: everyone, create: everyone }
        """

    private static let seed = """
        insert into users (id, name, password, role) values
            ('\(Clinic.id(3))', 'ann', '-', 'client'), ('\(Clinic.id(4))', 'ben', '-', 'client');
        insert into pages (id, author_id, title) values ('\(Clinic.id(11))', '\(Clinic.id(3))', 'first');
        insert into remarks (text) values ('one'), ('two');
        """

    /// What hooks have heard.
    private final class Record: Sendable {
        private let entries = Mutex<[String]>([])
        var all: [String] { entries.withLock { $0 } }
        func note(_ entry: String) { entries.withLock { $0.append(entry) } }
    }

    private static func page(of author: Int, style: Operation.Style = .graphQL) -> PlumblineQuery.Operation {
        .mutation(
            .create(
                "Page",
                ["author": .string(Clinic.id(author)), "title": .string("new")],
                .field("title"),
                .field("mood"),
                .field("moods")
            ),
            style: style
        )
    }

    @Test("No hook hears of a creation that its caller may not make")
    func permission() async throws {
        let record = Record()
        var hooks = ChangeHooks()
        hooks.add(
            { _, _ in
                record.note("heard")
                return nil
            },
            around: .init("Page", .create)
        )
        try await Backend.with(spec: Self.spec, seed: Self.seed, hooks: hooks) { backend in
            #expect(await backend.errors(Self.page(of: 4), as: Clinic.ann).map(\.code) == [.forbidden])
            #expect(record.all == [])
            _ = try await backend.run(Self.page(of: 3), as: Clinic.ann)
            #expect(record.all == ["heard"])
        }
    }

    @Test("What a hook puts in the place of a value must keep the rule for creating, too")
    func permissionOfTheResult() async throws {
        var hooks = ChangeHooks()
        hooks.add(
            { _, values in
                values["author"] = .string(Clinic.id(4))
                return nil
            },
            around: .init("Page", .create)
        )
        try await Backend.with(spec: Self.spec, seed: Self.seed, hooks: hooks) { backend in
            #expect(await backend.errors(Self.page(of: 3), as: Clinic.ann).map(\.code) == [.forbidden])
        }
    }

    @Test(
        "Hooks see and set the words of enums as the spec has them, in lists too",
        arguments: [
            (Operation.Style.graphQL, #"{"r0":{"title":"new","mood":"TENSE","moods":["CALM","TENSE"]}}"#),
            (.rest, #"{"r0":{"title":"new","mood":"tense","moods":["calm","tense"]}}"#),
        ]
    )
    func enums(style: Operation.Style, json: String) async throws {
        var hooks = ChangeHooks()
        hooks.add(
            { _, values in
                values["mood"] = .string("tense")
                values["moods"] = .list([.string("calm"), .string("tense")])
                return nil
            },
            around: .init("Page", .create)
        )
        try await Backend.with(spec: Self.spec, seed: Self.seed, hooks: hooks) { backend in
            try await backend.expect(Self.page(of: 3, style: style), as: Clinic.ann, gives: json)
        }
    }

    @Test("What follows a deletion finds the row gone, also where changes are told who makes them")
    func deletion() async throws {
        let record = Record()
        var hooks = ChangeHooks()
        hooks.add(
            { change, _ in
                {
                    let count = try await change.transaction.query("select count(*) from pages")
                    record.note(count.string(row: 0, column: 0) ?? "")
                }
            },
            around: .init("Page", .delete)
        )
        try await Backend.with(spec: Self.spec, seed: Self.seed, hooks: hooks) { backend in
            _ = try await backend.run(.mutation(.delete("Page", Clinic.id(11))), as: Clinic.ann)
            #expect(record.all == ["0"])
            let by = "select changed_by_id::text from pages_history where operation = 'deleted'"
            #expect(try await backend.scalar(by) == Clinic.id(3))
        }
    }

    @Test("A creation is answered with what its hooks have made of the row")
    func changedAfterwards() async throws {
        var hooks = ChangeHooks()
        hooks.add(
            { change, _ in
                {
                    _ = try await change.transaction.query(
                        "update pages set title = 'hooked' where id = $1::uuid",
                        [.text(change.id)]
                    )
                }
            },
            around: .init("Page", .create)
        )
        try await Backend.with(spec: Self.spec, seed: Self.seed, hooks: hooks) { backend in
            let answer = #"{"data":{"createPage":{"title":"hooked"}}}"#
            let document = """
                mutation { createPage(input: { authorId: "\(Clinic.id(3))", title: "new" }) { title } }
                """
            try await backend.expect(document, answer: answer)
        }
    }

    @Test("A creation whose key the database makes is answered, whatever its hooks insert meanwhile")
    func insertedKeys() async throws {
        let record = Record()
        let remark = PlumblineQuery.Operation.mutation(
            .create("Remark", ["text": .string("made")], .field("id"))
        )
        var hooks = ChangeHooks()
        hooks.add(
            { change, _ in
                {
                    record.note(change.id)
                    _ = try await change.engine.run(
                        remark,
                        variables: .object([]),
                        principal: change.principal,
                        caller: .unrestricted,
                        in: change.transaction
                    )
                }
            },
            around: .init("Ticket", .create)
        )
        try await Backend.with(spec: Self.spec, seed: Self.seed, hooks: hooks) { backend in
            let ticket = PlumblineQuery.Operation.mutation(
                .create("Ticket", ["title": .string("lamp")], .field("id"), .field("title"))
            )
            try await backend.expect(ticket, gives: #"{"r0":{"id":"1","title":"lamp"}}"#)
            #expect(record.all == ["1"])
            #expect(try await backend.scalar("select max(id)::text from remarks") == "3")
        }
    }
}
