extension DiagnosticPage {
    /// Values that nobody gives: PL0430 to PL0439.
    static let values: [DiagnosticPage] = [
        DiagnosticPage(
            .wrongDerivation,
            "What no field can be computed from",
            """
            The SQL of a computed field stands inside larger statements, so it is one closed expression: without
            comments, `;`, `$` and backslashes, every quote and bracket closed. And no expression of the language
            gives JSON or a password.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: text
                      initial: { type: text, computed: { sql: "left(this.title, 1" } }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                      initial: { type: text, computed: { sql: "left(this.title, 1)" } }
                """
        ),
        DiagnosticPage(
            .wrongSequence,
            "A sequence that stands still",
            """
            A sequence gives each number once, so it has to move: its `step` is not 0.
            """,
            wrong: """
                sequences:
                  invoice_number: { step: 0 }
                entities:
                  Invoice:
                    fields:
                      number: { type: bigint, default: next(invoice_number) }
                """,
            right: """
                sequences:
                  invoice_number: { start: 1000 }
                entities:
                  Invoice:
                    fields:
                      number: { type: bigint, default: next(invoice_number) }
                """
        ),
        DiagnosticPage(
            .wrongRow,
            "A row that the spec itself does not allow",
            """
            The rows of an entity meet its types and rules like any other row: they give every required field
            without a constant default, and nothing that the server keeps. A relation is given by the name of a row of
            its target.
            """,
            wrong: """
                entities:
                  Country:
                    fields:
                      code: { type: text, min_length: 2, max_length: 2 }
                    rows:
                      austria: { code: AUT }
                """,
            right: """
                entities:
                  Country:
                    fields:
                      code: { type: text, min_length: 2, max_length: 2 }
                    rows:
                      austria: { code: AT }
                """
        ),
        DiagnosticPage(
            .wrongSource,
            "A field in Swift that cannot be computed so",
            """
            `computed: { swift: [...] }` lists the stored fields of the row that the service's own code gets to compute a
            field from. The statement reads them, so they are neither computed themselves, nor passwords, nor encrypted.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: text
                      is_long: { type: boolean, computed: length(title) > 40 }
                      label: { type: text, computed: { swift: [title, is_long] } }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                      is_long: { type: boolean, computed: length(title) > 40 }
                      label: { type: text, computed: { swift: [title] } }
                """
        ),
    ]
}
