internal import PlumblineSchema

/// Checks which fields identify the rows of an entity.
struct KeyBuilder {
    let syntax: KeySyntax
    let draft: EntityDraft
    let reporter: Reporter

    private var entity: Entity { draft.entity }

    /// The fields' names in the order of the key; nil after a report.
    func names() -> [String]? {
        guard !syntax.fields.isEmpty else {
            report(at: syntax.place, "A key lists at least one field.")
            return nil
        }
        var seen: Set<String> = []
        let fit = syntax.fields.filter { word in
            guard seen.insert(word.value).inserted else {
                reporter.error(
                    .duplicateName,
                    at: word.place,
                    "The key lists '\(word.value)' twice.",
                    fix: "Remove one of them."
                )
                return false
            }
            return isFit(word)
        }
        guard fit.count == syntax.fields.count, isNameOfKeyAlone() else { return nil }
        return fit.map(\.value)
    }

    private func isFit(_ word: Word) -> Bool {
        guard let field = entity.field(word.value) else {
            guard !draft.brokenFields.contains(.init(entity: entity.name, field: word.value)) else {
                return false
            }
            reporter.error(
                .unknownField,
                at: word.place,
                "\(entity.name) has no field '\(word.value)'.",
                fix: Suggestion.didYouMean(word.value, among: entity.fields.map(\.name))
            )
            return false
        }
        if let (reason, fix) = objection(to: field) {
            report(at: word.place, "'\(field.name)' cannot be part of the key: \(reason).", fix: fix)
            return false
        }
        return true
    }

    private func objection(to field: Field) -> (reason: String, fix: String?)? {
        if field.isOptional { return ("it is optional", "Remove 'optional' from the field.") }
        if field.reference != nil {
            return field.name == Field.keyName ? ("a relation has a name of its own", "Rename it.") : nil
        }
        guard field.managed == nil || field.managed == .identity else {
            return ("a trait of the entity keeps it", nil)
        }
        guard draft.fieldSyntax[field.name]?.derivation == nil else {
            return ("its value is computed", nil)
        }
        if field.classes.isEncrypted { return ("it is encrypted", "Do not encrypt it.") }
        guard field.type.isKeyType else {
            let fix = "A key is a text, a whole number, a UUID, a date, an enum or a relation."
            return ("it has the type \(field.type.specName)", fix)
        }
        return nil
    }

    /// `id` means the whole key to every client, so that it cannot be a part of one.
    private func isNameOfKeyAlone() -> Bool {
        guard syntax.fields.count > 1,
            let word = syntax.fields.first(where: { $0.value == Field.keyName })
        else { return true }
        report(
            at: word.place,
            "The field 'id' cannot be one part of a key: in the APIs, 'id' is the whole key.",
            fix: "Rename the field."
        )
        return false
    }

    private func report(at place: Place, _ message: String, fix: String? = nil) {
        reporter.error(.wrongKey, at: place, message, fix: fix)
    }
}

extension FieldType {
    /// Whether its values have one text each by which a row can be addressed.
    fileprivate var isKeyType: Bool {
        switch self {
        case .text, .smallint, .integer, .bigint, .uuid, .date, .enumeration: true
        default: false
        }
    }

    /// Whether the database can count it up.
    var canCount: Bool { [.smallint, .integer, .bigint].contains(self) }
}

extension FieldSyntax {
    /// Whether it asks the database for a number: of other types, `identity` is a default like any other.
    func isIdentity(_ type: FieldType) -> Bool {
        type.canCount && defaultValue?.source.text == "identity"
    }
}
