import Foundation
import PlumblineData
import PlumblineSchema
import PlumblineServerTestSupport
import PlumblineSpec
import PlumblineTestSupport
import Testing

/// What would be generated for the spec of `RestoreTests`, as far as its hooks need it.
private struct Letter: EntityModel {
    let id: UUID
    let subject: String

    static var entity: Entity { schema.entity("Letter") ?? schema.entities[0] }
    static var schema: Schema { RestoreTests.schema }
}

@Suite("Deleted rows come back")
struct RestoreTests {
    fileprivate static let schema: Schema = {
        let spec = """
            principal: { entity: Person, sign_in: [name], password: password, role: role }
            enums:
              PersonRole: { values: { archivist, visitor } }
            entities:
              Person:
                fields:
                  name: { type: text, unique: true }
                  password: password
                  role: PersonRole
                access: { read: everyone }
              Letter:
                traits: [soft_delete]
                fields:
                  author: { to: Person }
                  subject: text
                access:
                  read: everyone
                  update: author = me
                  delete: author = me
                  restore: role(archivist)
            """
        let files = [SpecFile(path: "spec/letters.yaml", text: spec)]
        return SpecReader.read(files, name: "restore").schema
            ?? Schema(name: "empty", enums: [], entities: [], principal: nil)
    }()

    private static let (archivist, visitor) = (
        "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"
    )
    private static let (kept, lost) = (
        "00000000-0000-7000-8000-000000000003", "00000000-0000-7000-8000-000000000004"
    )
    private static let seed = """
        insert into persons (id, name, password, role) values
            ('\(archivist)', 'ann', '\(Fixture.hash)', 'archivist'),
            ('\(visitor)', 'vic', '\(Fixture.hash)', 'visitor');
        insert into letters (id, author_id, subject, deleted_at) values
            ('\(kept)', '\(visitor)', 'kept', now()), ('\(lost)', '\(visitor)', 'lost', now());
        """

    private func serve(_ body: @escaping @Sendable (RunningServer) async throws -> Void) async throws {
        var hooks = Hooks()
        hooks.afterRestore(Letter.self) { letter, context in
            if letter.subject == "lost" { throw DatabaseError("LOST", "It is lost for good.") }
            let subject = "\(letter.subject) for \(context.principal.roles.joined())"
            try await context.database.unrestricted.sql(
                "update \(Letter.self) set subject = \(subject) where id = \(letter.id)"
            )
        }
        try await RunningServer.with(schema: Self.schema, hooks: hooks, seed: Self.seed, body)
    }

    @Test(
        "A hook runs in the transaction of a restoration, before the row is answered; what it throws undoes it"
    )
    func hooks() async throws {
        try await serve { server in
            let ann = try await server.signIn("ann")
            let back = try await server.send("POST", "/api/v1/letters/\(Self.kept)/restore", token: ann)
            #expect(back.status == 200, "\(back.text)")
            #expect(back.json.subject.string == "kept for archivist")
            let refused = try await server.graphQL(
                "mutation { restoreLetter(id: \"\(Self.lost)\") { subject } }",
                token: ann
            )
            #expect(refused.text.contains(#""code":"LOST""#), "\(refused.text)")
            let gone = try await server.send("GET", "/api/v1/letters/\(Self.lost)", token: ann)
            #expect(gone.status == 404)
        }
    }

    @Test("Who may not restore is told that there is no such row, and no hook hears of it")
    func access() async throws {
        try await serve { server in
            let vic = try await server.signIn("vic")
            for id in [Self.kept, Self.lost] {
                let answer = try await server.send("POST", "/api/v1/letters/\(id)/restore", token: vic)
                #expect(answer.status == 403, "\(answer.text)")
            }
            let listed = try await server.send("GET", "/api/v1/letters?includeDeleted=true", token: vic)
            #expect(listed.text.contains(#""items":[]"#), "\(listed.text)")
        }
    }

    @Test("Under row-level security deleted rows are not there, and nobody marks, changes or brings one back")
    func readers() async throws {
        try await serve { server in
            try await server.database.run(
                script: """
                    update letters set deleted_at = null where id = '\(Self.kept)';
                    begin;
                    grant update, delete on letters to restore_reader;
                    set local role restore_reader;
                    select set_config('plumbline.caller', '\(Self.visitor)', true),
                        set_config('plumbline.roles', 'archivist visitor', true);
                    do $$
                    declare changed integer;
                    begin
                        assert (select count(*) from letters) = 1, 'a deleted row is seen';
                        update letters set subject = 'x';
                        get diagnostics changed = row_count;
                        assert changed = 1, 'a deleted row is changed';
                        update letters set deleted_at = null;
                        get diagnostics changed = row_count;
                        assert changed = 1, 'a deleted row is brought back';
                        begin
                            update letters set deleted_at = now();
                            raise 'a reader may mark';
                        exception when insufficient_privilege then null;
                        end;
                        delete from letters;
                        get diagnostics changed = row_count;
                        assert changed = 1, 'a deleted row is removed';
                    end $$;
                    rollback;
                    """
            )
        }
    }
}
