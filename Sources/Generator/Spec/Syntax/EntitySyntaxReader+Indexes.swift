extension EntitySyntaxReader {
    private static let indexKeys = [
        "name", "doc", "fields", "on", "descending", "include", "using", "operator_class", "when",
        "renamed_from",
    ]

    /// Reads an item of `indexes:`.
    func readIndex(_ node: SpecNode) -> IndexSyntax? {
        let reader = MappingReader(node, subject: "an index", keys: Self.indexKeys, reporter: reporter)
        guard let reader else { return nil }
        switch (reader.node("fields"), reader.keyPlace("on")) {
        case (nil, nil):
            reader.reportMissing("fields", fix: "List the fields it is over, such as 'fields: [starts_at]'.")
        case (.some, let place?):
            reporter.error(
                .conflictingKeys,
                at: place,
                "An index is over 'fields' or 'on' an expression.",
                fix: "Make two indexes of it."
            )
        default: break
        }
        return IndexSyntax(
            place: reader.place,
            name: reader.word("name"),
            doc: reader.text("doc"),
            fields: reader.words("fields"),
            fieldsPlace: reader.keyPlace("fields"),
            expression: reader.expression("on"),
            descending: reader.words("descending"),
            include: reader.words("include"),
            method: reader.word("using"),
            operatorClass: reader.word("operator_class"),
            condition: reader.expression("when"),
            renamedFrom: reader.word("renamed_from")
        )
    }

    /// Reads `search:`.
    func readSearch(of reader: MappingReader) -> SearchSyntax? {
        guard let node = reader.node("search"), let place = reader.keyPlace("search") else { return nil }
        let search = MappingReader(
            node,
            subject: "the search of \(reader.subject)",
            keys: ["fields", "language"],
            at: place,
            reporter: reporter
        )
        guard let search else { return nil }
        if search.node("fields") == nil {
            search.reportMissing(
                "fields",
                fix: "List the text fields it looks in, such as 'fields: [title]'."
            )
            return nil
        }
        return SearchSyntax(place: place, fields: search.words("fields"), language: search.word("language"))
    }
}
