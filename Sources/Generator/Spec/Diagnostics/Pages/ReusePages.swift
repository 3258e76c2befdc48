extension DiagnosticPage {
    /// Traits and includes: PL0110 to PL0114.
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
        DiagnosticPage(
            .wrongInclude,
            "An include that leads nowhere it may",
            """
            An included file lies in the folder that holds the spec's folder, or below it, so that the build knows
            it; never outside of the package. Files in the spec's folder are read anyway.
            """,
            wrong: """
                include: [../../audit.yaml]
                entities:
                  Book:
                    fields:
                      title: text
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .missingInclude,
            "An include without a file",
            """
            There is no file at that path. The path begins at the folder of the file that includes.
            """,
            wrong: """
                include: [../shared/audit.yaml]
                entities:
                  Book:
                    fields:
                      title: text
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .includeCycle,
            "Files that include each other",
            """
            A file includes itself, directly or through others. Every name of a spec is known in all its files, so that
            one of the includes is enough.
            """,
            wrong: """
                include: [main.yaml]
                entities:
                  Book:
                    fields:
                      title: text
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
    ]
}
