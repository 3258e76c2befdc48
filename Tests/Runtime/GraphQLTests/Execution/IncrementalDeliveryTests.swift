import PlumblineQuery
import Testing

@testable import PlumblineGraphQL

@Suite("@defer and @stream")
struct IncrementalDeliveryTests {
    private static let sdl = """
        directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
        type Query { hero: Character }
        type Character { id: ID, name: String!, best: Character, friends: [Character!], numbers: [Int!] }
        """

    private static let hero = #"""
        {"hero": {"id": 1, "name": "Luke", "numbers": [1, 2, 3], "best": {"id": 2, "name": "Han"},
          "friends": [{"id": 3, "name": "Leia"}, {"id": 4, "name": null}]}}
        """#

    private func parts(_ text: String, isSlow: Bool = false) async throws -> [String] {
        let types = try TypeSystem(parsing: Array(Self.sdl.utf8))
        let document = try ExecutableDocument(parsing: text)
        #expect(types.validate(document).isEmpty)
        let executor = GraphQLExecutor(types: types, resolvers: RowResolvers(isSlow: isSlow))
        var parts: [String] = []
        let root = try JSONReader.read(Array(Self.hero.utf8))
        _ = try await executor.executeIncrementally(document, root: root) { part, hasNext in
            parts.append(String(decoding: part, as: UTF8.self))
            #expect(hasNext == parts[parts.count - 1].contains(#""hasNext":true"#))
        }
        return parts
    }

    @Test(
        "What is deferred comes after the rest",
        arguments: [
            (
                #"{ hero { id ... @defer(label: "N") { name } } }"#,
                [
                    #"{"data":{"hero":{"id":"1"}},"pending":[{"id":"0","path":["hero"],"label":"N"}],"hasNext":true}"#,
                    #"{"incremental":[{"id":"0","data":{"name":"Luke"}}],"completed":[{"id":"0"}],"hasNext":false}"#,
                ]
            ),
            (
                "{ hero { id ... @defer(if: false) { name } } }",
                [#"{"data":{"hero":{"id":"1","name":"Luke"}}}"#]
            ),
            // What is asked for at once is not sent again.
            ("{ hero { id ... @defer { id } } }", [#"{"data":{"hero":{"id":"1"}}}"#]),
            (
                "{ hero { id ... @defer { id name best { id ... @defer { name } } } } }",
                [
                    #"{"data":{"hero":{"id":"1"}},"pending":[{"id":"0","path":["hero"]}],"hasNext":true}"#,
                    #"{"pending":[{"id":"1","path":["hero","best"]}],"incremental":[{"id":"0","#
                        + #""data":{"name":"Luke","best":{"id":"2"}}}],"completed":[{"id":"0"}],"hasNext":true}"#,
                    #"{"incremental":[{"id":"1","data":{"name":"Han"}}],"completed":[{"id":"1"}],"hasNext":false}"#,
                ]
            ),
            (
                "{ hero { best { id } } ... @defer { hero { name best { id name } } } }",
                [
                    #"{"data":{"hero":{"best":{"id":"2"}}},"pending":[{"id":"0","path":[]}],"hasNext":true}"#,
                    #"{"incremental":[{"id":"0","subPath":["hero"],"data":{"name":"Luke"}},"#
                        + #"{"id":"0","subPath":["hero","best"],"data":{"name":"Han"}}],"#
                        + #""completed":[{"id":"0"}],"hasNext":false}"#,
                ]
            ),
            (
                "{ hero { numbers @stream(initialCount: 1) } }",
                [
                    #"{"data":{"hero":{"numbers":[1]}},"pending":[{"id":"0","path":["hero","numbers"]}],"hasNext":true}"#,
                    #"{"incremental":[{"id":"0","items":[2,3]}],"completed":[{"id":"0"}],"hasNext":false}"#,
                ]
            ),
            ("{ hero { numbers @stream(initialCount: 3) } }", [#"{"data":{"hero":{"numbers":[1,2,3]}}}"#]),
            // An error that leaves nothing of a part is told with it alone.
            (
                "{ hero { id friends @stream(initialCount: 1) { name } } }",
                [
                    #"{"data":{"hero":{"id":"1","friends":[{"name":"Leia"}]}},"#
                        + #""pending":[{"id":"0","path":["hero","friends"]}],"hasNext":true}"#,
                    #"{"completed":[{"id":"0","errors":[{"message":"Cannot return null for non-nullable field "#
                        + #"Character.name.","locations":[{"line":1,"column":48}],"#
                        + #""path":["hero","friends",1,"name"]}]}],"hasNext":false}"#,
                ]
            ),
            (
                "{ hero { ... @defer { friends { name } } id } }",
                [
                    #"{"data":{"hero":{"id":"1"}},"pending":[{"id":"0","path":["hero"]}],"hasNext":true}"#,
                    #"{"incremental":[{"id":"0","data":{"friends":null},"errors":[{"message":"Cannot return null for "#
                        + #"non-nullable field Character.name.","locations":[{"line":1,"column":33}],"#
                        + #""path":["hero","friends",1,"name"]}]}],"completed":[{"id":"0"}],"hasNext":false}"#,
                ]
            ),
            // Nobody can see what belongs to something that is null.
            (
                "{ hero { id friends { id name ... @defer { best { id } } } } }",
                [
                    #"{"errors":[{"message":"Cannot return null for non-nullable field Character.name.","#
                        + #""locations":[{"line":1,"column":26}],"path":["hero","friends",1,"name"]}],"#
                        + #""data":{"hero":{"id":"1","friends":null}}}"#
                ]
            ),
        ]
    )
    func parts(_ document: String, _ expected: [String]) async throws {
        #expect(try await parts(document) == expected)
        // Everything of a part takes time here, but each part has all of it.
        #expect(try await parts(document, isSlow: true) == expected)
    }

    @Test("Without being asked for, @defer and @stream have no effect")
    func off() async throws {
        let result = try await execute(
            "{ hero { id ... @defer { name } numbers @stream } }",
            over: Self.sdl,
            root: Self.hero
        )
        #expect(result.text == #"{"data":{"hero":{"id":"1","name":"Luke","numbers":[1,2,3]}}}"#)
    }
}
