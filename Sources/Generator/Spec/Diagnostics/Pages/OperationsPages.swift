extension DiagnosticPage {
    /// Queries and mutations of one's own: PL0440.
    static let operations: [DiagnosticPage] = [
        DiagnosticPage(
            .wrongArgument,
            "An argument with what only a stored field can have",
            """
            The arguments of a query or mutation are stored nowhere: they have types, limits and checks, but no
            column, default, index or rule over other rows.
            """,
            wrong: """
                entities:
                  Loan:
                    fields:
                      until: timestamp
                mutations:
                  extend_loan:
                    arguments:
                      loan: { to: Loan }
                      days: { type: integer, default: 7 }
                    returns: Loan
                    access: everyone
                """,
            right: """
                entities:
                  Loan:
                    fields:
                      until: timestamp
                mutations:
                  extend_loan:
                    arguments:
                      loan: { to: Loan }
                      days: { type: integer, optional: true }
                    returns: Loan
                    access: everyone
                """
        )
    ]
}
