extension DiagnosticPage {
    /// Traits: PL0110 to PL0111.
    static let reuse: [DiagnosticPage] = [
        DiagnosticPage(
            .traitConflict,
            "Two that say the same",
            """
            An entity and its trait, or two traits of it, both declare a field or a rule of that name, or who may
            do something with a row. Neither wins over the other: one of them is to go.
            """,
            wrong: """
                traits:
                  Priced:
                    fields:
                      price: { type: decimal, precision: 8, scale: 2 }
                entities:
                  Book:
                    traits: [Priced]
                    fields:
                      title: text
                      price: integer
                """,
            right: """
                traits:
                  Priced:
                    fields:
                      price: { type: decimal, precision: 8, scale: 2 }
                entities:
                  Book:
                    traits: [Priced]
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .traitCycle,
            "A trait that is made of itself",
            """
            A trait may use others, but not itself on the way round.
            """,
            wrong: """
                traits:
                  Priced:
                    traits: [Sold]
                    fields:
                      price: integer
                  Sold:
                    traits: [Priced]
                    fields:
                      sold: integer
                entities:
                  Book:
                    traits: [Sold]
                """,
            right: """
                traits:
                  Priced:
                    fields:
                      price: integer
                  Sold:
                    traits: [Priced]
                    fields:
                      sold: integer
                entities:
                  Book:
                    traits: [Sold]
                """
        ),
    ]
}
