import Testing

@testable import PlumblineGraphQL

@Suite("Type systems from their definition")
struct TypeSystemParsingTests {
    private static let everything = #"""
        """
        Where it starts.
        Here.
        """
        schema {
          query: Root
          mutation: Change
        }

        "Slow: what it costs."
        directive @cost(
          """in points"""
          points: Int! = 1
        ) repeatable on FIELD_DEFINITION | ARGUMENT_DEFINITION

        type Root implements Node & Named {
          id: ID!
          name: String
          find(by: Key!, first: Int = 10): [Thing!]! @deprecated(reason: "use all")
        }

        interface Node {
          id: ID!
        }

        interface Named implements Node {
          id: ID!
          name: String
        }

        type Change {
          add(thing: When @deprecated): Boolean
        }

        union Thing = Root | Change

        scalar When @specifiedBy(url: "https://example.org/when")

        enum Colour {
          RED
          GREEN @deprecated
        }

        input Key @oneOf {
          id: ID
          colour: Colour
        }

        """#

    @Test("A type system prints as it was read")
    func roundTrip() throws {
        let types = try TypeSystem(parsing: Array(Self.everything.utf8))
        let printed = types.sdl
        #expect(try TypeSystem(parsing: Array(printed.utf8)).sdl == printed)
        let expected = Self.everything
            .replacing("\"Slow: what it costs.\"", with: "\"\"\"Slow: what it costs.\"\"\"")
        #expect(printed == expected)
    }

    @Test("What extensions add belongs to what they extend, wherever they stand")
    func extensions() throws {
        let sdl = """
            extend type Query implements Node { id: ID }
            extend schema { mutation: Write }
            type Query { a: U }
            interface Node { id: ID }
            type Write { b: Int }
            union U
            extend union U = Query
            enum E { A }
            extend enum E { B }
            input I { a: Int }
            extend input I @oneOf { b: E }
            scalar S
            extend scalar S @specifiedBy(url: "s")
            """
        let expected = """
            type Query implements Node {
              a: U
              id: ID
            }

            interface Node {
              id: ID
            }

            type Write {
              b: Int
            }

            union U = Query

            enum E {
              A
              B
            }

            input I @oneOf {
              a: Int
              b: E
            }

            scalar S @specifiedBy(url: "s")

            """
        let types = try TypeSystem(parsing: Array(sdl.utf8))
        #expect(types.sdl == "schema {\n  query: Query\n  mutation: Write\n}\n\n" + expected)
        #expect(types.possibleTypes(of: try #require(types["Node"])) == ["Query"])
    }

    @Test("The API of a spec reads back as what it is")
    func schema() throws {
        let sdl = TypeSystem(schema: ClinicSchema.schema).sdl
        #expect(try TypeSystem(parsing: Array(sdl.utf8)).sdl == sdl)
    }

    @Test("A syntax error in a schema is told with its place")
    func syntax() throws {
        let error = try #require(throws: GraphQLErrors.self) { try TypeSystem(parsing: Array("type {".utf8)) }
        #expect(error.errors.map(\.description) == ["Syntax Error: Expected Name, found \"{\". (1:6)"])
    }
}
