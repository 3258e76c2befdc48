extension DiagnosticPage {
    static let access = [
        DiagnosticPage(
            .unknownScope,
            "A scope that the spec does not list",
            """
            The scopes that tokens may carry stand under `scopes`, each with what it allows, so that a misspelt one
            in a rule is no rule that silently never holds.
            """,
            wrong: """
                scopes:
                  read:books: See the books.
                entities:
                  Book:
                    fields:
                      title: text
                    access: { read: "scope(read:boks)" }
                """,
            right: """
                scopes:
                  read:books: See the books.
                entities:
                  Book:
                    fields:
                      title: text
                    access: { read: "scope(read:books)" }
                """
        ),
        DiagnosticPage(
            .roleCycle,
            "Roles that include each other",
            """
            `includes` of the principal says which roles may all that others may. A role that includes itself, by
            itself or through others, would make all of them the same role.
            """,
            wrong: """
                principal:
                  entity: Member
                  sign_in: [email]
                  password: password
                  role: role
                  includes: { librarian: [reader], reader: [librarian] }
                enums:
                  Role: { values: { librarian, reader } }
                entities:
                  Member:
                    fields:
                      email: { type: text, unique: true }
                      password: password
                      role: Role
                """,
            right: """
                principal:
                  entity: Member
                  sign_in: [email]
                  password: password
                  role: role
                  includes: { librarian: [reader] }
                enums:
                  Role: { values: { librarian, reader } }
                entities:
                  Member:
                    fields:
                      email: { type: text, unique: true }
                      password: password
                      role: Role
                """
        ),
    ]
}
