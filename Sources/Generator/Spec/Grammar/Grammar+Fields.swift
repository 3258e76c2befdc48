internal import PlumblineSchema

extension Shape {
    /// A value by its type alone, a value, or a relation.
    static let field = named("field", .either([typeName, .mapping(.value), .mapping(.relation)]))

    /// A field of a value object.
    static let member = named("member", .either([typeName, .mapping(.member)]))

    /// A type with rules, or a value object.
    static let type = named("type", .either([.mapping(.namedType), .mapping(.valueObject)]))

    /// A type of the language, a named type or an enum.
    fileprivate static let typeName = named(
        "typeName",
        .either([.oneOf(TypeTable.builtInNames), .matching(.pascal)])
    )
}

extension MappingShape {
    // MARK: Types

    static let namedType = MappingShape(
        name: "namedType",
        doc: "A type with rules under a name of its own.",
        keys: [
            .doc,
            Key(
                "base",
                .typeName,
                "The type it narrows.",
                required:
                    "Name the type it narrows, such as 'base: text', or list the 'fields' of a value object."
            ),
        ] + Key.limits
    )

    static let valueObject = MappingShape(
        name: "valueObject",
        doc: "Several values that are one.",
        keys: [
            .doc,
            Key("fields", .map(of: .member, names: .snake), "Its values.", required: "List its values."),
        ]
    )

    /// A type that does not say what makes it a value object.
    static let typeOrObject = namedType.adding(valueObject.keys)

    static let member = MappingShape(
        name: "memberValue",
        doc: "A value of a value object.",
        keys: [.doc, Key("type", .typeName, "What it holds.", required: "Say what it holds with 'type:'.")]
            + Key.limits + [.optional]
    )

    // MARK: Fields

    /// A field that holds a value.
    static let value = MappingShape(
        name: "value",
        doc: "A field that holds a value.",
        keys: [
            .doc,
            Key(
                "type",
                .typeName,
                "What it holds.",
                required: "Say 'type:' for a value, or 'to:' for a relation to an entity."
            ),
            Key(
                "storage",
                .oneOf(["columns", "jsonb"]),
                "How a value object is kept: a column for each value (the default), or all in one."
            ),
        ] + Key.limits + [
            Key("transitions", .map(of: .list(of: .word)), "Which values of an enum follow which."),
            Key(
                "initial",
                .list(of: .word),
                "The values that a new row may have; the default alone without it."
            ),
            Key("generated", .expression, "What PostgreSQL keeps in it: an expression over the row."),
            Key(
                "computed",
                .either([.expression, .mapping(computation)]),
                "What it shows: an expression that is worked out when the row is read."
            ),
            Key("pii", .boolean, "Whether it tells something about a person."),
            Key("secret", .boolean, "Whether no API and no reader of the database ever sees it."),
            Key("encrypted", .boolean, "Whether the database keeps it encrypted."),
        ] + storedKeys,
        rules: [
            .needs("initial", "transitions", fix: "Add 'transitions', or remove it."),
            .excludes("default", ["generated", "computed"], fix: "Keep one of them."),
            .excludes("generated", ["computed"], fix: "Keep one of them."),
            .excludes(
                "computed",
                ["unique", "column"] + Key.rules.map(\.name),
                fix: "Remove it: a computed field is not stored."
            ),
            .excludesUnless(
                "computed",
                has: "swift",
                ["optional"],
                fix: "Remove it: what is computed is null where it must be."
            ),
            .excludes("preset", ["generated", "computed"], fix: "Keep one of them: a preset is the value."),
            .excludesIfTrue(
                "encrypted",
                ["unique", "generated", "computed", "default", "preset", "transitions"],
                fix: "Keep one of them: the database cannot read it."
            ),
            .excludesIfTrue(
                "secret",
                ["access.read", "access.mask"],
                fix: "Keep one of them: nobody reads what is secret by an API."
            ),
        ] + storedRules
    )

    /// A field that holds the key of a row.
    static let relation = MappingShape(
        name: "relation",
        doc: "A relation to a row of an entity.",
        keys: [
            .doc,
            Key("to", .matching(.pascal), "The entity that it points at.", required: "Name the entity."),
            Key("inverse", .matching(.snake), "What its target calls it; the owner's plural without it."),
            Key(
                "on_delete",
                .oneOf(Reference.Action.deletions.map(\.rawValue)),
                "What happens when the target is deleted; `restrict` without it."
            ),
            Key(
                "on_update",
                .oneOf(Reference.Action.updates.map(\.rawValue)),
                "What happens when the target's key is changed; `restrict` without it."
            ),
        ] + storedKeys,
        rules: storedRules
    )

    /// A field that says neither what makes it a value nor what makes it a relation.
    static let valueOrRelation = value.adding(relation.keys.filter { $0.name == "to" })

    /// A field of which nothing is said.
    static let unsaid = MappingShape(
        name: relation.name,
        doc: relation.doc,
        keys: valueOrRelation.keys.filter { ["type", "to"].contains($0.name) }
    )

    /// A field that says both.
    static let valueAndRelation = MappingShape(
        name: value.name,
        doc: value.doc,
        keys: value.adding(relation.keys).keys,
        rules: value.rules + [
            .excludes("type", ["to"], fix: "Keep 'to' for a relation, 'type' for a value.")
        ]
    )

    /// What values and relations have in common.
    private static let storedKeys =
        [
            .optional,
            Key("unique", .boolean, "Whether no two rows have the same."),
            Key(
                "default",
                .either([.expression, .mapping(defaultValue)]),
                "What it is where a new row leaves it out; of texts and enums the value, else an expression."
            ),
            Key(
                "preset",
                .either([.expression, .mapping(preset)]),
                "What the server sets it to; no caller gives it."
            ),
            Key("column", .matching(.snake), "The column that keeps it."),
            Key("access", .mapping(fieldAccess), "Who sees and gives it, beyond the access of the entity."),
            Key("retention", .matching(.retention), "How long it is kept after the row was made."),
        ] + Key.life

    private static let storedRules: [KeyRule] = [
        .excludes(
            "preset",
            ["default", "access.write", "access.create", "access.update"],
            fix: "Keep one of them: a preset is the value."
        )
    ]

    // MARK: Parts of fields

    static let defaultValue = MappingShape(
        name: "default",
        doc: "The default of a text as an expression.",
        keys: [
            Key(
                "expression",
                .expression,
                "What it is.",
                required: "Write the expression under 'expression'."
            )
        ]
    )

    static let computation = MappingShape(
        name: "computation",
        doc: "A value that only the database or the service's own Swift can work out.",
        keys: [
            Key("sql", .word, "An SQL expression over the row `this`."),
            Key("swift", .list(of: .word), "The fields that Swift works it out from."),
        ],
        rules: [
            .one(
                ["sql", "swift"],
                fix: "Write an SQL expression under 'sql', or list under 'swift' the fields that Swift needs."
            )
        ]
    )

    static let preset = MappingShape(
        name: "preset",
        doc: "What the server sets a field to, and when.",
        keys: [
            Key(
                "value",
                .expression,
                "What the field is set to.",
                required: "Say what the field is set to, such as 'value: now()'."
            ),
            Key(
                "on",
                .list(of: .oneOf(["create", "update"]), including: "create"),
                "When it is set: [create], or at every change too, [create, update]."
            ),
        ]
    )

    static let fieldAccess = MappingShape(
        name: "fieldAccess",
        doc: "Who sees and gives the value of a field.",
        keys: [
            Key("read", .expression, "On which rows the value is shown."),
            Key("write", .expression, "Which roles may give it, for a new row and a change."),
            Key("create", .expression, "Which roles may give it for a new row."),
            Key("update", .expression, "Which roles may change it."),
            Key("mask", .expression, "What others see instead of null: an expression over the field alone."),
        ],
        rules: [
            .excludes(
                "write",
                ["create", "update"],
                fix: "'write' says both: keep it, or 'create' and 'update'."
            ),
            .needs("mask", "read", fix: "Say with 'read' who sees the value itself."),
        ]
    )
}

extension Key {
    static let optional = Key("optional", .boolean, "Whether it may be null.")

    /// What a type needs beside its name, and the rules on values of it.
    static let limits =
        [
            Key("of", .typeName, "What an array holds, or what the ends of a range are."),
            Key("precision", .integer(1...LimitsChecker.precisionLimit), "The digits of a decimal in all."),
            Key(
                "scale",
                .integer(0...LimitsChecker.precisionLimit),
                "The digits of a decimal after the point."
            ),
        ] + rules + [Key("example", .word, "A text that has the pattern, for callers.")]

    /// The rules on one value.
    static let rules = [
        Key("min_items", .integer(0...LimitsChecker.itemsLimit), "The least number of items of an array."),
        Key("max_items", .integer(0...LimitsChecker.itemsLimit), "The greatest number of items of an array."),
        Key("unique_items", .boolean, "Whether no two items of an array are equal."),
        Key(
            "normalize",
            .list(of: .oneOf(Normalization.allCases.map(\.rawValue))),
            "What is done to a text before all checks, in this order."
        ),
        Key(
            "min_length",
            .integer(0...LimitsChecker.lengthLimit),
            "The least length, in Unicode scalars or bytes."
        ),
        Key(
            "max_length",
            .integer(0...LimitsChecker.lengthLimit),
            "The greatest length, in Unicode scalars or bytes."
        ),
        Key("min", .word, "The least number, time or duration: 0.25, 2026-01-31, PT1H30M."),
        Key("max", .word, "The greatest number, time or duration."),
        Key("one_of", .list(of: .word), "All values there are."),
        Key("format", .oneOf(Format.allCases.map(\.rawValue)), "A look of texts that has a name."),
        Key("pattern", .expression, "A regular expression for the whole of a text, without ^ and $."),
    ]
}

extension Reference.Action {
    /// What `on_delete` can say.
    static let deletions: [Self] = [.restrict, .cascade, .setNull]
    /// What `on_update` can say.
    static let updates: [Self] = [.restrict, .cascade]
}
