extension DiagnosticPage {
    /// What something was called, and that it will go: PL0120 to PL0122.
    static let life: [DiagnosticPage] = [
        DiagnosticPage(
            .removalDue,
            "Something that was to be removed",
            """
            A deprecation promised it until a day that has passed. This is a warning, and only
            `plumbline check --today 2026-07-01` looks at the day: what is generated never depends on the clock.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: text
                      name:
                        type: text
                        optional: true
                        deprecated: { use: title, since: 1.4, remove_after: 2026-06-30 }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .nameInUse,
            "A former name that is in use",
            """
            `renamed_from` says what an entity, a field, a value or an index was called, so that the migration
            renames it and keeps what is in it. That cannot be if the old name is still there, or if two say that they
            had it. When every database has been migrated the line can go.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      name: text
                      title: { type: text, renamed_from: name }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: { type: text, renamed_from: name }
                """
        ),
        DiagnosticPage(
            .notManaged,
            "Something asked of a table that others keep",
            """
            With `managed: false` the APIs serve a table that another program makes and keeps: no SQL of the spec
            touches it. Rules, indexes and foreign keys are for its owner to add, so that they cannot be said here, nor
            `on_delete` of a relation from or to it.
            """,
            wrong: """
                entities:
                  Invoice:
                    managed: false
                    fields:
                      number: text
                    indexes:
                      - { fields: [number] }
                """,
            right: """
                entities:
                  Invoice:
                    managed: false
                    fields:
                      number: text
                """
        ),
    ]
}
