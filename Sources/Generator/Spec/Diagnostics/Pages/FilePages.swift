extension DiagnosticPage {
    /// The file as a whole: PL0001 to PL0009.
    static let file: [DiagnosticPage] = [
        DiagnosticPage(
            .fileTooLarge,
            "A file that is too large",
            """
            A spec file has at most 4 MiB, which is some 50,000 fields. The size is looked at before anything
            is read, so that no file can keep a build busy.

            A spec may stand in as many files as you like, and a name declared in one can be used in all.
            """,
            wrong: "entities:\n  Book:\n    fields:\n"
                + String(repeating: "      # A remark.\n", count: 240_000),
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .notText,
            "A file that is not text",
            """
            A spec is UTF-8 text. Other encodings and control characters are refused, because no two tools
            would agree on what they mean; a name with an invisible character in it would be a trap for
            readers.
            """,
            wrong: "entities:\n  Book:\n    fields:\n      ti\u{8}tle: text",
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .byteOrderMark,
            "A byte order mark",
            """
            Some editors put the invisible character U+FEFF at the beginning of a file. UTF-8 needs none, and
            it would be part of the first name.
            """,
            wrong: "\u{FEFF}entities:\n  Book:\n    fields:\n      title: text",
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .tab,
            "A tab",
            """
            YAML indents by spaces; how wide a tab is depends on who looks at it.
            """,
            wrong: "entities:\n  Book:\n    fields:\n\t  title: text",
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .notYAML,
            "A file that is not YAML",
            """
            The file breaks the syntax of YAML, so that its meaning cannot be told. Often a bracket or a quote
            is not closed, a line is indented otherwise than those beside it, or a text with `: ` or ` #` in
            it needs quotes.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: { type: text
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .tooDeep,
            "Nesting that is too deep",
            """
            Lists and mappings stand in each other more than 64 deep. The language needs eight at most; the
            limit keeps hostile files from using up memory.
            """,
            wrong: "entities: " + String(repeating: "[", count: 80) + String(repeating: "]", count: 80),
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .anchor,
            "An anchor or an alias",
            """
            YAML can name a value by `&` and repeat it by `*`. A spec does without: a few such lines can stand
            for gigabytes, and a reader would have to look in two places. Use a named type, or an entity of
            its own.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: &line { type: text, max_length: 80 }
                      subtitle: *line
                """,
            right: """
                types:
                  Line: { base: text, max_length: 80 }
                entities:
                  Book:
                    fields:
                      title: Line
                      subtitle: Line
                """
        ),
        DiagnosticPage(
            .duplicateKey,
            "A key that stands twice",
            """
            A mapping says one thing about each key. Most readers of YAML silently take the last; here the
            second is a mistake.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: text
                      title: { type: text, max_length: 80 }
                """,
            right: """
                entities:
                  Book:
                    fields:
                      title: text
                """
        ),
        DiagnosticPage(
            .tag,
            "A YAML tag",
            """
            A tag (`!Money`, `!include`) tells a reader of YAML how to take a value. In a spec the place of a
            value tells that.
            """,
            wrong: """
                entities:
                  Book:
                    fields:
                      title: !Money text
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
