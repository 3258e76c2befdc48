import Foundation
import PlumblineTestSupport
import Testing

@Suite("Explaining an operation from the command line")
struct GraphQLExplainCommandTests {
    private static let spec = """
        \(LampSpec.people)  Lamp:
            fields:
              label: { type: text, max_length: 40 }
              owner: { to: Person, inverse: lamps }
            access: { read: role(keeper) or owner = me, create: role(keeper) }

        """
    private static let guest = ["--role", "guest", "--user", "01890000-0000-7000-8000-000000000001"]
    private static let list = """
        query List($first: Int = 3, $label: String = "A") {
          lamps(first: $first, filter: { label: { eq: $label } }) { nodes { label } }
        }
        """

    private func run(
        _ document: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> TemporaryPackage.Run {
        try await TemporaryPackage.with { package in
            try package.write(Self.spec, to: "spec/lamps.yaml")
            try package.write(document, to: "q.graphql")
            return try await package.plumbline(
                arguments: ["graphql", "explain", "q.graphql"] + arguments,
                environment: environment
            )
        }
    }

    /// A database of the spec with 5,000 lamps, of which the guest owns ten, as PostgreSQL knows.
    private func runOnLamps(_ document: String, _ arguments: [String]) async throws -> (
        run: TemporaryPackage.Run, lamps: String?
    ) {
        try await TestDatabase.with { database in
            try await TemporaryPackage.with { package in
                let environment = ["DATABASE_URL": database.url]
                try package.write(Self.spec, to: "spec/lamps.yaml")
                try package.write(document, to: "q.graphql")
                #expect(try await package.plumbline("plan", "initial").code == 0)
                let up = try await package.plumbline("migrate", "up", environment: environment)
                #expect(up.code == 0, "\(up.complaint)")
                try await database.run(
                    script: """
                        insert into persons (id, email, secret, role)
                        select ('01890000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, i || '@a', 'x', 'guest'
                        from generate_series(1, 500) i;
                        insert into lamps (label, owner_id)
                        select 'L' || i, ('01890000-0000-7000-8000-' || lpad((i % 500 + 1)::text, 12, '0'))::uuid
                        from generate_series(1, 5000) i;
                        analyze;
                        """
                )
                let run = try await package.plumbline(
                    arguments: ["graphql", "explain", "q.graphql"] + arguments,
                    environment: environment
                )
                return (run, try await database.scalar("select count(*) from lamps"))
            }
        }
    }

    @Test("Without a database: the statement, its parameters, what is left of the rules, the cost")
    func statement() async throws {
        let run = try await run(Self.list, Self.guest)
        #expect(run.code == 0, "\(run.complaint)")
        #expect(
            run.output == """
                query List, asked by 01890000-0000-7000-8000-000000000001 as guest

                -- Statement 1 of 1

                select concat(
                  '{"nodes":[', string_agg(concat('{"label":', to_json(t2.label), '}'), ',' order by t2.id), ']}'
                )
                from (
                  with "#rows" as materialized (
                    select t1.*
                    from lamps t1
                    where (t1.owner_id = $1::uuid) and (t1.label = $2::text)
                    order by t1.id
                    limit 11
                  )
                  select *
                  from "#rows"
                  limit $3::bigint
                ) t2

                $1  uuid    01890000-0000-7000-8000-000000000001  caller    the caller's key
                $2  text    A                                     variable  $label
                $3  bigint  3                                     variable  $first, at most 100

                Lamp.read  asks owner = me  of: role(keeper) or owner = me

                Cost: 5, of the 100000 that a server allows.

                """
        )
    }

    @Test("What the role decides is not in the statement, and is told")
    func folded() async throws {
        let run = try await run(Self.list, ["--role", "keeper"])
        #expect(run.code == 0, "\(run.complaint)")
        #expect(run.output.contains("Lamp.read  holds, nothing is asked  of: role(keeper) or owner = me"))
        #expect(!run.output.contains("owner_id"))
        #expect(run.output.contains("asked by 00000000-0000-0000-0000-000000000000 as keeper"))
    }

    @Test("What is null for the caller is told, and needs no database")
    func refused() async throws {
        let run = try await run("{ person(id: 1) { email } }", [])
        #expect(run.code == 0)
        #expect(run.output.contains("person is null: Sign in to read persons."))
        #expect(run.output.contains("No statement: it is answered without the database."))
    }

    @Test("A mutation has all its statements, and values that nobody should see are not shown")
    func mutation() async throws {
        let run = try await run(
            "mutation ($owner: ID!) { createLamp(input: { label: \"B\", ownerId: $owner }) { id owner { id } } }",
            ["--role", "keeper", "--variables", #"{"owner": "01890000-0000-7000-8000-000000000001"}"#]
        )
        #expect(run.code == 0, "\(run.complaint)")
        #expect(run.output.contains("-- Statement 2 of 2"))
        #expect(run.output.contains("insert into lamps"))
        #expect(run.output.contains("a new key"))
        #expect(run.output.contains("The statements are sent together, as one transaction."))
    }

    @Test(
        "What a server would refuse ends with 1",
        arguments: [
            ("{ lamp }", [], "q.graphql:1:3: error: Field \"lamp\" of type \"Lamp\" must have a selection"),
            ("{ lamps { nodes { id } } }", [], "q.graphql:1:3: error: Sign in to read lamps."),
            (
                "mutation { createLamp(input: { label: \"B\", ownerId: \"1\" }) { id } }", guest,
                "q.graphql:1:12: error: You may not create lamps."
            ),
            (list, ["--role", "guest", "--variables", #"{"first": 1000}"#], "error: `first` must be"),
        ]
    )
    func refusals(document: String, arguments: [String], message: String) async throws {
        let run = try await run(document, arguments)
        #expect(run.code == 1, "\(run.complaint)")
        #expect(run.output.contains(message), "\(run.output)")
    }

    @Test("What costs more than the server allows is shown, and ends with 1")
    func costly() async throws {
        let run = try await run(Self.list, Self.guest, environment: ["GRAPHQL_MAX_COST": "3"])
        #expect(run.code == 1)
        #expect(run.output.contains("Cost: 5, of the 3 that a server allows."))
        #expect(run.output.contains("-- Statement 1 of 1"))
    }

    @Test(
        "A wrong command line ends with 2",
        arguments: [
            (["--role", "king"], "There is no role king; each role is one of keeper, guest."),
            (["--scope", "read"], "There is no scope read; the spec has none."),
            (["--user", "7"], "--user needs a UUID"),
            (["--role", "keeper", "--analyze"], "--analyze needs a database"),
        ]
    )
    func usage(arguments: [String], message: String) async throws {
        let run = try await run(Self.list, arguments)
        #expect(run.code == 2)
        #expect(run.complaint.contains(message), "\(run.complaint)")
    }

    @Test("With a database PostgreSQL's plan follows")
    func plan() async throws {
        let (run, _) = try await runOnLamps(Self.list, Self.guest)
        #expect(run.code == 0, "\(run.complaint)")
        #expect(run.output.contains("-- PostgreSQL's plan"))
        #expect(run.output.contains("using lamps_owner_id_idx"))
        #expect(!run.output.contains("Run in"))
    }

    @Test("A query is run if that is asked for, and what is wasteful is marked with what mends it")
    func analyzed() async throws {
        let (run, _) = try await runOnLamps(Self.list, ["--role", "keeper", "--analyze"])
        #expect(run.code == 0, "\(run.complaint)")
        #expect(run.output.contains("Run in "))
        #expect(run.output.contains(/Scan .*on lamps t1 \(1\)/))
        #expect(
            run.output.contains(
                "kept 0. The index `- { fields: [label] }`, in the `indexes:` of Lamp (spec/lamps.yaml:11), would "
                    + "find them."
            ),
            "\(run.output)"
        )
    }

    @Test("The statements of a mutation are planned and never run")
    func mutationIsNotRun() async throws {
        let document = "mutation { createLamp(input: { label: \"B\" }) { id } }"
        let owner = "01890000-0000-7000-8000-000000000001"
        let whole = document.replacing("\"B\"", with: "\"B\", ownerId: \"\(owner)\"")
        let planned = try await runOnLamps(whole, ["--role", "keeper"])
        #expect(planned.run.code == 0, "\(planned.run.complaint)")
        #expect(planned.run.output.contains("Insert on lamps"))
        #expect(planned.lamps == "5000")
        let run = try await runOnLamps(whole, ["--role", "keeper", "--analyze"])
        #expect(run.run.code == 2)
        #expect(run.run.complaint.contains("--analyze runs queries only"))
        #expect(run.lamps == "5000")
    }

    @Test("A database without the tables is a failure that says so")
    func otherDatabase() async throws {
        try await TestDatabase.with { database in
            let run = try await run(Self.list, Self.guest, environment: ["DATABASE_URL": database.url])
            #expect(run.code == 3)
            #expect(run.complaint.contains("see 'plumbline migrate status'"), "\(run.complaint)")
        }
    }

    private struct Report: Decodable {
        struct Caller: Decodable { let id: String; let roles: [String] }
        struct Cost: Decodable { let requested: Int; let maximum: Int }
        struct Parameter: Decodable {
            let type: String; let origin: String; let description: String; let value: String?
        }
        struct Rule: Decodable { let rule: String; let spec: String; let asked: String }
        struct Plan: Decodable {
            struct Node: Decodable {
                enum CodingKeys: String, CodingKey { case type = "Node Type" }
                let type: String
            }
            enum CodingKeys: String, CodingKey { case root = "Plan" }
            let root: Node
        }
        struct Finding: Decodable { let kind: String; let node: Int; let advice: String }
        struct Statement: Decodable {
            let sql: String
            let parameters: [Parameter]
            let rules: [Rule]
            let plan: Plan?
            let findings: [Finding]?
        }
        struct Problem: Decodable { let message: String; let line: Int?; let path: [String]? }
        let operation: String?
        let kind: String?
        let caller: Caller?
        let cost: Cost?
        let statements: [Statement]
        let errors: [Problem]
    }

    @Test("JSON for programs has all of it")
    func json() async throws {
        let (run, _) = try await runOnLamps(Self.list, ["--role", "keeper", "--analyze", "--format", "json"])
        #expect(run.code == 0, "\(run.complaint)")
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        #expect(report.operation == "List")
        #expect(report.kind == "query")
        #expect(report.caller?.roles == ["keeper"])
        #expect(report.cost?.requested == 5)
        let statement = try #require(report.statements.first)
        #expect(statement.sql.contains("from lamps t1 where (t1.label = $1::text)"))
        #expect(statement.parameters.map(\.origin) == ["variable", "variable"])
        #expect(statement.parameters.map(\.value) == ["A", "3"])
        #expect(statement.rules.map(\.asked) == ["everyone"])
        #expect(statement.plan?.root.type == "Aggregate")
        #expect(statement.findings?.map(\.kind) == ["wasteful"])
        #expect(report.errors.isEmpty)
    }

    @Test("Refusals come as JSON, too")
    func jsonOfRefusal() async throws {
        let run = try await run("{ lamps { nodes { id } } }", ["--format", "json"])
        #expect(run.code == 1)
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        #expect(report.statements.isEmpty)
        #expect(report.errors.map(\.message) == ["Sign in to read lamps."])
        #expect(report.errors.first?.path == ["lamps"])
    }
}
