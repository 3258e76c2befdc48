import Testing

@testable import PlumblineGraphQL

@Suite("Schema coordinates")
struct SchemaCoordinateTests {
    @Test(
        "A coordinate is read and written",
        arguments: [
            ("Dog", SchemaCoordinate.type("Dog")),
            ("Dog.name", .member(type: "Dog", name: "name")),
            ("Dog.name(surname:)", .argument(type: "Dog", field: "name", name: "surname")),
            ("@skip", .directive("skip")),
            ("@skip(if:)", .directiveArgument(directive: "skip", name: "if")),
        ]
    )
    func coordinates(text: String, coordinate: SchemaCoordinate) throws {
        #expect(try SchemaCoordinate(parsing: text) == coordinate)
        #expect(coordinate.description == text)
    }

    @Test(
        "Anything else is refused with its place",
        arguments: [
            ("", "Syntax Error: Expected Name, found <EOF>. (1:1)"),
            ("Dog.name.x", "Syntax Error: Expected <EOF>, found \".\". (1:9)"),
            ("Dog(x:)", "Syntax Error: Expected <EOF>, found \"(\". (1:4)"),
            ("Dog.name(surname)", "Syntax Error: Expected \":\", found \")\". (1:17)"),
            ("Dog .name", "Syntax Error: Invalid character: \" \". (1:4)"),
            ("@skip.if", "Syntax Error: Expected <EOF>, found \".\". (1:6)"),
        ]
    )
    func refused(text: String, expected: String) throws {
        let error = try #require(throws: GraphQLError.self) { try SchemaCoordinate(parsing: text) }
        #expect(error.description == expected)
    }

    @Test(
        "A coordinate leads to an element of the schema, or to nothing",
        arguments: [
            ("Dog", .type), ("Cow", nil), ("Dog.barks", .field), ("Dog.moos", nil), ("Query.__type", .field),
            ("Command.SIT", .enumValue), ("Complex.must", .inputField),
            ("Dog.name(surname:)", .fieldArgument), ("Dog.name(x:)", nil), ("@skip", .directive),
            ("@skip(if:)", .directiveArgument), ("@skip(unless:)", nil), ("@x", nil),
        ] as [(String, SchemaElement?)]
    )
    func resolved(text: String, expected: SchemaElement?) throws {
        #expect(try PetTypes.types.resolve(try SchemaCoordinate(parsing: text)) == expected)
    }

    @Test(
        "What should contain the element has to be there, and to be able to",
        arguments: [
            ("Cow.name", "Expected \"Cow\" to be defined as a type in the schema."),
            (
                "CatOrDog.name",
                "Expected \"CatOrDog\" to be an Enum, Input Object, Object or Interface type."
            ),
            ("Dog.moos(a:)", "Expected \"moos\" to exist as a field of type \"Dog\" in the schema."),
            ("Complex.must(a:)", "Expected \"Complex\" to be an object type or interface type."),
            ("@x(a:)", "Expected \"x\" to be defined as a directive in the schema."),
        ]
    )
    func unresolvable(text: String, expected: String) throws {
        let coordinate = try SchemaCoordinate(parsing: text)
        let error = try #require(throws: GraphQLError.self) { try PetTypes.types.resolve(coordinate) }
        #expect(error.message == expected)
    }
}
