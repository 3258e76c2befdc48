/// What every type system holds: five scalars (GraphQL specification, section 3.5) …
extension TypeDefinition {
    static let builtInScalars: [TypeDefinition] = [
        .scalar("Int", .int, description: "A signed 32-bit whole number."),
        .scalar("Float", .float, description: "A double-precision number (IEEE 754)."),
        .scalar("String", .string, description: "Text in UTF-8."),
        .scalar("Boolean", .boolean, description: "`true` or `false`."),
        .scalar("ID", .id, description: "A key. It is sent as a string; a whole number is taken as well."),
    ]

    static let builtInScalarNames = Set(builtInScalars.map(\.name))
}

/// … and five directives (section 3.13).
extension DirectiveDefinition {
    static let specified: [DirectiveDefinition] = [
        DirectiveDefinition(
            name: "include",
            description: "Includes this field or fragment only when the argument is true.",
            arguments: [
                InputValueDefinition(
                    name: "if",
                    description: "Included when true.",
                    type: .nonNull(.named("Boolean"))
                )
            ],
            locations: [.field, .fragmentSpread, .inlineFragment]
        ),
        DirectiveDefinition(
            name: "skip",
            description: "Leaves out this field or fragment when the argument is true.",
            arguments: [
                InputValueDefinition(
                    name: "if",
                    description: "Left out when true.",
                    type: .nonNull(.named("Boolean"))
                )
            ],
            locations: [.field, .fragmentSpread, .inlineFragment]
        ),
        DirectiveDefinition(
            name: "deprecated",
            description: "Marks what clients should stop using.",
            arguments: [
                InputValueDefinition(
                    name: "reason",
                    description: "Why, and what to use instead, in Markdown.",
                    type: .nonNull(.named("String")),
                    defaultValue: ValueNode(.string(defaultDeprecationReason, isBlock: false))
                )
            ],
            locations: [.fieldDefinition, .argumentDefinition, .inputFieldDefinition, .enumValue]
        ),
        DirectiveDefinition(
            name: "specifiedBy",
            description: "Tells where the behaviour of a scalar is specified.",
            arguments: [
                InputValueDefinition(
                    name: "url",
                    description: "The address of the specification.",
                    type: .nonNull(.named("String"))
                )
            ],
            locations: [.scalar]
        ),
        DirectiveDefinition(
            name: "oneOf",
            description: "Demands exactly one field of an input object, and that not null.",
            locations: [.inputObject]
        ),
    ]

    static let specifiedNames = Set(specified.map(\.name))

    static let defaultDeprecationReason = "No longer supported"
}
