extension DiagnosticPage {
    /// The shape of what is said: PL0101 to PL0105.
    static let shape: [DiagnosticPage] = [
        DiagnosticPage(
            .wrongKind,
            "A value of the wrong shape",
            """
            Here stands a list, a mapping or a single value where another of them is expected; or a key has no
            value at all.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      - title
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .unknownKey,
            "A key that nothing reads",
            """
            The mapping has a key that the language does not know there. It may be misspelt, stand one level
            too high or too low, or come from another tool's language. Unknown keys are never ignored: what is
            said has an effect.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: { type: text, max_lenght: 80 }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: { type: text, max_length: 80 }
                """
        ),
        DiagnosticPage(
            .missingKey,
            "A key that is missing",
            """
            Something is described without what it cannot do without: an entity without fields, a field
            without a type, a rule without what it demands or what a client is told.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      pages: integer
                    rules:
                      has_pages:
                        check: pages > 0
                """,
            right: """
                entities:
                  Book:
                    fields:
                      pages: integer
                    rules:
                      has_pages:
                        check: pages > 0
                        message: A book has pages.
                """
        ),
        DiagnosticPage(
            .conflictingKeys,
            "Keys that exclude each other",
            """
            Two keys stand together of which only one can have a meaning, such as `type` for a value and `to`
            for a relation; or one that means nothing without another, which is not there.
            """,
            wrong: """
                entities:
                  Author: { fields: { name: text } }
                  Book:
                    fields:
                      author: { type: text, to: Author }
                """,
            right: """
                entities:
                  Author: { fields: { name: text } }
                  Book:
                    fields:
                      author: { to: Author }
                """
        ),
        DiagnosticPage(
            .wrongValue,
            "A value that a key does not take",
            """
            The key takes true or false, a whole number, or one of a few words; this is something else. Words
            are those of YAML 1.2: `yes` and `on` are texts, not booleans, as is whatever stands in quotes.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: { type: text, optional: yes }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: { type: text, optional: true }
                """
        ),
    ]
}
