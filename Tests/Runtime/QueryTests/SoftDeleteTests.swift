import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Rows that are marked as deleted")
struct SoftDeleteTests {
    private static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums:
          Role: { values: { admin, client } }
        entities:
          User:
            fields:
              name: { type: text, unique: true }
              password: password
              role: Role
            access: { read: everyone }
          Folder:
            traits: [soft_delete, version, owned]
            fields:
              name: { type: text, unique: true }
            access:
              read: everyone
              create: authenticated
              update: owner = me
              delete: owner = me
              restore: role(admin) or owner = me
          Note:
            traits: [soft_delete]
            fields:
              folder: { to: Folder, on_delete: cascade }
              title: text
            access: { read: everyone, create: everyone, update: everyone, delete: everyone, restore: everyone }
          Label:
            fields:
              folder: { to: Folder, optional: true, on_delete: set_null }
            access: { read: everyone, create: everyone }
          Share:
            fields:
              folder: { to: Folder, on_delete: restrict }
            access: { read: everyone, create: everyone, delete: everyone }
        """

    private static let folder = Clinic.id(11)

    private func with(_ body: (Backend) async throws -> Void) async throws {
        let seed = """
            insert into users (id, name, password, role) values
                ('\(Clinic.id(1))', 'admin', '-', 'admin'), ('\(Clinic.id(3))', 'ann', '-', 'client'),
                ('\(Clinic.id(4))', 'ben', '-', 'client');
            insert into folders (id, name, owner_id) values ('\(Self.folder)', 'a', '\(Clinic.id(3))');
            insert into notes (id, folder_id, title) values
                ('\(Clinic.id(21))', '\(Self.folder)', 'one'), ('\(Clinic.id(22))', '\(Self.folder)', 'two');
            update notes set deleted_at = '2026-01-01Z' where title = 'two';
            insert into labels (id, folder_id) values ('\(Clinic.id(31))', '\(Self.folder)');
            """
        try await Backend.with(spec: Self.spec, seed: seed, body)
    }

    private static func folders(includingDeleted: Bool) -> PlumblineQuery.Operation {
        let connection = Connection(
            filter: nil,
            order: [],
            page: Page(),
            includesDeleted: includingDeleted,
            members: [.nodes(.field("name"))]
        )
        return .query(.connection(entity: "Folder", connection))
    }

    private static let delete = PlumblineQuery.Operation.mutation(.delete("Folder", folder, version: 1))

    private static let restore = PlumblineQuery.Operation.mutation(
        .restore(
            Restore(
                entity: "Folder",
                id: .constant(.string(folder)),
                expectedVersion: nil,
                selection: Selection([.field("name"), .field("version"), .field("deleted_at")])
            )
        )
    )

    @Test("A deleted row is gone for everyone, but for who may restore it and asks for it")
    func reading() async throws {
        try await with { backend in
            #expect(await backend.errors(Self.delete, as: Clinic.ben).map(\.code) == [.notFound])
            _ = try await backend.run(Self.delete, as: Clinic.ann)
            #expect(try await backend.scalar("select count(*) from folders") == "1")
            #expect(await backend.errors(Self.delete, as: Clinic.ann).map(\.code) == [.notFound])
            let none = #"{"r":{"nodes":[]}}"#
            try await backend.expect(Self.folders(includingDeleted: false), as: Clinic.ann, gives: none)
            try await backend.expect(Self.folders(includingDeleted: true), as: Clinic.ben, gives: none)
            let one = #"{"r":{"nodes":[{"name":"a"}]}}"#
            try await backend.expect(Self.folders(includingDeleted: true), as: Clinic.ann, gives: one)
            try await backend.expect(Self.folders(includingDeleted: true), as: Clinic.admin, gives: one)
            let row = PlumblineQuery.Operation.query(.row("Folder", Self.folder, .field("name")))
            try await backend.expect(row, gives: #"{"r":null}"#)
        }
    }

    @Test("Its relations do what they say, and a restoration undoes what the deletion cascaded to")
    func relations() async throws {
        try await with { backend in
            _ = try await backend.run(Self.delete, as: Clinic.ann)
            let present = "select string_agg(title, ',') from notes where deleted_at is null"
            #expect(try await backend.scalar(present) == nil)
            #expect(try await backend.scalar("select count(folder_id) from labels") == "0")
            let note = PlumblineQuery.Operation.mutation(
                .create("Note", ["folder": .string(Self.folder), "title": .string("three")])
            )
            #expect(await backend.errors(note).map(\.code.rawValue) == ["UNKNOWN_REFERENCE"])
            #expect(await backend.errors(Self.restore, as: Clinic.ben).map(\.code) == [.notFound])
            let restored = #"{"r0":{"name":"a","version":3,"deleted_at":null}}"#
            try await backend.expect(Self.restore, as: Clinic.ann, gives: restored)
            // What was deleted before stays so.
            #expect(try await backend.scalar(present) == "one")
            #expect(await backend.errors(Self.restore, as: Clinic.ann).map(\.code) == [.notFound])
        }
    }

    @Test("A row that others must not lose stays, until those are deleted")
    func restriction() async throws {
        try await with { backend in
            let share = PlumblineQuery.Operation.mutation(
                .create("Share", ["folder": .string(Self.folder)], .field("id"))
            )
            _ = try await backend.run(share)
            let held = await backend.errors(Self.delete, as: Clinic.ann)
            #expect(held.map(\.code.rawValue) == ["STILL_REFERENCED"])
            #expect(held.map(\.message) == ["There are shares that belong to this folder."])
            _ = try await backend.scalar("delete from shares returning 1")
            _ = try await backend.run(Self.delete, as: Clinic.ann)
        }
    }

    @Test("A name that a deleted row had is free, and that row is not restored while another has it")
    func uniqueness() async throws {
        try await with { backend in
            let create = PlumblineQuery.Operation.mutation(
                .create("Folder", ["name": .string("a")], .field("id"))
            )
            #expect(await backend.errors(create).map(\.code.rawValue) == ["NOT_UNIQUE"])
            _ = try await backend.run(Self.delete, as: Clinic.ann)
            _ = try await backend.run(create)
            #expect(await backend.errors(Self.restore).map(\.code.rawValue) == ["NOT_UNIQUE"])
        }
    }

    @Test("The owner of a row is who made it, whatever is given")
    func ownership() async throws {
        try await with { backend in
            let given: KeyValuePairs<String, InputValue> = [
                "name": .string("b"), "owner": .string(Clinic.id(4)),
            ]
            let foreign = PlumblineQuery.Operation.mutation(.create("Folder", given))
            #expect(await backend.errors(foreign, as: Clinic.ann).map(\.field) == [["input", "ownerId"]])
            let own = PlumblineQuery.Operation.mutation(
                .create(
                    "Folder",
                    ["name": .string("b")],
                    .toOne(key: "owner", relation: "owner", Selection([.field("name")]))
                )
            )
            try await backend.expect(own, as: Clinic.ann, gives: #"{"r0":{"owner":{"name":"ann"}}}"#)
        }
    }

    @Test("No row ever points at a row that is deleted at the same time")
    func races() async throws {
        try await with { backend in
            let owner = Clinic.id(3)
            let insert =
                "insert into folders (name, owner_id) select 'f' || n, '\(owner)' from generate_series(1, 24) n"
            _ = try await backend.scalar(insert + " returning 1")
            let all = "select string_agg(id::text, ' ') from folders"
            let folders = try #require(try await backend.scalar(all)).split(separator: " ").map(String.init)
            await withTaskGroup(of: Void.self) { group in
                for (index, folder) in folders.enumerated() {
                    let child = index.isMultiple(of: 2) ? "Note" : "Share"
                    let values: KeyValuePairs<String, InputValue> =
                        child == "Note"
                        ? ["folder": .string(folder), "title": .string("t")] : ["folder": .string(folder)]
                    // Either may be refused, whichever comes later.
                    group.addTask {
                        _ = try? await backend.run(
                            .mutation(.create(child, values, .field("id"))),
                            as: Clinic.ann
                        )
                    }
                    group.addTask {
                        _ = try? await backend.run(.mutation(.delete("Folder", folder)), as: Clinic.ann)
                    }
                }
            }
            let orphans = """
                select count(*) from folders f where deleted_at is not null and (
                    exists (select from notes where folder_id = f.id and deleted_at is null)
                    or exists (select from shares where folder_id = f.id))
                """
            #expect(try await backend.scalar(orphans) == "0")
            #expect(
                try await backend.scalar("select count(*) > 0 from folders where deleted_at is not null")
                    == "t"
            )
        }
    }
}
