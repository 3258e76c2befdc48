import PlumblineQuery
import Testing

@testable import PlumblineGraphQL

@Suite("Variables")
struct VariableCoercionTests {
    private func coerce(_ definitions: String, _ raw: InputValue?) throws -> (InputValue, [String]) {
        let document = try ExecutableDocument(parsing: "query (\(definitions)) { dog { name } }")
        var coercion = VariableCoercion(document: document, types: PetTypes.types)
        let value = coercion.coerce(raw, for: document.operations[0])
        return (value, coercion.errors.map(\.message))
    }

    @Test(
        "Values take the form of their types",
        arguments: [
            ("$v: Int", InputValue.number("5.0"), InputValue.integer(5)),
            ("$v: ID", .integer(7), .string("7")),
            ("$v: [Int]", .integer(1), .list([.integer(1)])),
            ("$v: [[Int]]", .list([.integer(1), .null]), .list([.list([.integer(1)]), .null])),
            ("$v: Float", .integer(2), .integer(2)),
            ("$v: Command", .string("SIT"), .string("SIT")),
            ("$v: Complex", .object([.init("must", .integer(1))]), .object([.init("must", .integer(1))])),
        ]
    )
    func coerced(definition: String, raw: InputValue, expected: InputValue) throws {
        let (value, errors) = try coerce(definition, .object([.init("v", raw)]))
        #expect(errors == [])
        #expect(value == .object([.init("v", expected)]))
    }

    @Test("A default stands in for an absent value but not for null, and an absent value stays absent")
    func defaults() throws {
        let raw = InputValue.object([.init("b", .null)])
        let (value, errors) = try coerce("$a: Int = 1, $b: Int = 2, $c: Int, $d: [Int] = 3", raw)
        #expect(errors == [])
        #expect(
            value == .object([.init("a", .integer(1)), .init("b", .null), .init("d", .list([.integer(3)]))])
        )
    }

    @Test(
        "What does not fit is told with the way to it, and never with what an object holds",
        arguments: [
            ("$v: Int!", nil, "Variable \"$v\" of required type \"Int!\" was not provided."),
            ("$v: Int!", InputValue.null, "Variable \"$v\" of non-null type \"Int!\" must not be null."),
            (
                "$v: Int", .string("x"),
                "Variable \"$v\" got invalid value \"x\"; Int cannot represent non-integer value: \"x\""
            ),
            (
                "$v: Int", .number("1.5"),
                "Variable \"$v\" got invalid value 1.5; Int cannot represent non-integer value: 1.5"
            ),
            (
                "$v: [Int!]", .list([.integer(1), .null]),
                "Variable \"$v\" got invalid value null at \"v[1]\"; Expected non-nullable type \"Int!\" not to be null."
            ),
            (
                "$v: Command", .string("SITT"),
                "Variable \"$v\" got invalid value \"SITT\"; Value \"SITT\" does not exist in \"Command\" enum. Did you mean the enum value \"SIT\"?"
            ),
            (
                "$v: Complex", .object([.init("may", .string("secret"))]),
                "Variable \"$v\" got invalid value {…}; Field \"must\" of required type \"Int!\" was not provided."
            ),
            (
                "$v: Complex", .object([.init("must", .integer(1)), .init("mey", .null)]),
                "Variable \"$v\" got invalid value {…}; Field \"mey\" is not defined by type \"Complex\". Did you mean \"may\"?"
            ),
            (
                "$v: Complex", .integer(1),
                "Variable \"$v\" got invalid value 1; Expected type \"Complex\" to be an object."
            ),
            (
                "$v: OneOf", .object([]),
                "Variable \"$v\" got invalid value {}; Exactly one key must be specified for OneOf type \"OneOf\"."
            ),
            (
                "$v: OneOf", .object([.init("a", .null)]),
                "Variable \"$v\" got invalid value null at \"v.a\"; Field \"a\" must be non-null."
            ),
        ]
    )
    func refused(definition: String, raw: InputValue?, expected: String) throws {
        let variables = raw.map { InputValue.object([.init("v", $0)]) }
        #expect(try coerce(definition, variables).1 == [expected])
    }
}
