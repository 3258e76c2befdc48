extension MappingShape {
    /// A file of a spec.
    static let file = MappingShape(
        name: "file",
        doc: "What a service stores, which values and rows are allowed, and who may do what.",
        keys: [
            Key(
                "include",
                .list(of: .word),
                "YAML files outside of the spec's folder that belong to it, by path from here."
            ),
            Key(
                "postgres",
                .integer(SpecSyntax.postgresVersions),
                "The oldest version of PostgreSQL that is served."
            ),
            Key("principal", .mapping(principal), "Who signs in: what `me` and `role(…)` mean."),
            Key(
                "scopes",
                .map(of: .either([.nothing, .word]), names: .scope),
                "What tokens may allow, each with what it means; `scope(…)` asks for it."
            ),
            Key(
                "types",
                .map(of: .type, names: .pascal),
                "Types with rules under a name, and value objects."
            ),
            Key("enums", .map(of: .mapping(enumeration), names: .pascal), "Closed sets of words."),
            Key(
                "sequences",
                .map(of: .either([.nothing, .mapping(sequence)]), names: .snake),
                "Numbers that are given out once each, by `next(…)`."
            ),
            Key("traits", .map(of: .mapping(trait), names: .pascal), "Parts of entities that several have."),
            Key(
                "entities",
                .map(of: .mapping(entity), names: .pascal),
                "What is stored: a table, a Swift struct, a GraphQL type and a REST collection each."
            ),
            Key(
                "unions",
                .map(of: .mapping(union), names: .pascal),
                "Types of the APIs that stand for a row of one of several entities."
            ),
            Key(
                "queries",
                .map(of: .mapping(operation), names: .snake),
                "Queries that are answered in Swift."
            ),
            Key(
                "mutations",
                .map(of: .mapping(operation), names: .snake),
                "Mutations that are written in Swift."
            ),
        ]
    )

    static let union = MappingShape(
        name: "union",
        doc: "A row of one of several entities: a union of GraphQL.",
        keys: [
            .doc,
            Key(
                "of",
                .list(of: .matching(.pascal)),
                "The entities.",
                required: "List the entities: 'of: [Film, Book]'."
            ),
            .sharedList,
        ]
    )

    static let principal = MappingShape(
        name: "principal",
        doc: "Who signs in.",
        keys: [
            Key("entity", .matching(.pascal), "The entity whose rows sign in.", required: principalFix),
            Key("sign_in", .list(of: .word), "Unique text fields to sign in by.", required: principalFix),
            Key("password", .word, "The field of the type password.", required: principalFix),
            Key("role", .word, "The enum field whose values are the roles.", required: principalFix),
            Key("active", .word, "A boolean field that must be true to sign in."),
            Key(
                "includes",
                .map(of: .list(of: .word)),
                "Which roles may all that others may: { admin: [staff] }."
            ),
        ]
    )

    private static let principalFix = "Name the entity that signs in, and the fields that say who it is."

    static let enumeration = MappingShape(
        name: "enum",
        doc: "A closed set of words.",
        keys: [
            .doc,
            Key(
                "storage",
                .oneOf(["text", "native"]),
                "As text with a CHECK (the default), or as a type of PostgreSQL."
            ),
            Key(
                "values",
                .map(of: .either([.nothing, .word, .mapping(enumValue)]), names: .snake, needsOne: true),
                "The words, each with what it means.",
                required: "List at least one value under 'values'."
            ),
        ]
    )

    static let enumValue = MappingShape(
        name: "enumValue",
        doc: "A value of an enum.",
        keys: [.doc] + Key.life
    )

    static let sequence = MappingShape(
        name: "sequence",
        doc: "Numbers that are given out once each.",
        keys: [
            .doc,
            Key("start", .integer(nil), "The first number; 1 without it."),
            Key("step", .integer(nil), "How far it is from one number to the next; 1 without it."),
        ]
    )

    static let deprecation = MappingShape(
        name: "deprecation",
        doc: "What is to be used instead, and until when.",
        keys: [
            Key("since", .word, "The version or day from which on it is deprecated."),
            Key("remove_after", .matching(.day), "The day until which it is promised."),
            Key("use", .word, "The name of what to use instead."),
        ]
    )
}

extension Key {
    static let doc = Key("doc", .word, "What it is. Reaches SQL, GraphQL, OpenAPI and Swift.")

    static let sharedList = Key(
        "list",
        .matching(.snake),
        "The name of a list of the rows of all these entities, in the query root of GraphQL; none without it."
    )

    /// What is said about the life of an entity, a field or a value.
    static let life = [
        Key(
            "deprecated",
            .either([.word, .mapping(.deprecation)]),
            "A sentence for who uses it still, or what to use instead and until when."
        ),
        Key("renamed_from", .word, "What it was called, so that the next migration renames it."),
    ]
}
