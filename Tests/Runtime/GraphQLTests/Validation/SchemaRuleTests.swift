import Testing

@testable import PlumblineGraphQL

@Suite("Rules of schemas")
struct SchemaRuleTests {
    private func errors(_ sdl: String) -> [String] {
        do {
            _ = try TypeSystem(parsing: Array(sdl.utf8))
            return []
        } catch {
            return error.errors.map { "\($0.rule?.rawValue ?? "Syntax"): \($0)" }
        }
    }

    @Test(
        "A definition has to be right by itself",
        arguments: [
            (
                "schema { query: Q } schema { query: Q } type Q { a: Int }",
                [
                    "LoneSchemaDefinition: Must provide only one schema definition. (1:21)",
                    "UniqueOperationTypes: There can be only one query type in schema. (1:10, 1:30)",
                ]
            ),
            (
                "type Query { a: Int } type Query { b: Int }",
                ["UniqueTypeNames: There can be only one type named \"Query\". (1:6, 1:28)"]
            ),
            (
                "type Query { a: Int } extend type Query { a: Int }",
                ["UniqueFieldDefinitionNames: Field \"Query.a\" can only be defined once. (1:14, 1:43)"]
            ),
            (
                "type Query { a(b: Int, b: Int): Int }",
                [
                    "UniqueArgumentDefinitionNames: Argument \"Query.a(b:)\" can only be defined once. (1:16, 1:24)"
                ]
            ),
            (
                "type Query { a: E } enum E { A A }",
                ["UniqueEnumValueNames: Enum value \"E.A\" can only be defined once. (1:30, 1:32)"]
            ),
            (
                "directive @a on FIELD directive @a on FIELD type Query { a: Int }",
                ["UniqueDirectiveNames: There can be only one directive named \"@a\". (1:12, 1:34)"]
            ),
            (
                "type Query { a: Strin }",
                ["KnownTypeNames: Unknown type \"Strin\". Did you mean \"String\"? (1:17)"]
            ),
            (
                "type Query @a { b: Int @skip(if: true) }",
                [
                    "KnownDirectives: Unknown directive \"@a\". (1:12)",
                    "KnownDirectives: Directive \"@skip\" may not be used on FIELD_DEFINITION. (1:24)",
                ]
            ),
            (
                "type Query { a: S } scalar S @specifiedBy(uri: \"x\")",
                [
                    "KnownArgumentNames: Unknown argument \"uri\" on directive \"@specifiedBy\". Did you mean \"url\"? (1:43)",
                    "ProvidedRequiredArguments: Argument \"@specifiedBy(url:)\" of type \"String!\" is required, but it was not provided. (1:30)",
                ]
            ),
            (
                "type Query { a: Int @deprecated @deprecated }",
                [
                    "UniqueDirectivesPerLocation: The directive \"@deprecated\" can only be used once at this location. (1:21, 1:33)"
                ]
            ),
            (
                "type Query { a: Int } extend input Query { b: Int } extend type Quer { b: Int }",
                [
                    "PossibleTypeExtensions: Cannot extend non-input object type \"Query\". (1:1, 1:23)",
                    "PossibleTypeExtensions: Cannot extend type \"Quer\" because it is not defined. Did you mean \"Query\"? (1:65)",
                ]
            ),
        ]
    )
    func definitions(sdl: String, expected: [String]) {
        #expect(errors(sdl) == expected)
    }

    @Test(
        "Definitions have to be right together",
        arguments: [
            ("type A { b: Int }", ["Query root type must be provided."]),
            (
                "schema { query: Q mutation: I } type Q { a: Int } input I { a: Int }",
                ["Mutation root type must be Object type if provided, it cannot be I. (1:29)"]
            ),
            (
                "schema { query: Q mutation: Q } type Q { a: Int }",
                [
                    "All root types must be different, \"Q\" type is used as query and mutation root types. (1:17, 1:29)"
                ]
            ),
            ("type Query", ["Type Query must define one or more fields. (1:1)"]),
            (
                "type Query { __a: Int }",
                [
                    "Name \"__a\" must not begin with \"__\", which is reserved by GraphQL introspection. (1:14)"
                ]
            ),
            (
                "type Query { a(b: Query): I } input I { a: Query }",
                [
                    "The type of Query.a must be Output Type but got: I. (1:27)",
                    "The type of Query.a(b:) must be Input Type but got: Query. (1:19)",
                    "The type of I.a must be Input Type but got: Query. (1:44)",
                ]
            ),
            (
                "type Query { a(b: Int! @deprecated): Int }",
                ["Required argument Query.a(b:) cannot be deprecated. (1:24, 1:19)"]
            ),
            (
                "type Query { a(b: [Int] = [1, \"2\"]): Int }",
                [
                    "Query.a(b:) has invalid default value at [1]: Int cannot represent non-integer value: \"2\" (1:31)"
                ]
            ),
            (
                "type Query implements N { b: Int } interface N { a: Int! }",
                ["Interface field N.a expected but Query does not provide it. (1:50, 1:1)"]
            ),
            (
                "type Query implements N { a(x: Int, y: Int!): Int } interface N { a(x: ID): Int! }",
                [
                    "Interface field N.a expects type Int! but Query.a is type Int. (1:77, 1:47)",
                    "Interface field argument N.a(x:) expects type ID but Query.a(x:) is type Int. (1:72, 1:32)",
                    "Argument \"Query.a(y:)\" must not be required type \"Int!\" if not provided by the Interface field \"N.a\". (1:37, 1:67)",
                ]
            ),
            (
                "type Query implements N { a: Int @deprecated } interface N { a: Int }",
                [
                    "Interface field N.a is not deprecated, so implementation field Query.a must not be deprecated. (1:34, 1:30)"
                ]
            ),
            (
                "type Query implements A { a: Int } interface A implements B { a: Int } interface B { a: Int }",
                ["Type Query must implement B because it is implemented by A. (1:59, 1:23)"]
            ),
            (
                "type Query { a: U } union U = Query | Query | I interface I { a: Int }",
                [
                    "Union type U can only include type Query once. (1:31, 1:39)",
                    "Union type U can only include Object types, it cannot include I. (1:47)",
                ]
            ),
            (
                "type Query { a(b: O): Int } input O @oneOf { a: Int! b: Int = 1 }",
                [
                    "OneOf input field O.a must be nullable. (1:49)",
                    "OneOf input field O.b cannot have a default value. (1:54)",
                ]
            ),
            (
                "type Query { a(b: A): Int } input A { b: B! } input B { a: A! }",
                [
                    "Input Object A cannot be provided a finite value because it references itself through fields: A.b, B.a. (1:39, 1:57)"
                ]
            ),
            (
                "type Query { a(b: A): Int } input A { a: A = {} }",
                [
                    "Invalid circular reference. The default value of Input Object field A.a references itself. (1:46)"
                ]
            ),
            (
                "type Query { a: Int } directive @d(a: Int @e) on ARGUMENT_DEFINITION directive @e(a: Int @d) on ARGUMENT_DEFINITION",
                [
                    "Directive \"@d\" cannot reference itself. (1:23)",
                    "Directive \"@e\" cannot reference itself. (1:70)",
                ]
            ),
        ]
    )
    func schemas(sdl: String, expected: [String]) {
        #expect(errors(sdl) == expected.map { "ValidSchema: \($0)" })
    }

    @Test(
        "A schema that is right has no errors",
        arguments: [
            """
            type Query implements N & M { a(x: Int, y: Int): [Q!]! @deprecated }
            interface N implements M { a(x: Int): [M] @deprecated }
            interface M { a: [M] @deprecated }
            type Q implements M { a: [M] }
            """,
            "type Query { a(b: A): Int } input A { a: A b: [A!] c: B = { a: null } } input B { a: A = {} }",
            "type Query { a(b: O): Int } input O @oneOf { a: O b: Int }",
            "schema @s { query: Q } directive @s repeatable on SCHEMA | OBJECT type Q @s @s { a: Int }",
        ]
    )
    func valid(sdl: String) {
        #expect(errors(sdl) == [])
    }

    @Test("Rings and chains of inputs may be as long as a file", arguments: ["In! }", "In = {} }"])
    func long(field: String) {
        let count = 20_000
        let inputs = (0..<count).map { "input I\($0) { f: \(field.replacing("In", with: "I\($0 + 1)"))" }
        let start = "type Query { a(b: I0): Int } " + inputs.joined(separator: " ")
        #expect(errors("\(start) input I\(count) { f: Int }") == [])
        let found = errors("\(start) input I\(count) { f: \(field.replacing("In", with: "I0"))")
        #expect(found.count == 1)
        #expect(found.first?.contains("references itself") == true)
    }
}
