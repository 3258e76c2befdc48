/// How value objects are stored: PL0140 and PL0141.
extension DiagnosticPage {
    static let storage = [
        DiagnosticPage(
            .wrongStorage,
            "A storage that cannot be",
            """
            A field that holds a value object may say `storage: jsonb`, so that one column keeps the whole object. Lists and
            ranges are types of columns and cannot be in it, it is not encrypted, and neither set by the server nor masked.
            """,
            wrong: """
                types:
                  Look:
                    fields: { colour: Color, tags: { type: array, of: text } }
                entities:
                  Note:
                    fields:
                      look: { type: Look, storage: jsonb }
                """,
            right: """
                types:
                  Look:
                    fields: { colour: Color, icon: { type: text, optional: true } }
                entities:
                  Note:
                    fields:
                      look: { type: Look, storage: jsonb }
                """
        ),
        DiagnosticPage(
            .keptInDocument,
            "A value in jsonb where a column is needed",
            """
            Keys, unique rules, indexes, generated columns and conditions of rules are about columns. A value of an object
            that is stored with `storage: jsonb` has none. Checks, access rules, filters and orders may use it.
            """,
            wrong: """
                types:
                  Address:
                    fields: { street: text, country: CountryCode }
                entities:
                  Shop:
                    fields:
                      place: { type: Address, storage: jsonb }
                    indexes:
                      - { fields: [place.country] }
                """,
            right: """
                types:
                  Address:
                    fields: { street: text, country: CountryCode }
                entities:
                  Shop:
                    fields:
                      place: Address
                    indexes:
                      - { fields: [place.country] }
                """
        ),
    ]
}
