import PlumblineEmit
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import PlumblineSpec
import PlumblineTestSupport
import Testing

@Suite("Access through rows that point here, and by scopes")
struct SharingTests {
    private static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        scopes: { read:folders: See all folders. }
        enums:
          Role: { values: { admin, user } }
        entities:
          User:
            fields:
              name: { type: text, unique: true }
              password: password
              role: { type: Role, default: user }
              team: { to: Team, optional: true, on_delete: set_null }
            access: { read: id = me }
          Team:
            fields:
              name: text
            access: { read: "any(users, id = me)" }
          Folder:
            fields:
              name: text
              parent: { to: Folder, optional: true, on_delete: cascade }
            access:
              read: scope(read:folders) or any(shares, user = me) or any(shares, team.name = 'all')
                or parent.name = 'public'
              update: any(shares, user = me and may_write)
              delete: not any(shares) and not any(folders)
          Share:
            fields:
              folder: { to: Folder, on_delete: cascade }
              user: { to: User, optional: true }
              team: { to: Team, optional: true }
              may_write: { type: boolean, default: false }
            access: { read: "folder.parent.name = 'x' or any(never)" }
          Never:
            fields:
              share: { to: Share, inverse: never }
        """

    private static let rows = """
        insert into teams (id, name) values ('\(Clinic.id(10))', 'all'), ('\(Clinic.id(11))', 'some');
        insert into users (id, name, password, team_id) values
            ('\(Clinic.id(1))', 'ann', 'x', '\(Clinic.id(10))'), ('\(Clinic.id(2))', 'ben', 'x', null);
        insert into folders (id, name, parent_id) values
            ('\(Clinic.id(20))', 'of ann', null), ('\(Clinic.id(21))', 'public', null),
            ('\(Clinic.id(22))', 'in public', '\(Clinic.id(21))'), ('\(Clinic.id(23))', 'of all', null),
            ('\(Clinic.id(24))', 'read by ann', null);
        insert into shares (folder_id, user_id, team_id, may_write) values
            ('\(Clinic.id(20))', '\(Clinic.id(1))', null, true),
            ('\(Clinic.id(23))', null, '\(Clinic.id(10))', false),
            ('\(Clinic.id(24))', '\(Clinic.id(1))', null, false);

        """

    private static let ann = Principal(id: Clinic.id(1), roles: ["user"])
    private static let ben = Principal(id: Clinic.id(2), roles: ["user"])

    @Test(
        "Whoever a row is shared with reads it",
        arguments: [
            (ann, "Folder", "in public,of all,of ann,read by ann"),
            (ben, "Folder", "in public,of all"),
            (.anonymous, "Folder", "in public,of all"),
            (
                Principal(id: nil, roles: [], scopes: ["read:folders"]), "Folder",
                "in public,of all,of ann,public,read by ann"
            ),
            (ann, "Team", "all"),
            (ben, "Team", ""),
            (ann, "Share", ""),
        ]
    )
    func readers(principal: Principal, entity: String, names: String) async throws {
        try await Backend.with(spec: Self.spec, seed: Self.rows) { backend in
            let name = entity == "Share" ? "id" : "name"
            let list = PlumblineQuery.Operation.query(
                .all(entity, order: [OrderTerm(field: name, isDescending: false)], .nodes(.field(name)))
            )
            let found =
                names.isEmpty
                ? "" : names.split(separator: ",").map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
            try await backend.expect(list, as: principal, gives: #"{"r":{"nodes":[\#(found)]}}"#)
        }
    }

    @Test("Rules for changes look at other rows, too")
    func writers() async throws {
        try await Backend.with(spec: Self.spec, seed: Self.rows) { backend in
            let rename = { (folder: Int) in
                PlumblineQuery.Operation.mutation(
                    .update("Folder", Clinic.id(folder), ["name": .string("new")], .field("name"))
                )
            }
            try await backend.expect(rename(20), as: Self.ann, gives: #"{"r0":{"name":"new"}}"#)
            #expect(await backend.errors(rename(24), as: Self.ann).map(\.code) == [.notFound])
            #expect(await backend.errors(rename(20), as: Self.ben).map(\.code) == [.notFound])
            let remove = { (folder: Int) in
                PlumblineQuery.Operation.mutation(.delete("Folder", Clinic.id(folder)))
            }
            #expect(await backend.errors(remove(21), as: Self.ann).map(\.code) == [.notFound])
            try await backend.expect(remove(22), as: Self.ann, gives: #"{"r0":"\#(Clinic.id(22))"}"#)
        }
    }

    @Test("Rows about the caller are found once, before the first row is read")
    func arrays() throws {
        let schema = try #require(Backend.schema(Self.spec))
        let folder = try #require(schema.entity("Folder"))
        let printer = SQLExpressionPrinter(schema: schema, entity: folder, row: "t1", me: "$1::uuid")
        #expect(
            printer.printCondition(folder.access.update) == """
                t1.id = any(array(select any1.folder_id from shares any1 \
                where any1.user_id = $1::uuid and any1.may_write))
                """
        )
        #expect(
            printer.printCondition(.any("shares", .field("may_write"))) == """
                exists (select from shares any1 where any1.may_write and any1.folder_id = t1.id)
                """
        )
    }
}
