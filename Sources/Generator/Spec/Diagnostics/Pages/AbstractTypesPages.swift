extension DiagnosticPage {
    /// Unions and lists of several entities: PL0801 and PL0802.
    static let abstractTypes: [DiagnosticPage] = [
        DiagnosticPage(
            .wrongUnion,
            "A union of what the APIs do not have",
            """
            A union of GraphQL is a row of one of several entities. It lists at least one, each of which somebody may
            read: what nobody may read is no type of the APIs.
            """,
            wrong: """
                entities:
                  Film:
                    fields: { title: text }
                    access: { read: everyone }
                  Review:
                    fields: { stars: integer }
                unions:
                  SearchResult:
                    of: [Film, Review]
                """,
            right: """
                entities:
                  Film:
                    fields: { title: text }
                    access: { read: everyone }
                  Review:
                    fields: { stars: integer }
                    access: { read: everyone }
                unions:
                  SearchResult:
                    of: [Film, Review]
                """
        ),
        DiagnosticPage(
            .wrongSharedList,
            "A list of entities whose keys differ, or of none",
            """
            A list of the rows of several entities has one order, which ends with their keys, so that no page shows a row
            twice. Their keys are therefore one field each, of the same name and type; without `key` all have `id`. There
            is no list where nobody may read any of the entities.
            """,
            wrong: """
                entities:
                  Film:
                    fields: { title: text }
                    access: { read: everyone }
                  Country:
                    key: code
                    fields: { code: text }
                    access: { read: everyone }
                unions:
                  SearchResult:
                    of: [Film, Country]
                    list: search_results
                """,
            right: """
                entities:
                  Film:
                    fields: { title: text }
                    access: { read: everyone }
                  Country:
                    fields:
                      code: { type: text, unique: true }
                    access: { read: everyone }
                unions:
                  SearchResult:
                    of: [Film, Country]
                    list: search_results
                """
        ),
    ]
}
