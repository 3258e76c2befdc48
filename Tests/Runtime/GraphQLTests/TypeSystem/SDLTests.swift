import Testing

@testable import PlumblineGraphQL

@Suite("Schema definition language")
struct SDLTests {
    @Test("Every kind of definition is printed, and what every service has is not")
    func definitions() {
        let types = TypeSystem(
            query: "Root",
            types: [
                .object(
                    "Root",
                    description: "Where it \"starts\".\nHere.",
                    fields: [
                        FieldDefinition(
                            name: "a",
                            arguments: [
                                InputValueDefinition(
                                    name: "n",
                                    type: .named("Int"),
                                    defaultValue: ValueNode(.int("1"))
                                )
                            ],
                            type: .all("U"),
                            deprecationReason: "use b"
                        )
                    ]
                ),
                .union("U", members: ["Root"]),
                .scalar("When", .text, specifiedBy: "https://example.org/when"),
                .enumeration(
                    "E",
                    values: [EnumValueDefinition(name: "A", deprecationReason: "No longer supported")]
                ),
                .input(
                    "I",
                    fields: [InputValueDefinition(name: "x", description: "one", type: .named("E"))],
                    isOneOf: true
                ),
            ]
        )
        let expected = #"""
            schema {
              query: Root
            }

            """
            Where it "starts".
            Here.
            """
            type Root {
              a(n: Int = 1): [U!]! @deprecated(reason: "use b")
            }

            union U = Root

            scalar When @specifiedBy(url: "https://example.org/when")

            enum E {
              A @deprecated
            }

            input I @oneOf {
              """one"""
              x: E
            }

            """#
        #expect(types.sdl == expected)
    }

    @Test("A schema's API has its types by the rules, and prints the same every time")
    func schema() {
        let sdl = TypeSystem(schema: ClinicSchema.schema).sdl
        #expect(sdl == TypeSystem(schema: ClinicSchema.schema).sdl)
        let visit = #"""
            type Visit implements Node {
              id: ID!
              clientId: ID!
              client: User!
              helperId: ID
              helper: User
              startsAt: DateTime!
              status: Status!
              minutes: Int
              price: Decimal
              extra: JSON
              version: Int!
            }
            """#
        #expect(sdl.contains(visit))
        #expect(
            sdl.contains(
                "input CreateVisitInput {\n  clientId: ID\n  helperId: ID\n  startsAt: DateTime!\n  status: Status\n"
            )
        )
        #expect(sdl.contains("input VisitOrder @oneOf {\n  id: OrderDirection\n"))
        #expect(sdl.contains("  client: UserFilter\n"))
        #expect(sdl.contains("enum Status {\n  REQUESTED\n  \"\"\"Is here.\"\"\"\n  CHECKED_IN\n}"))
    }

    @Test("What nobody may see or do is not in the API")
    func absent() {
        let sdl = TypeSystem(schema: ClinicSchema.schema).sdl
        #expect(!sdl.contains("Secret") && !sdl.contains("deleteUser"))
        #expect(!sdl.contains("type User implements Node {\n  id: ID!\n  name: String!\n  password"))
        #expect(sdl.contains("  email: String\n"))  // Some may not read it, so it can be null.
    }
}
