import PlumblineQuery
import Testing

@testable import PlumblineGraphQL

@Suite("Execution errors and null, section 6.4.4")
struct NullPropagationTests {
    private static let sdl = """
        type Query {
          hero: Character, sure: Character!, pets: [Pet]
          a: [Int], b: [Int]!, c: [Int!], d: [Int!]!, e: [[Int!]!], color: Color, colors: [Color!], flag: Boolean
        }
        type Character { id: ID, name: String!, height: Float, friends: [Character], foes: [Character!], best: Character! }
        union Pet = Dog | Cat
        type Dog { name: String! }
        type Cat { name: String! }
        type Fish { name: String! }
        enum Color { RED }
        """

    static let cases = [
        ExecutionCase(
            "a nullable position",
            sdl,
            "{ hero { id height } }",
            root: #"{"hero": {"id": 1, "height": {"error": "Too tall."}}}"#,
            #"{"errors":[{"message":"Too tall.","locations":[{"line":1,"column":13}],"path":["hero","height"]}],"#
                + #""data":{"hero":{"id":"1","height":null}}}"#
        ),
        ExecutionCase(
            "a non-null field takes its object along",
            sdl,
            "{ hero { friends { id name } } }",
            root: #"{"hero": {"friends": [{"id": 1, "name": "A"}, {"id": 2, "name": null}, null]}}"#,
            #"{"errors":[{"message":"Cannot return null for non-nullable field Character.name.","#
                + #""locations":[{"line":1,"column":23}],"path":["hero","friends",1,"name"]}],"#
                + #""data":{"hero":{"friends":[{"id":"1","name":"A"},null,null]}}}"#
        ),
        ExecutionCase(
            "a non-null item takes its list along",
            sdl,
            "{ hero { foes { name } id } }",
            root: #"{"hero": {"id": 1, "foes": [{"name": "A"}, {"name": {"error": "No."}}, {"name": "C"}]}}"#,
            #"{"errors":[{"message":"No.","locations":[{"line":1,"column":17}],"path":["hero","foes",1,"name"]}],"#
                + #""data":{"hero":{"foes":null,"id":"1"}}}"#
        ),
        ExecutionCase(
            "non-null all the way up leaves no data",
            sdl,
            "{ sure { best { best { name } } } }",
            root: #"{"sure": {"best": {"best": {"name": null}}}}"#,
            #"{"errors":[{"message":"Cannot return null for non-nullable field Character.name.","#
                + #""locations":[{"line":1,"column":24}],"path":["sure","best","best","name"]}],"data":null}"#
        ),
        ExecutionCase(
            "an error keeps every place of its field",
            sdl,
            "{ me: hero { height } ... on Query { me: hero { height } } }",
            root: #"{"hero": {"height": {"error": "No."}}}"#,
            #"{"errors":[{"message":"No.","locations":[{"line":1,"column":14},{"line":1,"column":49}],"#
                + #""path":["me","height"]}],"data":{"me":{"height":null}}}"#
        ),
        ExecutionCase(
            "[Int]",
            sdl,
            "{ a }",
            root: #"{"a": [1, null, 3]}"#,
            #"{"data":{"a":[1,null,3]}}"#
        ),
        ExecutionCase(
            "[Int] with an error",
            sdl,
            "{ a }",
            root: #"{"a": [1, {"error": "No."}, 3]}"#,
            #"{"errors":[{"message":"No.","locations":[{"line":1,"column":3}],"path":["a",1]}],"data":{"a":[1,null,3]}}"#
        ),
        ExecutionCase(
            "[Int]!",
            sdl,
            "{ b }",
            root: #"{"b": null}"#,
            #"{"errors":[{"message":"Cannot return null for non-nullable field Query.b.","#
                + #""locations":[{"line":1,"column":3}],"path":["b"]}],"data":null}"#
        ),
        ExecutionCase(
            "[Int!]",
            sdl,
            "{ c }",
            root: #"{"c": [1, null]}"#,
            #"{"errors":[{"message":"Cannot return null for non-nullable field Query.c.","#
                + #""locations":[{"line":1,"column":3}],"path":["c",1]}],"data":{"c":null}}"#
        ),
        ExecutionCase(
            "[Int!]!",
            sdl,
            "{ d }",
            root: #"{"d": [1, null]}"#,
            #"{"errors":[{"message":"Cannot return null for non-nullable field Query.d.","#
                + #""locations":[{"line":1,"column":3}],"path":["d",1]}],"data":null}"#
        ),
        ExecutionCase(
            "[[Int!]!]",
            sdl,
            "{ e a }",
            root: #"{"e": [[1], [2, null]], "a": [4]}"#,
            #"{"errors":[{"message":"Cannot return null for non-nullable field Query.e.","#
                + #""locations":[{"line":1,"column":3}],"path":["e",1,1]}],"data":{"e":null,"a":[4]}}"#
        ),
        ExecutionCase(
            "what is no list",
            sdl,
            "{ a }",
            root: #"{"a": 1}"#,
            #"{"errors":[{"message":"Expected a list, but did not find one for field \"Query.a\".","#
                + #""locations":[{"line":1,"column":3}],"path":["a"]}],"data":{"a":null}}"#
        ),
        ExecutionCase(
            "an object where a leaf is due, and the other way round",
            sdl,
            "{ flag hero { id } }",
            root: #"{"flag": {"x": 1}, "hero": 5}"#,
            #"{"errors":[{"message":"Expected a leaf of type \"Boolean\".","locations":[{"line":1,"column":3}],"#
                + #""path":["flag"]},{"message":"Expected an object of type \"Character\" but got: 5.","#
                + #""locations":[{"line":1,"column":8}],"path":["hero"]}],"data":{"flag":null,"hero":null}}"#
        ),
        ExecutionCase(
            "members of a union",
            sdl,
            "{ pets { __typename ... on Dog { name } ... on Cat { called: name } } }",
            root: #"{"pets": [{"__typename": "Dog", "name": "Rex"}, {"__typename": "Cat", "name": "Tom"}]}"#,
            #"{"data":{"pets":[{"__typename":"Dog","name":"Rex"},{"__typename":"Cat","called":"Tom"}]}}"#
        ),
        ExecutionCase(
            "no member of a union",
            sdl,
            "{ pets { __typename } }",
            root: #"{"pets": [{"__typename": "Fish"}, {"__typename": "Bird"}, {}]}"#,
            #"{"errors":[{"message":"Runtime Object type \"Fish\" is not a possible type for \"Pet\".","#
                + #""locations":[{"line":1,"column":3}],"path":["pets",0]},"#
                + #"{"message":"Abstract type \"Pet\" was resolved to a type \"Bird\" that does not exist inside "#
                + #"the schema.","locations":[{"line":1,"column":3}],"path":["pets",1]},"#
                + #"{"message":"Nothing says what Pet this is.","locations":[{"line":1,"column":3}],"#
                + #""path":["pets",2]}],"data":{"pets":[null,null,null]}}"#
        ),
        ExecutionCase(
            "no value of an enum",
            sdl,
            "{ color colors }",
            root: #"{"color": "RED", "colors": ["RED", "PUCE"]}"#,
            #"{"errors":[{"message":"Enum \"Color\" cannot represent value: \"PUCE\"","#
                + #""locations":[{"line":1,"column":9}],"path":["colors",1]}],"data":{"color":"RED","colors":null}}"#
        ),
    ]

    @Test("An error makes null the nearest position that may be", arguments: cases)
    func propagation(_ example: ExecutionCase) async throws {
        let result = try await execute(example.document, over: example.sdl, root: example.root)
        #expect(result.text == example.response)
    }

    @Test("Values that take time change nothing, whatever comes first", arguments: cases)
    func slowly(_ example: ExecutionCase) async throws {
        for _ in 0..<20 {
            let result = try await execute(
                example.document,
                over: example.sdl,
                root: example.root,
                resolvers: RowResolvers(isSlow: true)
            )
            let (response, expected) = (
                try JSONReader.read(result.body), try JSONReader.read(Array(example.response.utf8))
            )
            #expect(response["data"] == expected["data"])
            // Their order is that in which they happen.
            #expect(response.errorTexts == expected.errorTexts)
        }
    }

    @Test("What is thrown stays here; the client is told that the field failed")
    func faults() async throws {
        let result = try await execute(
            "{ hero { name height } }",
            over: Self.sdl,
            root: #"{"hero": {"name": "A", "height": {"error": "fault"}}}"#
        )
        #expect(
            result.text
                == #"{"errors":[{"message":"This field failed; the log says why.","locations":[{"line":1,"column":15}],"#
                + #""path":["hero","height"],"extensions":{"code":"INTERNAL"}}],"#
                + #""data":{"hero":{"name":"A","height":null}}}"#
        )
        #expect(result.faults.map(\.path) == [[.key("hero"), .key("height")]])
        #expect(result.faults.first?.error is Secret)
    }

    @Test(
        "Results are coerced to their scalar, or refused",
        arguments: [
            ("Int", "2147483647", "2147483647"), ("Int", "1.0", "1"), ("Int", "2147483648", nil),
            ("Int", "1.5", nil),
            ("Int", #""1""#, nil), ("Float", "1", "1"), ("Float", "1.5", "1.5"), ("Float", "1e999", nil),
            ("Float", #""x""#, nil), ("String", #""é""#, #""é""#), ("String", "1", #""1""#),
            ("String", "true", #""true""#),
            ("Boolean", "true", "true"), ("Boolean", "1", nil), ("ID", "7", #""7""#),
            ("ID", #""a""#, #""a""#),
            ("ID", "1.5", nil), ("Any", "1.50", "1.50"), ("Any", #""x""#, #""x""#),
        ] as [(String, String, String?)]
    )
    func resultCoercion(_ scalar: String, _ value: String, _ expected: String?) async throws {
        let result = try await execute(
            "{ f }",
            over: "type Query { f: \(scalar) } scalar Any",
            root: "{\"f\": \(value)}"
        )
        if let expected {
            #expect(result.text == "{\"data\":{\"f\":\(expected)}}")
        } else {
            #expect(result.text.hasSuffix(#""data":{"f":null}}"#))
            #expect(result.text.contains("\(scalar) cannot represent"))
        }
    }
}

extension InputValue {
    /// The errors of a response, sorted.
    fileprivate var errorTexts: [String] {
        guard case .list(let errors)? = self["errors"] else { return [] }
        return errors.map(JSONWriter.text).sorted()
    }
}
