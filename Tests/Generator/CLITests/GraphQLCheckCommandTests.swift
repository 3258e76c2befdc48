import Testing

@Suite("Checking GraphQL documents from the command line")
struct GraphQLCheckCommandTests {
    private static let schema = """
        type Query {
          dog(id: ID!): Dog
        }

        type Dog {
          name: String
        }

        """

    private func run(
        _ documents: [String: String],
        schema: String = Self.schema,
        _ arguments: String...
    ) async throws -> TemporaryPackage.Run {
        try await TemporaryPackage.with { package in
            try package.write(schema, to: "s.graphql")
            for (path, text) in documents { try package.write(text, to: "spec/\(path)") }
            return try await package.plumbline(
                arguments: ["graphql", "check", "--schema", "s.graphql", "spec"] + arguments
            )
        }
    }

    @Test("Documents without a mistake end with 0, and fragments of one file serve the others")
    func valid() async throws {
        let run = try await run([
            "a.graphql": "query A { dog(id: 1) { ...Parts } }",
            "b.gql": "fragment Parts on Dog { ...Name }\nfragment Name on Dog { name }",
        ])
        #expect(run.code == 0)
        #expect(run.output == "Nothing is wrong.\n")
    }

    @Test("A mistake is told with its place, its line and its rule")
    func mistakes() async throws {
        let run = try await run([
            "a.graphql": "query A {\n  dog { ...Parts }\n}\n",
            "b.graphql": "fragment Parts on Dog { nam }\nfragment Rest on Dog { name }\n",
            "c.graphql": "{",
        ])
        #expect(run.code == 1)
        #expect(
            run.output == """
                spec/a.graphql:2:3: error: Argument "Query.dog(id:)" of type "ID!" is required, but it was not provided. [ProvidedRequiredArguments]
                  dog { ...Parts }
                  ^
                spec/b.graphql:1:25: error: Cannot query field "nam" on type "Dog". Did you mean "name"? [FieldsOnCorrectType]
                fragment Parts on Dog { nam }
                                        ^
                spec/b.graphql:2:1: error: Fragment "Rest" is never used. [NoUnusedFragments]
                fragment Rest on Dog { name }
                ^
                spec/c.graphql:1:2: error: Syntax Error: Expected Name, found <EOF>. [Syntax]
                {
                 ^

                """
        )
    }

    @Test("Findings come as JSON for programs")
    func json() async throws {
        let run = try await run(["a.graphql": "{ cat }"], "--format", "json")
        #expect(run.code == 1)
        #expect(
            run.output == """
                [
                  {
                    "column" : 3,
                    "file" : "spec/a.graphql",
                    "line" : 1,
                    "message" : "Cannot query field \\"cat\\" on type \\"Query\\".",
                    "rule" : "FieldsOnCorrectType"
                  }
                ]

                """
        )
    }

    @Test("A schema that is wrong is told before any document is looked at")
    func schema() async throws {
        let run = try await run(
            ["a.graphql": "{ cat }"],
            schema: "type Query {\n  a: Dgo\n}\ntype Dog { b: Int }"
        )
        #expect(run.code == 1)
        #expect(
            run.output.hasPrefix(
                "s.graphql:2:6: error: Unknown type \"Dgo\". Did you mean \"Dog\"? [KnownTypeNames]\n"
            )
        )
    }

    @Test("A file that is not there is a failure, not a finding")
    func missing() async throws {
        try await TemporaryPackage.with { package in
            let run = try await package.plumbline("graphql", "check", "--schema", "none.graphql")
            #expect(run.code == 3)
            #expect(run.complaint == "error: There is no file none.graphql that can be read.\n")
        }
    }
}
