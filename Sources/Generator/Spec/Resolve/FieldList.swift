internal import PlumblineSchema

/// Checks lists of field names in rules and indexes.
struct FieldList {
    let entity: Entity
    let symbols: SymbolTable
    let reporter: Reporter

    /// The names of existing fields with values that can be compared; nil after a report.
    func names(_ written: [Word], for what: String, allowing isAllowed: (FieldType) -> Bool = \.isIndexable)
        -> [String]?
    {
        let words = written.map(stored)
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
            return isFit(word, for: what, allowing: isAllowed)
        }
        return accepted.count == words.count ? accepted.map(\.value) : nil
    }

    /// `home.city` as the field that keeps it.
    private func stored(_ word: Word) -> Word {
        let parts = word.value.split(separator: ".").map(String.init)
        guard parts.count == 2,
            let field = entity.object(parts[0])?.fields.first(where: { $0.part?.member == parts[1] })
        else { return word }
        return Word(value: field.name, place: word.place)
    }

    private func isFit(_ word: Word, for what: String, allowing isAllowed: (FieldType) -> Bool) -> Bool {
        guard let field = entity.field(word.value) else {
            guard !symbols.isBroken(word.value, of: entity) else { return false }
            if let object = entity.object(word.value) {
                let members = object.fields.compactMap(\.part?.member).map { "\(object.name).\($0)" }
                reporter.error(
                    .unknownField,
                    at: word.place,
                    "'\(word.value)' is a value object; \(what) lists its values.",
                    fix: "Its values are: \(members.joined(separator: ", "))."
                )
                return false
            }
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
        if let part = field.part, part.jsonColumn != nil {
            reporter.error(
                .keptInDocument,
                at: word.place,
                "\(what.capitalizedSentence) cannot hold '\(part.object).\(part.member)', which is kept in jsonb.",
                fix:
                    "Store the value object in columns: remove 'storage: jsonb' from '\(part.object)'."
            )
            return false
        }
        guard !field.classes.isEncrypted else {
            reporter.error(
                .encryptedValue,
                at: word.place,
                "\(what.capitalizedSentence) cannot hold '\(word.value)': it is encrypted, and equal values are kept as different ones.",
                fix: "Leave it out, or do not encrypt the field."
            )
            return false
        }
        guard isAllowed(field.type) else {
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

extension FieldType {
    /// Whether an index of PostgreSQL's usual kind serves its values.
    var isIndexable: Bool {
        switch self {
        case .json, .password, .array, .range: false
        default: true
        }
    }
}
