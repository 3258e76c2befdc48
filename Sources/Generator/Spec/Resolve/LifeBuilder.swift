internal import PlumblineSchema

/// Fills in what is said about the life of entities, fields and values: what they were called, and that they will go.
struct LifeBuilder {
    /// The day from which on a passed `remove_after` is worth a warning, as `2026-12-31`; none without it.
    let today: String?
    let reporter: Reporter

    func fill(_ drafts: inout [EntityDraft]) {
        let names = drafts.map(\.entity.name)
        var oldNames: [String: Word] = [:]
        for index in drafts.indices {
            let syntax = drafts[index].syntax
            if !syntax.life.isEmpty {
                let subject = Subject(name: syntax.name, what: "entity", names: names)
                drafts[index].entity.deprecation = deprecation(syntax.life.deprecated, of: subject)
                drafts[index].entity.renamedFrom = oldName(syntax.life.renamedFrom, of: subject, &oldNames)
            }
            fillFields(of: &drafts[index])
        }
    }

    private func fillFields(of draft: inout EntityDraft) {
        for syntax in draft.syntax.fields {
            guard let place = syntax.life.deprecated?.place ?? syntax.life.renamedFrom?.place,
                draft.entity.object(syntax.name.value) != nil
            else { continue }
            reporter.error(
                .conflictingKeys,
                at: place,
                "'\(syntax.name.value)' is a value object, which is neither deprecated nor renamed as a whole.",
                fix: "Deprecate the fields of its type, or add another field beside it."
            )
        }
        let names = draft.entity.fields.map(\.name)
        var oldNames: [String: Word] = [:]
        for index in draft.entity.fields.indices {
            let field = draft.entity.fields[index]
            guard field.part == nil, let syntax = draft.fieldSyntax[field.name], !syntax.life.isEmpty else {
                continue
            }
            let subject = Subject(name: syntax.name, what: "field", names: names)
            draft.entity.fields[index].deprecation = deprecation(syntax.life.deprecated, of: subject)
            draft.entity.fields[index].renamedFrom = oldName(syntax.life.renamedFrom, of: subject, &oldNames)
        }
    }

    /// The values of an enum.
    func values(of syntax: EnumSyntax) -> [EnumValue] {
        let names = syntax.values.map(\.name.value)
        var oldNames: [String: Word] = [:]
        return syntax.values.map { value in
            let subject = Subject(name: value.name, what: "value", names: names)
            return EnumValue(
                name: value.name.value,
                doc: value.doc,
                deprecation: deprecation(value.life.deprecated, of: subject),
                renamedFrom: oldName(value.life.renamedFrom, of: subject, &oldNames)
            )
        }
    }

    /// What is deprecated or renamed, among its like.
    private struct Subject {
        let name: Word
        /// `entity`, `field` or `value`.
        let what: String
        let names: [String]
    }

    // MARK: Deprecation

    private func deprecation(_ syntax: DeprecationSyntax?, of subject: Subject) -> Deprecation? {
        guard let syntax else { return nil }
        let said = [syntax.message, syntax.since, syntax.removeAfter, syntax.use].compactMap(\.self)
        let isSwitch = syntax.message.flatMap { CoreScalar.boolean($0.value) } != nil
        guard said.contains(where: { !$0.value.isEmpty }), !isSwitch else {
            reporter.error(
                .wrongValue,
                at: syntax.message?.place ?? syntax.place,
                "'deprecated' tells users of '\(subject.name.value)' what to do.",
                fix: "Write a sentence, or 'use:', 'since:' and 'remove_after:'."
            )
            return nil
        }
        check(syntax.use, of: subject)
        checkDay(syntax.removeAfter, of: subject)
        return Deprecation(
            message: syntax.message?.value,
            since: syntax.since?.value,
            removeAfter: syntax.removeAfter?.value,
            use: syntax.use?.value
        )
    }

    private func check(_ use: Word?, of subject: Subject) {
        guard let use, !subject.names.contains(use.value) || use.value == subject.name.value else { return }
        reporter.error(
            .unknownName,
            at: use.place,
            use.value == subject.name.value
                ? "The \(subject.what) '\(use.value)' is deprecated in favour of itself."
                : "There is no \(subject.what) '\(use.value)' to use instead.",
            fix: Suggestion.didYouMean(use.value, among: subject.names.filter { $0 != subject.name.value })
        )
    }

    private func checkDay(_ day: Word?, of subject: Subject) {
        guard let day else { return }
        guard CivilDate(day.value) != nil else {
            return reporter.error(
                .wrongValue,
                at: day.place,
                "'remove_after' is a day such as 2026-12-31, not '\(day.value)'."
            )
        }
        guard let today, day.value < today else { return }
        reporter.warning(
            .removalDue,
            at: day.place,
            "The \(subject.what) '\(subject.name.value)' was promised until \(day.value), which has passed.",
            fix: "Remove it, or promise it for longer."
        )
    }

    // MARK: Renaming

    private func oldName(_ word: Word?, of subject: Subject, _ claimed: inout [String: Word]) -> String? {
        guard let word else { return nil }
        let rules = NameRules(reporter: reporter)
        let what = "the former name of \(subject.what == "entity" ? "an" : "a") \(subject.what)"
        let isName = subject.what == "entity" ? rules.checkPascal(word, what) : rules.checkSnake(word, what)
        guard isName else { return nil }
        if subject.names.contains(word.value) {
            reporter.error(
                .nameInUse,
                at: word.place,
                "'\(subject.name.value)' cannot have been '\(word.value)', which is there still.",
                fix: word.value == subject.name.value
                    ? "Remove 'renamed_from', or give the former name."
                    : "Remove the \(subject.what) '\(word.value)', or this 'renamed_from'."
            )
            return nil
        }
        if let other = claimed[word.value] {
            reporter.error(
                .nameInUse,
                at: word.place,
                "'\(other.value)' says that it was '\(word.value)' already.",
                fix: "Only one of them can have been; remove the other 'renamed_from'."
            )
            return nil
        }
        claimed[word.value] = subject.name
        return word.value
    }
}
