internal import PlumblineSchema

/// Checks lists of field names in rules and indexes.
struct FieldList {
    let entity: Entity
    let symbols: SymbolTable
    let reporter: Reporter

    /// The names of existing fields with values that can be compared; nil after a report.
    func names(_ words: [Word], for what: String) -> [String]? {
        var seen: Set<String> = []
        let accepted = words.filter { word in
            guard seen.insert(word.value).inserted else {
                reporter.error(
                    .duplicateName,
                    at: word.place,
                    "\(what.capitalizedSentence) lists '\(word.value)' twice.",
                    fix: "Remove one of them."
                )
                return false
            }
            return isFit(word, for: what)
        }
        return accepted.count == words.count ? accepted.map(\.value) : nil
    }

    private func isFit(_ word: Word, for what: String) -> Bool {
        guard let field = entity.field(word.value) else {
            guard !symbols.isBroken(word.value, of: entity) else { return false }
            let relation = entity.fields.first { $0.reference != nil && $0.column == word.value }
            reporter.error(
                .unknownField,
                at: word.place,
                "\(entity.name) has no field '\(word.value)'.",
                fix: relation.map { "The relation is called '\($0.name)'." }
                    ?? Suggestion.didYouMean(word.value, among: entity.fields.map(\.name))
            )
            return false
        }
        guard field.isStored else {
            reporter.error(
                .wrongIndex,
                at: word.place,
                "\(what.capitalizedSentence) cannot hold '\(word.value)', which is computed when it is read.",
                fix: "Make it 'generated:' instead of 'computed:', so that it is stored."
            )
            return false
        }
        guard field.type != .json, field.type != .password else {
            reporter.error(
                .wrongIndex,
                at: word.place,
                "\(what.capitalizedSentence) cannot hold '\(word.value)', which has the type \(field.type.specName)."
            )
            return false
        }
        return true
    }
}
