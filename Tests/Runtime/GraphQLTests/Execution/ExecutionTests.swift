import PlumblineQuery
import Testing

@testable import PlumblineGraphQL

/// An operation over rows, and the response to it.
struct ExecutionCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var sdl: String
    var document: String
    var root = "{}"
    var variables = "{}"
    var response: String

    init(
        _ description: String,
        _ sdl: String,
        _ document: String,
        root: String = "{}",
        variables: String = "{}",
        _ response: String
    ) {
        testDescription = description
        self.sdl = sdl
        self.document = document
        self.root = root
        self.variables = variables
        self.response = response
    }
}

@Suite("Execution, section 6 of the specification")
struct ExecutionTests {
    @Test("A response has the fields of the document, merged and in their order", arguments: merging)
    func fields(_ example: ExecutionCase) async throws {
        let result = try await execute(
            example.document,
            over: example.sdl,
            root: example.root,
            variables: example.variables
        )
        #expect(result.text == example.response)
        #expect(result.isExecuted)
    }

    static let people = """
        type Query { a: Thing, b: Int, person: Person, people: [Person] }
        type Thing { subfield1: Int subfield2: Int }
        interface Named { name: String }
        type Person implements Named { name: String age: Int friend: Person }
        """

    static let merging = [
        ExecutionCase(
            "equal response names are one field",
            people,
            "{ a { subfield1 } ...ExampleFragment } fragment ExampleFragment on Query { a { subfield2 } b }",
            root: #"{"a": {"subfield1": 1, "subfield2": 2}, "b": 3}"#,
            #"{"data":{"a":{"subfield1":1,"subfield2":2},"b":3}}"#
        ),
        ExecutionCase(
            "aliases name members",
            people,
            "{ me: person { called: name __typename } b }",
            root: #"{"person": {"name": "Ann"}, "b": 1}"#,
            #"{"data":{"me":{"called":"Ann","__typename":"Person"},"b":1}}"#
        ),
        ExecutionCase(
            "the first place of a name is its place",
            people,
            "{ b ... on Query { a { subfield2 } b } a { subfield1 } }",
            root: #"{"a": {"subfield1": 1, "subfield2": 2}, "b": 3}"#,
            #"{"data":{"b":3,"a":{"subfield2":2,"subfield1":1}}}"#
        ),
        ExecutionCase(
            "@skip and @include",
            people,
            """
            query ($yes: Boolean!, $no: Boolean = false) {
              a @include(if: $no) { subfield1 }
              b @skip(if: $no) @include(if: $yes)
              ... @skip(if: $yes) { person { name } }
              ...P @include(if: $yes)
            }
            fragment P on Query { person { age } }
            """,
            root: #"{"a": {}, "b": 3, "person": {"name": "Ann", "age": 9}}"#,
            variables: #"{"yes": true}"#,
            #"{"data":{"b":3,"person":{"age":9}}}"#
        ),
        ExecutionCase(
            "fragments on an interface",
            people,
            "{ person { ... on Named { name } ... on Person { friend { ...N } } } } fragment N on Named { name }",
            root: #"{"person": {"name": "Ann", "friend": {"name": "Bob"}}}"#,
            #"{"data":{"person":{"name":"Ann","friend":{"name":"Bob"}}}}"#
        ),
        ExecutionCase(
            "nothing is left",
            people,
            "{ b @skip(if: true) }",
            #"{"data":{}}"#
        ),
        ExecutionCase(
            "introspection",
            people,
            #"{ b __type(name: "Thing") { fields { name type { name } } } __schema { queryType { name } } }"#,
            root: #"{"b": 1}"#,
            #"{"data":{"b":1,"__type":{"fields":[{"name":"subfield1","type":{"name":"Int"}},"#
                + #"{"name":"subfield2","type":{"name":"Int"}}]},"__schema":{"queryType":{"name":"Query"}}}}"#
        ),
    ]

    @Test("Fields of a mutation are executed one after the other, with all that is below them")
    func serialMutation() async throws {
        let sdl = """
            type Query { theNumber: Int }
            type Mutation { changeTheNumber(newNumber: Int!): Holder }
            type Holder { theNumber: Int }
            """
        let number = Number()
        var resolvers = RowResolvers()
        resolvers.fields["Mutation.changeTheNumber"] = { field, _ in
            .later {
                guard case .integer(let new)? = field.arguments["newNumber"] else { return .null }
                for _ in 0..<10 { await Task.yield() }
                await number.set(new)
                return .object(.object([]))
            }
        }
        resolvers.fields["Holder.theNumber"] = { _, _ in .later { .leaf(.integer(await number.value)) } }
        let result = try await execute(
            """
            mutation {
              first: changeTheNumber(newNumber: 1) { theNumber }
              second: changeTheNumber(newNumber: 3) { theNumber }
              third: changeTheNumber(newNumber: 2) { theNumber }
            }
            """,
            over: sdl,
            resolvers: resolvers
        )
        #expect(
            result.text
                == #"{"data":{"first":{"theNumber":1},"second":{"theNumber":3},"third":{"theNumber":2}}}"#
        )
    }

    private actor Number {
        private(set) var value: Int64 = 0
        func set(_ new: Int64) { value = new }
    }

    @Test("Fields of a query are waited for together, at most as many as allowed")
    func concurrency() async throws {
        let sdl = "type Query { \((0..<40).map { "f\($0): Int" }.joined(separator: " ")) }"
        let types = try TypeSystem(parsing: Array(sdl.utf8))
        let document = try ExecutableDocument(
            parsing: "{ \((0..<40).map { "f\($0)" }.joined(separator: " ")) }"
        )
        let crowd = Crowd(size: 5)
        var resolvers = RowResolvers()
        for index in 0..<40 {
            resolvers.fields["Query.f\(index)"] = { _, _ in
                .later {
                    await crowd.meet()
                    return .leaf(.integer(Int64(index)))
                }
            }
        }
        let executor = GraphQLExecutor(
            types: types,
            resolvers: resolvers,
            options: ExecutionOptions(maximumConcurrency: 5)
        )
        let result = await executor.execute(document, root: .object([]))
        let members = (0..<40).map { "\"f\($0)\":\($0)" }.joined(separator: ",")
        #expect(result.text == "{\"data\":{\(members)}}")
        #expect(await crowd.largest == 5)
    }

    /// Lets people go on when so many of them are there: with fewer at once nobody ever would.
    private actor Crowd {
        let size: Int
        private(set) var largest = 0
        private var waiting: [CheckedContinuation<Void, Never>] = []

        init(size: Int) { self.size = size }

        func meet() async {
            largest = max(largest, waiting.count + 1)
            if waiting.count + 1 == size {
                for other in waiting { other.resume() }
                waiting = []
            } else {
                await withCheckedContinuation { waiting.append($0) }
            }
        }
    }

    @Test("A request that cannot be executed has no data")
    func refused() async throws {
        let sdl = "type Query { a(b: Int!): Int }"
        let types = try TypeSystem(parsing: Array(sdl.utf8))
        let executor = GraphQLExecutor(types: types, resolvers: RowResolvers())
        let document = try ExecutableDocument(
            parsing: "query A($b: Int!) { a(b: $b) } mutation M { a } subscription S { a }"
        )
        let unnamed = await executor.execute(document, root: .null)
        #expect(
            unnamed.text
                == #"{"errors":[{"message":"Must provide operation name if query contains multiple operations.","#
                + #""extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}"#
        )
        #expect(!unnamed.isExecuted)
        let missing = await executor.execute(document, operationName: "A", root: .null)
        #expect(missing.text.contains(#"Variable \"$b\" of required type \"Int!\" was not provided."#))
        #expect(!missing.text.contains("data"))
        for (name, kind) in [("M", "mutation"), ("S", "subscription")] {
            let result = await executor.execute(document, operationName: name, root: .null)
            #expect(result.text.contains("Schema is not configured to execute \(kind) operation."))
        }
    }
}
