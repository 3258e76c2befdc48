extension DiagnosticPage {
    /// What names lead to: PL0301 to PL0306.
    static let references: [DiagnosticPage] = [
        DiagnosticPage(
            .unknownType,
            "A type that does not exist",
            """
            A field names a type that is none of the language's own, no named type under `types`, and no enum.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: txet
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .unknownEntity,
            "An entity that does not exist",
            """
            A relation points at an entity that no file of the spec declares.
            """,
            wrong: """
                entities:
                  Author:
                    fields:
                      name: text
                  Book:
                    fields:
                      author: { to: Auther }
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
        DiagnosticPage(
            .unknownField,
            "A field that does not exist",
            """
            An expression, a rule or an index names a field that the entity does not have. Inside an
            expression a text stands in single quotes; without them it is taken for a field.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: text
                    indexes:
                      - { fields: [tilte] }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                    indexes:
                      - { fields: [title] }
                """
        ),
        DiagnosticPage(
            .unknownValue,
            "A value that the enum does not have",
            """
            A bare word beside a field of an enum is one of the enum's values.
            """,
            wrong: """
                enums:
                  Genre: { values: { novel, poetry } }
                entities:
                  Book:
                    fields:
                      genre: Genre
                    indexes:
                      - { fields: [genre], when: genre = drama }
                """,
            right: """
                enums:
                  Genre: { values: { novel, poetry, drama } }
                entities:
                  Book:
                    fields:
                      genre: Genre
                    indexes:
                      - { fields: [genre], when: genre = drama }
                """
        ),
        DiagnosticPage(
            .unknownRole,
            "A role that does not exist",
            """
            The words in `role(…)` are values of the enum that the principal's `role` field has.
            """,
            wrong: """
                principal: { entity: Member, sign_in: [email], password: password, role: role }
                enums:
                  Role: { values: { librarian, reader } }
                entities:
                  Member:
                    fields:
                      email: { type: text, unique: true }
                      password: password
                      role: Role
                    access: { read: role(libarian) }
                """,
            right: """
                principal: { entity: Member, sign_in: [email], password: password, role: role }
                enums:
                  Role: { values: { librarian, reader } }
                entities:
                  Member:
                    fields:
                      email: { type: text, unique: true }
                      password: password
                      role: Role
                    access: { read: role(librarian) }
                """
        ),
        DiagnosticPage(
            .unknownName,
            "A function, trait or row that does not exist",
            """
            The language has a fixed set of functions and traits, which the page on the spec language lists; traits,
            sequences and rows of one's own are named as the spec declares them.
            """,
            wrong: """
                entities:
                  Member:
                    traits: [timestamp]
                    fields:
                      email: { type: text, format: email }
                """,
            right: """
                entities:
                  Member:
                    traits: [timestamps]
                    fields:
                      email: { type: text, format: email }
                """
        ),
    ]
}
