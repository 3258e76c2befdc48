import PlumblineQuery
import Testing

@testable import PlumblineGraphQL

/// Arguments of a field, as its resolver gets them.
struct ArgumentCase: Sendable, CustomTestStringConvertible {
    var arguments: String
    var variables: String
    /// As JSON, or the message of the error.
    var expected: String

    var testDescription: String { "(\(arguments)) with \(variables)" }

    init(_ arguments: String, _ expected: String) {
        self.init(arguments, "{}", expected)
    }

    init(_ arguments: String, _ variables: String, _ expected: String) {
        self.arguments = arguments
        self.variables = variables
        self.expected = expected
    }
}

@Suite("Coercion of arguments, section 6.4.1")
struct ArgumentCoercionTests {
    private static let sdl = """
        type Query {
          f(int: Int, def: Int = 7, needed: Int! = 1, list: [Int], lists: [[Int]], strict: [Int!], box: Box, one: One,
            any: Any, id: ID, color: Color): String
        }
        input Box { a: Int, b: Int = 5, c: [Box!], must: Int! = 3 }
        input One @oneOf { x: Int, y: String }
        scalar Any
        enum Color { RED GREEN }
        """

    @Test(
        "Arguments have defaults, variables and coercions",
        arguments: [
            ArgumentCase("def: 1", #"{"def":1,"needed":1}"#),
            ArgumentCase("def: null, int: null", #"{"int":null,"def":null,"needed":1}"#),
            ArgumentCase("def: $int", #"{"def":7,"needed":1}"#),
            ArgumentCase("def: $int", #"{"int": null}"#, #"{"def":null,"needed":1}"#),
            ArgumentCase("int: $int", #"{"int": 5}"#, #"{"int":5,"def":7,"needed":1}"#),
            ArgumentCase("needed: $int", #"{"int": 4}"#, #"{"def":7,"needed":4}"#),
            ArgumentCase("needed: $int", #"{"def":7,"needed":1}"#),
            ArgumentCase(
                "needed: $int",
                #"{"int": null}"#,
                #"Argument "needed" of non-null type "Int!" must not be null."#
            ),
            ArgumentCase("list: 1", #"{"def":7,"needed":1,"list":[1]}"#),
            ArgumentCase("list: [1, null, $int]", #"{"def":7,"needed":1,"list":[1,null,null]}"#),
            ArgumentCase("lists: [1, 2]", #"{"def":7,"needed":1,"lists":[[1],[2]]}"#),
            ArgumentCase(
                "lists: [[$int], null]",
                #"{"int": 9}"#,
                #"{"def":7,"needed":1,"lists":[[9],null]}"#
            ),
            ArgumentCase("strict: [$with]", #"{"def":7,"needed":1,"strict":[2]}"#),
            ArgumentCase(
                "strict: [$with]",
                #"{"with": null}"#,
                #"Argument "strict" has invalid value [$with]."#
            ),
            ArgumentCase("box: { a: $int }", #"{"def":7,"needed":1,"box":{"b":5,"must":3}}"#),
            ArgumentCase("box: { b: $int }", #"{"def":7,"needed":1,"box":{"b":5,"must":3}}"#),
            ArgumentCase(
                "box: { must: $int, c: { a: 1 } }",
                #"{"int": 8}"#,
                #"{"def":7,"needed":1,"box":{"b":5,"c":[{"a":1,"b":5,"must":3}],"must":8}}"#
            ),
            ArgumentCase("one: { x: 1 }", #"{"def":7,"needed":1,"one":{"x":1}}"#),
            ArgumentCase("one: { y: $must }", #"{"must": "t"}"#, #"{"def":7,"needed":1,"one":{"y":"t"}}"#),
            ArgumentCase("one: $one", #"{"one": {"y": "t"}}"#, #"{"def":7,"needed":1,"one":{"y":"t"}}"#),
            ArgumentCase(
                "any: { a: [1, 2.5, RED, $int] }",
                #"{"int": 3}"#,
                #"{"def":7,"needed":1,"any":{"a":[1,2.5,"RED",3]}}"#
            ),
            ArgumentCase("id: 4", #"{"def":7,"needed":1,"id":"4"}"#),
            ArgumentCase("color: GREEN", #"{"def":7,"needed":1,"color":"GREEN"}"#),
        ]
    )
    func coercion(_ example: ArgumentCase) async throws {
        var resolvers = RowResolvers()
        resolvers.fields["Query.f"] = { field, _ in .leaf(.string(JSONWriter.text(field.arguments))) }
        var names = ["int: Int", "with: Int = 2", "one: One", "must: String!"].filter {
            example.arguments.contains("$\($0.prefix { $0 != ":" })")
        }.map { "$\($0)" }.joined(separator: ", ")
        if !names.isEmpty { names = "query (\(names)) " }
        let result = try await execute(
            "\(names){ f(\(example.arguments)) }",
            over: Self.sdl,
            variables: example.variables,
            resolvers: resolvers
        )
        let response = try JSONReader.read(result.body)
        if example.expected.hasPrefix("{") {
            #expect(response["data"]?["f"] == .string(example.expected))
            #expect(response["errors"] == nil)
        } else {
            guard case .list(let errors)? = response["errors"] else {
                Issue.record("There is no error: \(result.text)")
                return
            }
            #expect(errors.map { $0["message"] } == [.string(example.expected)])
            #expect(errors.map { $0["path"] } == [.list([.string("f")])])
            #expect(response["data"] == .object([.init("f", .null)]))
        }
    }
}
