/// The types through which a schema tells about itself (GraphQL specification, section 4.2).
extension TypeDefinition {
    static let introspection = NamedList<TypeDefinition>([
        .object(
            "__Schema",
            description: "What an API offers: its types, its directives, and where operations start.",
            fields: [
                FieldDefinition(name: "description", type: .named("String")),
                FieldDefinition(name: "types", description: "Every type.", type: .all("__Type")),
                FieldDefinition(
                    name: "queryType",
                    description: "Where queries start.",
                    type: .nonNull(.named("__Type"))
                ),
                FieldDefinition(
                    name: "mutationType",
                    description: "Where mutations start, if there are any.",
                    type: .named("__Type")
                ),
                FieldDefinition(
                    name: "subscriptionType",
                    description: "Where subscriptions start, if there are any.",
                    type: .named("__Type")
                ),
                FieldDefinition(
                    name: "directives",
                    description: "Every directive.",
                    type: .all("__Directive")
                ),
            ]
        ),
        type,
        .object(
            "__Field",
            description: "A field of an object or interface.",
            fields: [
                FieldDefinition(name: "name", type: .nonNull(.named("String"))),
                FieldDefinition(name: "description", type: .named("String")),
                FieldDefinition(
                    name: "args",
                    arguments: [.includeDeprecated],
                    type: .all("__InputValue")
                ),
                FieldDefinition(name: "type", type: .nonNull(.named("__Type"))),
                FieldDefinition(name: "isDeprecated", type: .nonNull(.named("Boolean"))),
                FieldDefinition(name: "deprecationReason", type: .named("String")),
            ]
        ),
        .object(
            "__InputValue",
            description: "An argument, or a field of an input object.",
            fields: [
                FieldDefinition(name: "name", type: .nonNull(.named("String"))),
                FieldDefinition(name: "description", type: .named("String")),
                FieldDefinition(name: "type", type: .nonNull(.named("__Type"))),
                FieldDefinition(
                    name: "defaultValue",
                    description: "The default, written as GraphQL.",
                    type: .named("String")
                ),
                FieldDefinition(name: "isDeprecated", type: .nonNull(.named("Boolean"))),
                FieldDefinition(name: "deprecationReason", type: .named("String")),
            ]
        ),
        .object(
            "__EnumValue",
            description: "A value of an enum.",
            fields: [
                FieldDefinition(name: "name", type: .nonNull(.named("String"))),
                FieldDefinition(name: "description", type: .named("String")),
                FieldDefinition(name: "isDeprecated", type: .nonNull(.named("Boolean"))),
                FieldDefinition(name: "deprecationReason", type: .named("String")),
            ]
        ),
        typeKind,
        .object(
            "__Directive",
            description: "A directive and the places where it may stand.",
            fields: [
                FieldDefinition(name: "name", type: .nonNull(.named("String"))),
                FieldDefinition(name: "description", type: .named("String")),
                FieldDefinition(name: "isRepeatable", type: .nonNull(.named("Boolean"))),
                FieldDefinition(name: "locations", type: .all("__DirectiveLocation")),
                FieldDefinition(
                    name: "args",
                    arguments: [.includeDeprecated],
                    type: .all("__InputValue")
                ),
            ]
        ),
        directiveLocation,
    ])

    private static let type = TypeDefinition.object(
        "__Type",
        description: "A type; `kind` tells which of the other fields have a value.",
        fields: [
            FieldDefinition(name: "kind", type: .nonNull(.named("__TypeKind"))),
            FieldDefinition(name: "name", type: .named("String")),
            FieldDefinition(name: "description", type: .named("String")),
            FieldDefinition(name: "specifiedByURL", type: .named("String")),
            FieldDefinition(
                name: "fields",
                arguments: [.includeDeprecated],
                type: .list(.nonNull(.named("__Field")))
            ),
            FieldDefinition(name: "interfaces", type: .list(.nonNull(.named("__Type")))),
            FieldDefinition(name: "possibleTypes", type: .list(.nonNull(.named("__Type")))),
            FieldDefinition(
                name: "enumValues",
                arguments: [.includeDeprecated],
                type: .list(.nonNull(.named("__EnumValue")))
            ),
            FieldDefinition(
                name: "inputFields",
                arguments: [.includeDeprecated],
                type: .list(.nonNull(.named("__InputValue")))
            ),
            FieldDefinition(name: "ofType", type: .named("__Type")),
            FieldDefinition(name: "isOneOf", type: .named("Boolean")),
        ]
    )

    private static let typeKind = TypeDefinition.enumeration(
        "__TypeKind",
        description: "The kinds of types.",
        values: [
            "SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL",
        ].map { EnumValueDefinition(name: $0) }
    )

    private static let directiveLocation = TypeDefinition.enumeration(
        "__DirectiveLocation",
        description: "The places where a directive may stand.",
        values: DirectiveDefinition.Location.allCases.map { EnumValueDefinition(name: $0.rawValue) }
    )
}

/// The meta-fields (sections 4.1 and 4.2), which no type lists.
extension FieldDefinition {
    static let typename = FieldDefinition(name: "__typename", type: .nonNull(.named("String")))

    static let schema = FieldDefinition(name: "__schema", type: .nonNull(.named("__Schema")))

    static let type = FieldDefinition(
        name: "__type",
        arguments: [InputValueDefinition(name: "name", type: .nonNull(.named("String")))],
        type: .named("__Type")
    )
}

extension InputValueDefinition {
    fileprivate static let includeDeprecated = InputValueDefinition(
        name: "includeDeprecated",
        type: .nonNull(.named("Boolean")),
        defaultValue: ValueNode(.boolean(false))
    )
}

extension TypeReference {
    /// `[Name!]!`
    static func all(_ name: String) -> TypeReference {
        .nonNull(.list(.nonNull(.named(name))))
    }
}
