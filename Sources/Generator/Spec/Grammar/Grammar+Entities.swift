internal import PlumblineSchema

extension MappingShape {
    static let entity = MappingShape(
        name: "entity",
        doc: "What is stored: a table, a Swift struct, a GraphQL type and a REST collection.",
        keys: [
            .doc,
            Key("plural", .matching(.snake), "Its name for many; the English plural without it."),
            Key("table", .matching(.snake), "The table; the plural without it."),
            Key("schema", .matching(.snake), "The database schema of the table; `public` without it."),
            Key("managed", .boolean, "False for a table that others make and keep."),
            Key(
                "key",
                .either([.word, .list(of: .word)]),
                "The field, or the fields, that identify a row; `id` without it."
            ),
            Key(
                "many_to_many",
                .map(of: .mapping(manyToMany), names: .snake),
                "Relations through another entity."
            ),
        ] + traitKeys + [
            Key("rows", .map(of: .row, names: .snake), "Rows that belong to the schema, by names that stay."),
            Key("search", .mapping(search), "The fields whose words lists find."),
            Key("retention", .matching(.retention), "How long a row is kept after it was made."),
        ] + Key.life,
        rules: [.some(["fields", "traits"], fix: "List what it stores under 'fields'.")]
    )

    static let trait = MappingShape(
        name: "trait",
        doc: "A part of entities.",
        keys: [
            .doc,
            Key(
                "interface",
                .boolean,
                "Whether it is an interface of GraphQL, which those entities implement."
            ),
            .sharedList,
        ] + traitKeys,
        rules: [.needs("list", "interface", fix: "Say 'interface: true' beside it.")]
    )

    private static let traitKeys = [
        Key("traits", .list(of: .trait), "What it has in common with others."),
        Key(
            "fields",
            .map(of: .field, names: .snake),
            "What it stores: values, and relations to other entities."
        ),
        Key("rules", .map(of: .mapping(rule), names: .snake), "What every row keeps."),
        Key("indexes", .list(of: .mapping(index)), "What makes finding fast."),
        Key("access", .mapping(access), "Who may do what with which rows; without a rule, nobody."),
    ]

    static let access = MappingShape(
        name: "access",
        doc: "For which rows somebody may do something.",
        keys: [
            Key("read", .expression, "Which rows a caller sees."),
            Key("create", .expression, "What a new row must be."),
            Key("update", .expression, "What a row must be before and after a change."),
            Key("delete", .expression, "Which rows may go."),
            Key("restore", .expression, "Which rows of an entity with `soft_delete` may come back."),
            Key("history", .expression, "Of which rows the changes may be seen."),
            Key("gaps", .expression, "Who may learn what rows that must not overlap leave free."),
        ]
    )

    static let manyToMany = MappingShape(
        name: "manyToMany",
        doc: "A relation through an entity that has relations to both sides.",
        keys: [
            Key(
                "to",
                .matching(.pascal),
                "The entity that it leads to.",
                required: "Name the entity that it leads to."
            ),
            Key(
                "through",
                .matching(.pascal),
                "The entity between.",
                required: "Name the entity that has a relation to both sides."
            ),
            Key("near", .word, "The relation that points here, where there are several."),
            Key("far", .word, "The relation that points there, where there are several."),
            Key("inverse", .matching(.snake), "What it is called on the other side."),
        ]
    )

    // MARK: Rules

    static let rule = MappingShape(
        name: "rule",
        doc: "What every row keeps: a check, no two rows that agree, or no two that overlap.",
        keys: [
            Key("check", .expression, "What must not be false."),
            Key("unique", .list(of: .word), "Fields in which no two rows agree."),
            Key(
                "no_overlap",
                .list(of: .word),
                "A range, or a start and an end, of which no two rows overlap."
            ),
            Key("per", .list(of: .word), "Fields that only rows which overlap have in common."),
            Key("nulls_not_distinct", .boolean, "Whether rows without a value agree in that, too."),
            Key("when", .expression, "Among which rows."),
            Key(
                "message",
                .word,
                "What a client is told when it is broken.",
                required: "Say as a sentence what a client is told when it is broken."
            ),
            Key("code", .matching(.code), "The code that clients get."),
        ],
        rules: [
            .one(["check", "unique", "no_overlap"], fix: "Say one of 'check', 'unique' and 'no_overlap'."),
            .needs("per", "no_overlap", fix: "Remove it."),
            .needs("nulls_not_distinct", "unique", fix: "Remove it."),
            .excludes("check", ["when"], fix: "Write the condition into the check: 'not (condition) or …'."),
        ]
    )

    // MARK: Indexes

    static let index = MappingShape(
        name: "index",
        doc: "What makes finding fast.",
        keys: [
            Key("name", .matching(.snake), "Its name in the database; made of table and fields without it."),
            Key("doc", .word, "What it is for."),
            Key("fields", .list(of: .word), "The fields it is over, in their order."),
            Key("on", .expression, "The expression it is over."),
            Key("descending", .list(of: .word), "Which of its fields have their greatest value first."),
            Key("include", .list(of: .word), "Fields that it holds beside."),
            Key(
                "using",
                .oneOf(Index.Method.allCases.map(\.rawValue)),
                "How it is kept; `btree` without it."
            ),
            Key(
                "operator_class",
                .oneOf(IndexMethod.classes.map(\.name)),
                "How it compares; the type's own way without it."
            ),
            Key("when", .expression, "Which rows it holds; all without it."),
            Key(
                "renamed_from",
                .matching(.snake),
                "What it was called, so that the next migration renames it."
            ),
        ],
        rules: [
            .one(
                ["fields", "on"],
                fix: "List fields, such as 'fields: [starts_at]', or say 'on' an expression."
            )
        ]
    )

    static let search = MappingShape(
        name: "search",
        doc: "A search by words.",
        keys: [
            Key(
                "fields",
                .list(of: .word),
                "The text fields it looks in.",
                required: "List the text fields it looks in, such as 'fields: [title]'."
            ),
            Key(
                "language",
                .oneOf(TextSearch.Language.allCases.map(\.rawValue)),
                "Whose stems of words it finds; `simple`, the words as written, without it."
            ),
        ]
    )

    // MARK: Queries and mutations

    static let operation = MappingShape(
        name: "operation",
        doc: "A query or mutation that Swift answers.",
        keys: [
            .doc,
            Key("arguments", .map(of: .field, names: .snake), "What is given to it, as fields."),
            Key("rules", .map(of: .mapping(rule), names: .snake), "Checks over the arguments."),
            Key(
                "returns",
                .matching(.pascal),
                "The entity, interface or union of which it answers a row.",
                required: "Name the entity of which it answers a row: 'returns: Appointment'."
            ),
            Key(
                "access",
                .expression,
                "Who may call it.",
                required: "Say who may call it, such as 'access: authenticated'."
            ),
        ]
    )
}

extension Shape {
    /// A trait of the language or of the spec.
    fileprivate static let trait = named(
        "traitName",
        .either([.oneOf(BuiltInTrait.allCases.map(\.rawValue).sorted()), .matching(.pascal)])
    )

    /// A row that belongs to the schema.
    fileprivate static let row = named("row", .map(of: .either([.nothing, .word])))
}
