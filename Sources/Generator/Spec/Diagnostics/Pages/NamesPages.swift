extension DiagnosticPage {
    /// Names: PL0201 to PL0207.
    static let names: [DiagnosticPage] = [
        DiagnosticPage(
            .nameForm,
            "A name of another form",
            """
            Fields, rules and enum values are written in `snake_case`, types, enums and entities in
            `PascalCase`, codes in `SCREAMING_SNAKE_CASE`, all in ASCII letters and digits. From that one form
            each target gets its own: `starts_at` is a column, `startsAt` a Swift property and a field of the
            APIs.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      pageCount: integer
                """,
            right: """
                entities:
                  Book:
                    fields:
                      page_count: integer
                """
        ),
        DiagnosticPage(
            .nameLength,
            "A name that is too long",
            """
            PostgreSQL keeps 63 bytes of a name and cuts the rest silently, so that two names could become
            one. A name of a spec has at most 59, which leaves room for endings such as `_key`.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      the_number_of_pages_without_the_index_and_the_table_of_contents: integer
                """,
            right: """
                entities:
                  Book:
                    fields:
                      page_count: integer
                """
        ),
        DiagnosticPage(
            .duplicateName,
            "A name that is declared twice",
            """
            Types, enums and entities share one space of names, across all files of a spec; a list of fields
            names each once.
            """,
            wrong: """
                enums:
                  Book: { values: { novel, poetry } }
                entities:
                  Book:
                    fields:
                      title: text
                """,
            right: """
                enums:
                  Genre: { values: { novel, poetry } }
                entities:
                  Book:
                    fields:
                      title: text
                      genre: Genre
                """
        ),
        DiagnosticPage(
            .reservedName,
            "A name that is taken by a language or an API",
            """
            The name has a meaning of its own where it would be used: `id` is the key of every entity,
            `PageInfo` a type of the GraphQL API, `self` a word of Swift, `xmin` a column that PostgreSQL
            gives every table.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      id: uuid
                      title: text
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .nameCollision,
            "Names that become one",
            """
            Two names differ in the spec but would be the same in the APIs, in Swift or in the database: the
            collections of two entities, types that are made for them, two columns, two constraints.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: text
                  Volume:
                    plural: books
                    fields:
                      number: integer
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                  Volume:
                    fields:
                      number: integer
                """
        ),
        DiagnosticPage(
            .ambiguousInverse,
            "Two relations seen under one name",
            """
            A relation can be followed from its target as well, under the plural of the entity that has it.
            Where two would have the same name there, one of them says another with `inverse`.
            """,
            wrong: """
                entities:
                  Person:
                    fields:
                      name: text
                  Book:
                    fields:
                      author: { to: Person }
                      editor: { to: Person }
                """,
            right: """
                entities:
                  Person:
                    fields:
                      name: text
                  Book:
                    fields:
                      author: { to: Person }
                      editor: { to: Person, inverse: edited_books }
                """
        ),
        DiagnosticPage(
            .doubledKeyName,
            "A relation that is named after its key",
            """
            The key of a relation is kept in a column that ends in `_id`, so a relation `author_id` would be
            kept in `author_id_id`. Name it after what it points at. This is a warning: the spec can be used.
            """,
            wrong: """
                entities:
                  Author:
                    fields:
                      name: text
                  Book:
                    fields:
                      author_id: { to: Author }
                """,
            right: """
                entities:
                  Author:
                    fields:
                      name: text
                  Book:
                    fields:
                      author: { to: Author }
                """
        ),
    ]
}
