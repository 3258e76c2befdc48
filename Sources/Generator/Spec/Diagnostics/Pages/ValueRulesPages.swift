/// What a text must look like, and the names that types have.
extension DiagnosticPage {
    static let valueRules = [
        DiagnosticPage(
            .wrongPattern,
            "A pattern that engines would read differently",
            """
            A `pattern` is checked by Swift, PostgreSQL and JavaScript, so it may only use what means the same in all
            three: literals, `.`, classes such as `[A-Za-z]`, groups, alternatives, and the quantifiers `?`, `*`, `+`,
            `{2}`, `{2,}`, `{2,4}`. It always describes the whole text.
            """,
            wrong: """
                entities:
                  Car:
                    fields:
                      plate: { type: text, pattern: '[A-Z]{1,2}-\\d+[A-Z]' }
                """,
            right: """
                entities:
                  Car:
                    fields:
                      plate: { type: text, pattern: '[A-Z]{1,2}-[0-9]+[A-Z]' }
                """
        ),
        DiagnosticPage(
            .wrongNormalization,
            "A normalisation that cannot be",
            """
            `normalize` lists what is done to a text before it is checked and stored. Steps that undo each other make no
            sense, and a constant of the spec that is not normalised itself could never be stored.
            """,
            wrong: """
                entities:
                  Tag:
                    fields:
                      word: { type: text, normalize: [trim, lower, upper] }
                """,
            right: """
                entities:
                  Tag:
                    fields:
                      word: { type: text, normalize: [trim, lower] }
                """
        ),
        DiagnosticPage(
            .typeCycle,
            "Types that narrow each other",
            """
            A named type narrows its `base`, which may be a named type too. Here they go round in a circle, so that none
            says what is stored.
            """,
            wrong: """
                types:
                  Title: { base: Heading, max_length: 80 }
                  Heading: { base: Title, min_length: 1 }
                entities:
                  Book:
                    fields:
                      title: Title
                """,
            right: """
                types:
                  Title: { base: Heading, max_length: 80 }
                  Heading: { base: text, min_length: 1 }
                entities:
                  Book:
                    fields:
                      title: Title
                """
        ),
        DiagnosticPage(
            .wrongValueObject,
            "A value object that cannot be",
            """
            A value object is made of plain values that are one, such as an address. At least one of them is required, so
            that one can tell whether there is one; it has no defaults and no parts that are objects themselves.
            """,
            wrong: """
                types:
                  Address:
                    fields:
                      street: { type: text, optional: true }
                      city: { type: text, optional: true }
                entities:
                  Person:
                    fields:
                      home: Address
                """,
            right: """
                types:
                  Address:
                    fields:
                      street: { type: text, optional: true }
                      city: text
                entities:
                  Person:
                    fields:
                      home: { type: Address, optional: true }
                """
        ),
        DiagnosticPage(
            .wrongTransition,
            "Transitions that say no life",
            """
            `transitions` lists, for values of an enum, which values may follow. A new row has one of `initial`, which is
            the default alone unless more are listed.
            """,
            wrong: """
                enums:
                  State: { values: { draft, published } }
                entities:
                  Page:
                    fields:
                      state:
                        type: State
                        transitions: { draft: [published] }
                """,
            right: """
                enums:
                  State: { values: { draft, published } }
                entities:
                  Page:
                    fields:
                      state:
                        type: State
                        transitions: { draft: [published] }
                        initial: [draft]
                """
        ),
        DiagnosticPage(
            .unreachableValue,
            "A value that no row can have",
            """
            Beginning with the values of a new row and following the transitions, one never comes to this value. The spec
            can be used, but a step is probably missing.
            """,
            wrong: """
                enums:
                  State: { values: { draft, published, withdrawn } }
                entities:
                  Page:
                    fields:
                      state:
                        type: State
                        default: draft
                        transitions:
                          draft: [published]
                          withdrawn: [draft]
                """,
            right: """
                enums:
                  State: { values: { draft, published, withdrawn } }
                entities:
                  Page:
                    fields:
                      state:
                        type: State
                        default: draft
                        transitions:
                          draft: [published]
                          published: [withdrawn]
                          withdrawn: [draft]
                """
        ),
    ]
}
