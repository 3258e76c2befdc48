extension DiagnosticPage {
    /// Fields: PL0401 to PL0405.
    static let fields: [DiagnosticPage] = [
        DiagnosticPage(
            .constraintMisfit,
            "A rule that does not fit its type",
            """
            The rule is about other values than the type has: a length is of texts, `min` and `max` of
            numbers and times. Or it loosens what a named type demands: a field may only tighten that.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      pages: { type: integer, max_length: 4 }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      pages: { type: integer, max: 9999 }
                """
        ),
        DiagnosticPage(
            .emptyRange,
            "Limits that nothing meets",
            """
            The lower limit is above the upper one, so that no value would be allowed.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      pages: { type: integer, min: 10, max: 1 }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      pages: { type: integer, min: 1, max: 10 }
                """
        ),
        DiagnosticPage(
            .wrongDefault,
            "A default that cannot be the value",
            """
            The default breaks the rules of its own field, has another type, or the type has no constants. A
            field that nobody can give needs one, or no row could be made.
            """,
            wrong: """
                entities:
                  Loan:
                    fields:
                      days: { type: integer, min: 1, default: 0 }
                """,
            right: """
                entities:
                  Loan:
                    fields:
                      days: { type: integer, min: 1, default: 14 }
                """
        ),
        DiagnosticPage(
            .requiredCannotBeNull,
            "Null where it cannot be",
            """
            A required relation is asked to become null when its target is deleted. Make it optional, or
            refuse the deletion with `restrict`, or let it take this row along with `cascade`.
            """,
            wrong: """
                entities:
                  Author:
                    fields:
                      name: text
                  Book:
                    fields:
                      author: { to: Author, on_delete: set_null }
                """,
            right: """
                entities:
                  Author:
                    fields:
                      name: text
                  Book:
                    fields:
                      author: { to: Author, optional: true, on_delete: set_null }
                """
        ),
        DiagnosticPage(
            .defaultCycle,
            "Defaults that wait for each other",
            """
            A default may read other fields of the new row, which may come from defaults in turn. Here they go
            round in a circle, so that none can be computed.
            """,
            wrong: """
                entities:
                  Loan:
                    fields:
                      starts_at: { type: timestamp, default: ends_at - days(14) }
                      ends_at: { type: timestamp, default: starts_at + days(14) }
                """,
            right: """
                entities:
                  Loan:
                    fields:
                      starts_at: { type: timestamp, default: now() }
                      ends_at: { type: timestamp, default: starts_at + days(14) }
                """
        ),
    ]
}
