@testable import PlumblineGraphQL

/// Types with interfaces, unions, OneOf and every kind of argument, for the rules of validation.
enum PetTypes {
    static let types = TypeSystem(
        query: "Query",
        types: [query, .interface("Pet", fields: [name]), dog, cat, catOrDog, command, complex, oneOf]
    )

    /// The messages for a document, each with its places.
    static func errors(_ document: String, _ options: ValidationOptions = ValidationOptions()) throws
        -> [String]
    {
        types.validate(try ExecutableDocument(parsing: document), options: options).map(\.description)
    }

    private static let query = TypeDefinition.object(
        "Query",
        fields: [
            FieldDefinition(name: "dog", type: .named("Dog")),
            FieldDefinition(name: "pet", type: .named("Pet")),
            FieldDefinition(name: "catOrDog", type: .named("CatOrDog")),
            FieldDefinition(
                name: "args",
                arguments: [
                    input("int", "Int"), input("float", "Float"), input("string", "String"),
                    input("boolean", "Boolean"), input("id", "ID"), input("command", "Command"),
                    input("complex", "Complex"), input("oneOf", "OneOf"),
                    InputValueDefinition(name: "list", type: .list(.named("Int"))),
                ],
                type: .named("Int")
            ),
            FieldDefinition(name: "needs", arguments: [required("one")], type: .named("Int")),
        ]
    )

    private static let dog = TypeDefinition.object(
        "Dog",
        interfaces: ["Pet"],
        fields: [
            name, FieldDefinition(name: "barks", type: .named("Boolean")),
            FieldDefinition(name: "volume", type: .named("Int")),
            FieldDefinition(name: "mother", type: .named("Dog")),
        ]
    )

    private static let cat = TypeDefinition.object(
        "Cat",
        interfaces: ["Pet"],
        fields: [name, FieldDefinition(name: "meows", type: .named("Boolean"))]
    )

    private static let catOrDog = TypeDefinition.union("CatOrDog", members: ["Cat", "Dog"])

    private static let command = TypeDefinition.enumeration(
        "Command",
        values: [EnumValueDefinition(name: "SIT"), EnumValueDefinition(name: "STAY")]
    )

    private static let complex = TypeDefinition.input(
        "Complex",
        fields: [required("must"), input("may", "String")]
    )

    private static let oneOf = TypeDefinition.input(
        "OneOf",
        fields: [input("a", "Int"), input("b", "String")],
        isOneOf: true
    )

    private static let name = FieldDefinition(
        name: "name",
        arguments: [input("surname", "Boolean")],
        type: .named("String")
    )

    private static func input(_ name: String, _ type: String) -> InputValueDefinition {
        InputValueDefinition(name: name, type: .named(type))
    }

    private static func required(_ name: String) -> InputValueDefinition {
        InputValueDefinition(name: name, type: .nonNull(.named("Int")))
    }
}
