extension DiagnosticPage {
    /// Expressions: PL0501 to PL0504.
    static let expressions: [DiagnosticPage] = [
        DiagnosticPage(
            .expressionSyntax,
            "An expression that cannot be read",
            """
            The text is not an expression of the language: a word, an operator or a bracket is missing or one
            too many. Equality is written `=`, logic `and`, `or` and `not`.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      pages: integer
                    rules:
                      has_pages: { check: pages >, message: A book has pages. }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      pages: integer
                    rules:
                      has_pages: { check: pages > 0, message: A book has pages. }
                """
        ),
        DiagnosticPage(
            .wrongType,
            "An expression of another type",
            """
            The two sides of an operator, or an expression and its place, have different types. Types are
            strict, so that one expression means the same in Swift, SQL and JavaScript; only constants adapt
            to `decimal` and `float`.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      pages: integer
                    rules:
                      has_pages: { check: pages > 'none', message: A book has pages. }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      pages: integer
                    rules:
                      has_pages: { check: pages > 0, message: A book has pages. }
                """
        ),
        DiagnosticPage(
            .notHere,
            "Something that cannot stand here",
            """
            What an expression may read depends on its place. A check and a condition of an index see the
            fields of the row alone, because the database verifies them without knowing the time, the caller
            or other rows. Defaults and access rules see more.
            """,
            wrong: """
                entities:
                  Loan:
                    fields:
                      ends_at: timestamp
                    rules:
                      ends_later: { check: ends_at > now(), message: A loan ends in the future. }
                """,
            right: """
                entities:
                  Loan:
                    fields:
                      starts_at: { type: timestamp, default: now() }
                      ends_at: timestamp
                    rules:
                      ends_later: { check: ends_at > starts_at, message: A loan ends after it starts. }
                """
        ),
        DiagnosticPage(
            .noPrincipal,
            "A caller that the spec does not know",
            """
            `me` and `role(…)` are about the row of the caller, so the spec must say under `principal` which
            entity signs in, and which of its fields holds the role.
            """,
            wrong: """
                entities:
                  Member:
                    fields:
                      email: text
                    access: { read: id = me }
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
                    access: { read: id = me }
                """
        ),
    ]
}
