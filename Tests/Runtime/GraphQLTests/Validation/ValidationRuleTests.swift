import Testing

@testable import PlumblineGraphQL

@Suite("Validation rules")
struct ValidationRuleTests {
    @Test(
        "A valid document has no errors",
        arguments: [
            "{ dog { name(surname: true) ...F } } fragment F on Dog { barks }",
            "query Q($n: Int = 1, $o: Int!) { args(int: $n, oneOf: {a: $o}) needs(one: $n) }",
            "{ catOrDog { __typename ... on Dog { name } ... on Cat { name } ... on Pet { name } } }",
            "{ args(list: 1, complex: {must: 1, may: null}, id: 4, float: 4, command: SIT) }",
            "{ pet { ... on Dog { volume } ... on Cat { meows } } }",
            "query Q { dog @skip(if: true) { name } } query R { dog { name } }",
        ]
    )
    func valid(document: String) throws {
        #expect(try PetTypes.errors(document) == [])
    }

    @Test(
        "Operations",
        arguments: [
            ("mutation { a }", ["The mutation operation is not supported by the schema. (1:1)"]),
            (
                "query Q { dog { name } } query Q { dog { name } }",
                ["There can be only one operation named \"Q\". (1:7, 1:32)"]
            ),
            (
                "{ dog { name } } type A { a: Int } extend schema @a",
                [
                    "The \"A\" definition is not executable. (1:18)",
                    "The schema definition is not executable. (1:36)",
                ]
            ),
            (
                "{ dog { name } } query Q { dog { name } }",
                ["This anonymous operation must be the only defined operation. (1:1)"]
            ),
        ]
    )
    func operations(document: String, expected: [String]) throws {
        #expect(try PetTypes.errors(document) == expected)
    }

    @Test(
        "Fields and selections",
        arguments: [
            (
                "{ dgo { name } }",
                ["Cannot query field \"dgo\" on type \"Query\". Did you mean \"dog\"? (1:3)"]
            ),
            (
                "{ pet { barks } }",
                [
                    "Cannot query field \"barks\" on type \"Pet\". Did you mean to use an inline fragment on \"Dog\"? (1:9)"
                ]
            ),
            (
                "{ dog }",
                [
                    "Field \"dog\" of type \"Dog\" must have a selection of subfields. Did you mean \"dog { ... }\"? (1:3)"
                ]
            ),
            (
                "{ dog { name { x } } }",
                ["Field \"name\" must not have a selection since type \"String\" has no subfields. (1:14)"]
            ),
            (
                "{ catOrDog { name } }",
                [
                    "Cannot query field \"name\" on type \"CatOrDog\". Did you mean to use an inline fragment on \"Pet\", \"Cat\", or \"Dog\"? (1:14)"
                ]
            ),
        ]
    )
    func fields(document: String, expected: [String]) throws {
        #expect(try PetTypes.errors(document) == expected)
    }

    @Test(
        "Arguments and directives",
        arguments: [
            (
                "{ dog { name(surnam: true) } }",
                ["Unknown argument \"surnam\" on field \"Dog.name\". Did you mean \"surname\"? (1:14)"]
            ),
            ("{ args(int: 1, int: 2) }", ["There can be only one argument named \"int\". (1:8, 1:16)"]),
            (
                "{ needs }",
                [
                    "Argument \"Query.needs(one:)\" of type \"Int!\" is required, but it was not provided. (1:3)"
                ]
            ),
            (
                "{ dog @foo { name @skip } }",
                [
                    "Unknown directive \"@foo\". (1:7)",
                    "Argument \"@skip(if:)\" of type \"Boolean!\" is required, but it was not provided. (1:19)",
                ]
            ),
            (
                "query @skip(if: true) { dog { name } }",
                ["Directive \"@skip\" may not be used on QUERY. (1:7)"]
            ),
            (
                "{ dog { name @skip(if: true) @skip(if: true) } }",
                ["The directive \"@skip\" can only be used once at this location. (1:14, 1:30)"]
            ),
        ]
    )
    func arguments(document: String, expected: [String]) throws {
        #expect(try PetTypes.errors(document) == expected)
    }

    @Test(
        "Fragments",
        arguments: [
            ("{ dog { ...F } }", ["Unknown fragment \"F\". (1:12)"]),
            ("{ dog { name } } fragment F on Dog { name }", ["Fragment \"F\" is never used. (1:18)"]),
            (
                "{ dog { ...F } } fragment F on Dgo { name }",
                ["Unknown type \"Dgo\". Did you mean \"Dog\"? (1:32)"]
            ),
            (
                "{ dog { ...F } } fragment F on Command { name }",
                ["Fragment \"F\" cannot condition on non composite type \"Command\". (1:32)"]
            ),
            (
                "{ dog { ... on Cat { name } } }",
                [
                    "Fragment cannot be spread here as objects of type \"Dog\" can never be of type \"Cat\". (1:9)"
                ]
            ),
            (
                "{ dog { ...F } } fragment F on Cat { name }",
                [
                    "Fragment \"F\" cannot be spread here as objects of type \"Dog\" can never be of type \"Cat\". (1:9)"
                ]
            ),
            (
                "{ dog { ...F } } fragment F on Dog { ...F }",
                ["Cannot spread fragment \"F\" within itself. (1:38)"]
            ),
            (
                "{ dog { ...A } } fragment A on Dog { ...B } fragment B on Dog { mother { ...A } }",
                ["Cannot spread fragment \"A\" within itself via \"B\". (1:38, 1:74)"]
            ),
        ]
    )
    func fragments(document: String, expected: [String]) throws {
        #expect(try PetTypes.errors(document) == expected)
    }

    @Test(
        "Values",
        arguments: [
            ("{ args(int: \"1\") }", ["Int cannot represent non-integer value: \"1\" (1:13)"]),
            (
                "{ args(int: 3000000000) }",
                ["Int cannot represent non 32-bit signed integer value: 3000000000 (1:13)"]
            ),
            (
                "{ args(float: \"x\", string: 1) }",
                [
                    "Float cannot represent non numeric value: \"x\" (1:15)",
                    "String cannot represent a non string value: 1 (1:28)",
                ]
            ),
            (
                "{ args(boolean: 1, id: 1.5) }",
                [
                    "Boolean cannot represent a non boolean value: 1 (1:17)",
                    "ID cannot represent a non-string and non-integer value: 1.5 (1:24)",
                ]
            ),
            (
                "{ args(command: SITT) }",
                [
                    "Value \"SITT\" does not exist in \"Command\" enum. Did you mean the enum value \"SIT\"? (1:17)"
                ]
            ),
            (
                "{ args(command: \"SIT\") }",
                [
                    "Enum \"Command\" cannot represent non-enum value: \"SIT\". Did you mean the enum value \"SIT\"? (1:17)"
                ]
            ),
            ("{ needs(one: null) }", ["Expected value of non-null type \"Int!\" not to be null. (1:14)"]),
            (
                "{ args(complex: {mey: 1}) }",
                [
                    "Expected value of type \"Complex\" to include required field \"must\", found: { mey: 1 }. (1:17)",
                    "Expected value of type \"Complex\" not to include unknown field \"mey\". Did you mean \"may\"? Found: { mey: 1 }. (1:18)",
                ]
            ),
            (
                "{ args(complex: {must: 1, must: 2}) }",
                ["There can be only one input field named \"must\". (1:18, 1:27)"]
            ),
            (
                "{ args(oneOf: {a: 1, b: \"x\"}) }",
                [
                    "Within OneOf Input Object type \"OneOf\", exactly one field must be specified, and the value for that field must be non-null. (1:15)"
                ]
            ),
            (
                "{ args(oneOf: {a: null}) }",
                [
                    "Within OneOf Input Object type \"OneOf\", exactly one field must be specified, and the value for that field must be non-null. (1:15)"
                ]
            ),
            ("{ args(list: [1, \"x\"]) }", ["Int cannot represent non-integer value: \"x\" (1:18)"]),
        ]
    )
    func values(document: String, expected: [String]) throws {
        #expect(try PetTypes.errors(document) == expected)
    }

    @Test(
        "Variables",
        arguments: [
            ("query Q { args(int: $x) }", ["Variable \"$x\" is not defined by operation \"Q\". (1:21, 1:1)"]),
            ("query ($x: Int) { dog { name } }", ["Variable \"$x\" is never used. (1:8)"]),
            (
                "query ($x: Dog) { args(int: $x) }",
                [
                    "Variable \"$x\" cannot be non-input type \"Dog\". (1:12)",
                    "Variable \"$x\" of type \"Dog\" used in position expecting type \"Int\". (1:8, 1:29)",
                ]
            ),
            (
                "query ($x: Int, $x: Int) { args(int: $x) }",
                ["There can be only one variable named \"$x\". (1:9, 1:18)"]
            ),
            (
                "query ($x: Int) { needs(one: $x) }",
                ["Variable \"$x\" of type \"Int\" used in position expecting type \"Int!\". (1:8, 1:30)"]
            ),
            (
                "query ($x: Int) { args(oneOf: {a: $x}) }",
                [
                    "Variable \"$x\" is of type \"Int\" but must be non-nullable to be used for OneOf Input Object \"OneOf\". (1:8, 1:35)"
                ]
            ),
            (
                "query ($x: Int = \"a\") { args(int: $x) }",
                ["Int cannot represent non-integer value: \"a\" (1:18)"]
            ),
        ]
    )
    func variables(document: String, expected: [String]) throws {
        #expect(try PetTypes.errors(document) == expected)
    }

    @Test("Where guesses are off, no message tells a name that was not sent")
    func noSuggestions() throws {
        let options = ValidationOptions(suggestsNames: false)
        let document = "{ dgo { name } pet { barks } dog args(command: SITT, it: 1) }"
        for message in try PetTypes.errors(document, options) { #expect(!message.contains("Did you mean")) }
    }

    @Test("After the hundredth error the rest is not told")
    func manyErrors() throws {
        let errors = try PetTypes.errors("{" + (0..<300).map { "f\($0) " }.joined() + "}")
        #expect(errors.count == 101)
        #expect(errors.last == "Too many validation errors, error limit reached. Validation aborted.")
    }
}
