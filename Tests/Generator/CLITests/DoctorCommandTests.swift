import Foundation
import PlumblineTestSupport
import Testing

@Suite("Asking for advice on indexes from the command line")
struct DoctorCommandTests {
    private static func lamps(_ read: String, indexes: String = "[]") -> String {
        """
        \(LampSpec.people)  Lamp:
            fields:
              label: { type: text, max_length: 40 }
              owner: { to: Person, inverse: lamps }
              shade: { type: text, max_length: 20, optional: true }
            indexes: \(indexes)
            access: { read: \(read) }

        """
    }

    private func run(
        _ spec: String,
        _ arguments: String...,
        environment: [String: String] = [:]
    ) async throws -> TemporaryPackage.Run {
        try await TemporaryPackage.with { package in
            try package.write(spec, to: "spec/lamps.yaml")
            return try await package.plumbline(arguments: ["doctor"] + arguments, environment: environment)
        }
    }

    @Test("Relations have an index, and so have the rules that compare them with the caller")
    func served() async throws {
        let run = try await run(Self.lamps("owner = me"))
        #expect(run.code == 0, "\(run.output)\(run.complaint)")
        #expect(run.output == "Nothing is wrong.\n")
    }

    @Test("An index that another one stands for is needless")
    func covered() async throws {
        let run = try await run(
            Self.lamps("everyone", indexes: "[{ fields: [label] }, { fields: [label, owner] }]")
        )
        #expect(run.code == 1)
        #expect(
            run.output == """
                spec/lamps.yaml:16: The index lamps_label_idx on label finds nothing that the index \
                lamps_label_owner_id_idx does not find: every write keeps it for nothing.
                fix: Remove it from the `indexes:` of Lamp.

                """
        )
    }

    @Test("Indexes that only look alike are kept")
    func kept() async throws {
        let indexes = """
            [{ fields: [label], when: label != 'x' }, { fields: [label, owner], descending: [label] }, \
            { fields: [label], include: [shade], name: lamps_both }, { fields: [owner, label] }, { on: lower(label) }]
            """
        let run = try await run(Self.lamps("everyone", indexes: indexes))
        #expect(run.code == 0, "\(run.output)\(run.complaint)")
    }

    @Test("A list of several entities wants the indexes of one of them in all")
    func shared() async throws {
        func spec(_ books: String) -> String {
            """
            traits:
              Shelved: { interface: true, list: shelf, fields: { title: { type: text, max_length: 40 } } }
            entities:
              Film:
                traits: [Shelved]
                indexes: [{ fields: [title] }]
                access: { read: everyone }
              Book: { traits: [Shelved], indexes: [\(books)], access: { read: everyone } }
            unions:
              Found: { of: [Book, Film], list: found }

            """
        }
        let lacking = try await run(spec(""))
        #expect(lacking.code == 1)
        #expect(
            lacking.output == """
                spec/lamps.yaml:8: In the list of shelf, an index on title finds the rows of Film, and none those of Book: \
                a filter or an order by title reads all of books.
                fix: Add `- { fields: [title] }` to the `indexes:` of Book.

                """
        )
        #expect(try await run(spec("{ fields: [title] }")).code == 0)
    }

    @Test("A field that the list cannot be filtered by wants no index in all")
    func hiddenInShared() async throws {
        let run = try await run(
            """
            traits:
              Shelved:
                interface: true
                list: shelf
                fields: { title: { type: text, max_length: 40 }, code: { type: text, max_length: 40, secret: true } }
            entities:
              Film: { traits: [Shelved], indexes: [{ fields: [code] }], access: { read: everyone } }
              Book: { traits: [Shelved], access: { read: everyone } }

            """
        )
        #expect(run.code == 0, "\(run.output)\(run.complaint)")
    }

    private struct Complaint: Decodable {
        let urgency: String
        let kind: String
        let subject: String
        let message: String
        let fix: String
        let place: String?
    }

    @Test("Findings come as JSON for programs")
    func json() async throws {
        let run = try await run(
            Self.lamps("everyone", indexes: "[{ fields: [label] }, { fields: [label, owner] }]"),
            "--format",
            "json"
        )
        #expect(run.code == 1)
        let complaints = try JSONDecoder().decode([Complaint].self, from: Data(run.output.utf8))
        #expect(complaints.map(\.kind) == ["coveredIndex"])
        #expect(complaints.map(\.urgency) == ["waste"])
        #expect(complaints.map(\.subject) == ["lamps_label_idx"])
        #expect(complaints.map(\.place) == ["spec/lamps.yaml:16"])
    }

    @Test("A database of another schema is told, and nothing else of it")
    func otherSchema() async throws {
        try await TestDatabase.with { database in
            let run = try await run(Self.lamps("everyone"), environment: ["DATABASE_URL": database.url])
            #expect(run.code == 1)
            #expect(
                run.output == """
                    The database has no schema of this service yet.
                    fix: Run 'plumbline migrate status', then 'plumbline migrate up'.

                    """
            )
        }
    }

    @Test("Whoever serves may ask, too: nothing that is asked is a superuser's")
    func serversLogin() async throws {
        try await TestDatabase.with { database in
            try await TemporaryPackage.with { package in
                let service = "lamps" + database.name.suffix(12)
                let login = service + "_login"
                var url = try #require(URLComponents(string: database.url))
                (url.user, url.password) = (login, "lamp")
                try package.write(Self.lamps("owner = me"), to: "spec/lamps.yaml")
                #expect(try await package.plumbline("plan", "initial", "--name", service).code == 0)
                let owner = ["DATABASE_URL": database.url]
                let up = try await package.plumbline("migrate", "up", "--name", service, environment: owner)
                #expect(up.code == 0, "\(up.complaint)")
                try await database.run(
                    script: "create role \(login) login password 'lamp' in role \(service)_app"
                )
                let environment = ["DATABASE_URL": try #require(url.string)]
                let run = try await package.plumbline("doctor", "--name", service, environment: environment)
                try await database.run(script: "drop role \(login)")
                #expect(run.code == 0, "\(run.output)\(run.complaint)")
            }
        }
    }

    /// What is found in a database of the spec, after a script has done something to it.
    private func complaints(_ spec: String, after script: String) async throws -> [Complaint] {
        try await TestDatabase.with { database in
            try await TemporaryPackage.with { package in
                let environment = ["DATABASE_URL": database.url]
                try package.write(spec, to: "spec/lamps.yaml")
                #expect(try await package.plumbline("plan", "initial").code == 0)
                let up = try await package.plumbline("migrate", "up", environment: environment)
                #expect(up.code == 0, "\(up.complaint)")
                let healthy = try await package.plumbline("doctor", environment: environment)
                #expect(healthy.code == 0, "\(healthy.output)\(healthy.complaint)")
                try await database.run(script: script)
                let run = try await package.plumbline("doctor", "--format", "json", environment: environment)
                return try JSONDecoder().decode([Complaint].self, from: Data(run.output.utf8))
            }
        }
    }

    private static let rows = """
        alter table lamps set (autovacuum_enabled = false);
        insert into persons (id, email, secret, role)
        select ('01890000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, i || '@a', 'x', 'guest'
        from generate_series(1, 500) i;
        insert into lamps (label, owner_id)
        select rpad('L' || i, 40), ('01890000-0000-7000-8000-' || lpad((i % 500 + 1)::text, 12, '0'))::uuid
        from generate_series(1, 20000) i;
        """

    @Test("A database is asked for what it lacks, what it has for nothing, and what it does not know")
    func database() async throws {
        let found = try await complaints(
            Self.lamps("owner = me"),
            after: Self.rows + """
                drop index lamps_owner_id_idx;
                create index lamps_extra on lamps (label);
                create index lamps_longer on lamps (label, id);
                create index lamps_odd on lamps (shade);
                update pg_index set indisvalid = false where indexrelid = 'lamps_odd'::regclass;
                do $$ begin
                  for i in 1..100 loop perform count(*) from lamps; end loop;
                  for i in 1..1000 loop perform 1 from lamps limit 1; end loop;
                end $$;
                """
        )
        #expect(
            found.map { "\($0.kind) \($0.subject)" } == [
                "foreignKey lamps", "invalidIndex lamps_odd", "list Lamp", "neverAnalyzed lamps",
                "scans lamps",
                "coveredIndex lamps_extra", "unusedIndex lamps_extra", "unusedIndex lamps_longer",
            ],
            "\(found)"
        )
        #expect(found.map(\.urgency).dropFirst(2).prefix(4) == ["everyRequest", "plans", "plans", "waste"])
        #expect(
            found.first?.fix
                == "The spec has it: create index concurrently lamps_owner_id_idx on lamps (owner_id);"
        )
        #expect(found.first?.place == "spec/lamps.yaml:11")
        #expect(found.first { $0.kind == "coveredIndex" }?.message.contains("lamps_longer") == true)
    }

    @Test("A list that PostgreSQL means to read a whole table for is told, for those who get it")
    func list() async throws {
        let found = try await complaints(
            Self.lamps("role(keeper) or label = 'L7'") + "unions: { Light: { of: [Lamp], list: lights } }\n",
            after: Self.rows + "analyze lamps;"
        )
        #expect(found.map { "\($0.kind) \($0.subject)" } == ["list Lamp", "list Light"])
        let message = try #require(found.first?.message)
        #expect(
            message.contains(
                "The list of lamps for anonymous callers, callers without a role, guest: It would read"
            )
        )
        #expect(
            message.contains("The index `- { fields: [label] }`, in the `indexes:` of Lamp"),
            "\(message)"
        )
    }
}
