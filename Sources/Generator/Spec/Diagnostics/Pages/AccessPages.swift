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
        DiagnosticPage(
            .encryptedValue,
            "Something that would have to read an encrypted value",
            """
            The database keeps an encrypted value as bytes that differ even where the values are the same. So no rule,
            index, filter or order can be about it.
            """,
            wrong: """
                entities:
                  Patient:
                    fields:
                      diagnosis: { type: text, encrypted: true }
                    indexes:
                      - { fields: [diagnosis] }
                """,
            right: """
                entities:
                  Patient:
                    fields:
                      diagnosis: { type: text, encrypted: true }
                """
        ),
        DiagnosticPage(
            .wrongMask,
            "A mask that reads something else",
            """
            Who may not read a field is shown its mask. What that told of other fields could be hidden from the same
            caller, so it reads the field itself alone.
            """,
            wrong: """
                entities:
                  Card:
                    fields:
                      number: { type: text, access: { read: nobody, mask: holder } }
                      holder: text
                """,
            right: """
                entities:
                  Card:
                    fields:
                      number: { type: text, access: { read: nobody, mask: "right(number, 4)" } }
                      holder: text
                """
        ),
        DiagnosticPage(
            .wrongPreset,
            "A preset that reads the row it changes",
            """
            What the server sets at every change comes from the caller, the time or a constant. A value that follows
            from other fields is a `generated` one.
            """,
            wrong: """
                entities:
                  Page:
                    fields:
                      title: text
                      size:
                        type: integer
                        preset: { value: length(title), on: [create, update] }
                """,
            right: """
                entities:
                  Page:
                    fields:
                      title: text
                      size: { type: integer, generated: length(title) }
                """
        ),
        DiagnosticPage(
            .wrongDataClass,
            "A data class that the field cannot have",
            """
            `retention` counts from `created_at`, which the trait `timestamps` adds, and empties a field when its time
            is over, so that a required one cannot have it. A password is a hash already.
            """,
            wrong: """
                entities:
                  Visit:
                    fields:
                      address: { type: text, optional: true, retention: 90d }
                """,
            right: """
                entities:
                  Visit:
                    traits: [timestamps]
                    fields:
                      address: { type: text, optional: true, retention: 90d }
                """
        ),
    ]
}
