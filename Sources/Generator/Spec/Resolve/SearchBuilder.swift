internal import PlumblineSchema

/// Makes the search of an entity from what `search:` says.
struct SearchBuilder {
    let draft: EntityDraft
    /// The entity with its fields' access.
    let entity: Entity
    let symbols: SymbolTable
    let reporter: Reporter

    func search() -> TextSearch? {
        guard let syntax = draft.syntax.search else { return nil }
        guard !syntax.fields.isEmpty else {
            reporter.error(.wrongSearch, at: syntax.place, "A search looks in at least one field.")
            return nil
        }
        let names = FieldList(entity: entity, symbols: symbols, reporter: reporter)
            .names(syntax.fields, for: "a search")
        guard let names else { return nil }
        let areFit = syntax.fields.map(isFit)
        guard !areFit.contains(false), isArgumentFree(syntax) else { return nil }
        return TextSearch(
            fields: names,
            language: syntax.language.flatMap { TextSearch.Language(rawValue: $0.value) } ?? .simple,
            index: Naming.databaseName(entity.table, "search_idx"),
            origin: syntax.place.origin
        )
    }

    /// A row that is found tells that the words are in it, so that only what every reader of a row sees is looked in.
    private func isFit(_ word: Word) -> Bool {
        guard let field = entity.field(word.value) else { return false }
        if field.type != .text {
            reporter.error(
                .wrongSearch,
                at: word.place,
                "A search looks in texts, but '\(field.name)' has the type \(field.type.specName)."
            )
            return false
        }
        guard field.access.read == FieldAccess.open.read, !field.isHidden else {
            reporter.error(
                .wrongSearch,
                at: word.place,
                "Not every reader of a row may read '\(field.name)', but a search would tell what is in it.",
                fix: "Leave it out of the search."
            )
            return false
        }
        return true
    }

    /// The APIs call the argument `search`, beside the fields' own.
    private func isArgumentFree(_ syntax: SearchSyntax) -> Bool {
        guard entity.field(apiName: "search") != nil else { return true }
        reporter.error(
            .wrongSearch,
            at: syntax.place,
            "\(entity.name) has a field 'search', and lists would have two arguments of that name.",
            fix: "Rename the field; 'column: search' keeps its column."
        )
        return false
    }
}
