extension EntitySyntaxReader {
    /// Reads an item of `indexes:`.
    func readIndex(_ node: SpecNode) -> IndexSyntax? {
        let reader = MappingReader(node, subject: "an index", as: .index, reporter: reporter)
        guard let reader else { return nil }
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
            as: .search,
            at: place,
            reporter: reporter
        )
        guard let search, search.node("fields") != nil else { return nil }
        return SearchSyntax(place: place, fields: search.words("fields"), language: search.word("language"))
    }
}
