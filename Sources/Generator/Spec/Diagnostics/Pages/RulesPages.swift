extension DiagnosticPage {
    /// Rules, indexes and the principal: PL0601 to PL0701.
    static let rules: [DiagnosticPage] = [
        DiagnosticPage(
            .wrongRule,
            "A rule that cannot be kept",
            """
            The rule lists fields that it cannot be about, or too few; or its message is empty. A `no_overlap`
            needs two required timestamps or dates, and a check that says which comes first.
            """,
            wrong: """
                entities:
                  Loan:
                    fields:
                      starts_at: timestamp
                      ends_at: timestamp
                    rules:
                      one_at_a_time: { no_overlap: [starts_at, ends_at], message: The book is lent. }
                """,
            right: """
                entities:
                  Loan:
                    fields:
                      starts_at: timestamp
                      ends_at: timestamp
                    rules:
                      ends_later: { check: ends_at > starts_at, message: A loan ends after it starts. }
                      one_at_a_time: { no_overlap: [starts_at, ends_at], message: The book is lent. }
                """
        ),
        DiagnosticPage(
            .wrongIndex,
            "An index that cannot be made",
            """
            The index lists nothing, is over the same fields as another, or holds a type whose values cannot
            be ordered or must not be found.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: text
                    indexes:
                      - { fields: [title] }
                      - { fields: [title] }
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
            .wrongSearch,
            "A search that cannot be made",
            """
            A search looks for words in text fields that every reader of a row may read: a row that is found tells
            that the words are in it. Lists take the words under the name `search`, so that no field can have it.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: text
                      pages: integer
                    search: { fields: [title, pages] }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                      pages: integer
                    search: { fields: [title] }
                """
        ),
        DiagnosticPage(
            .wrongPrincipal,
            "A principal that nobody can be",
            """
            The fields of the principal do not fit their part: what one signs in by is a unique, required
            text, the password a `password`, the role an enum, and `active` a boolean.
            """,
            wrong: """
                principal: { entity: Member, sign_in: [email], password: password, role: role }
                enums:
                  Role: { values: { librarian, reader } }
                entities:
                  Member:
                    fields:
                      email: text
                      password: password
                      role: Role
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
                """
        ),
    ]
}
