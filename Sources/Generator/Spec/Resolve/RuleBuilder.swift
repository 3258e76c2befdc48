internal import PlumblineSchema

/// Makes the rules of an entity: those of its unique fields, then those under `rules`.
struct RuleBuilder {
    let draft: EntityDraft
    let symbols: SymbolTable
    let reporter: Reporter

    private var entity: Entity { draft.entity }

    func rules() -> [Rule] {
        var rules = entity.rules
        for syntax in draft.syntax.rules {
            let isNamed = NameRules(reporter: reporter).checkSnake(syntax.name, "the name of a rule")
            if let first = rules.first(where: { $0.name == syntax.name.value }) {
                reporter.error(
                    .duplicateName,
                    at: syntax.name.place,
                    "The field at \(first.origin) is unique, which is a rule of this name already.",
                    fix: "Give one of them another name, or remove 'unique' from the field."
                )
            }
            let code = code(of: syntax)
            guard let demand = demand(of: syntax), isNamed, let message = message(of: syntax) else {
                continue
            }
            rules.append(
                Rule(
                    name: syntax.name.value,
                    constraint: Naming.databaseName(entity.table, syntax.name.value),
                    demand: demand,
                    nullsNotDistinct: syntax.takesNullsAsEqual ? true : nil,
                    message: message,
                    code: code,
                    origin: syntax.name.place.origin
                )
            )
        }
        // A rule that was reported may be the one that is looked for.
        if rules.count == entity.rules.count + draft.syntax.rules.count {
            OverlapOrder(draft: draft, rules: rules, reporter: reporter).report()
        }
        return rules
    }

    private func message(of syntax: RuleSyntax) -> String? {
        guard let message = syntax.message else { return nil }
        guard message.value.contains(where: { !$0.isWhitespace }) else {
            reporter.error(
                .wrongRule,
                at: message.place,
                "The message of '\(syntax.name.value)' is empty.",
                fix: "Say as a sentence what a client is told when it is broken."
            )
            return nil
        }
        return message.value
    }

    private func code(of syntax: RuleSyntax) -> String? {
        guard let code = syntax.code, NameRules(reporter: reporter).checkScreaming(code, "the code of a rule")
        else {
            return nil
        }
        if ReservedNames.codes.contains(code.value) {
            reporter.error(
                .reservedName,
                at: code.place,
                "The code '\(code.value)' has a meaning of its own in the APIs.",
                fix: "Choose a code that says what this rule is about."
            )
        }
        return code.value
    }

    private func demand(of syntax: RuleSyntax) -> Rule.Demand? {
        let condition = syntax.condition.flatMap(condition)
        switch syntax.form {
        case nil: return nil
        case .check(let source): return check(source)
        case .unique(let words):
            guard let names = fields(words, for: "a unique rule", at: syntax.formPlace) else { return nil }
            return .unique(names, condition: condition)
        case .noOverlap(let words, let per) where words.count == 1:
            let names = fields(per, for: "'per'", at: nil)
            guard let range = range(words[0]), let names else { return nil }
            return .disjoint(range: range, per: names, condition: condition)
        case .noOverlap(let ends, let per):
            let names = fields(per, for: "'per'", at: nil)
            guard let (start, end) = overlapEnds(ends, at: syntax.formPlace), let names else { return nil }
            return .noOverlap(start: start, end: end, per: names, condition: condition)
        }
    }

    // MARK: Checks

    private func check(_ source: ExpressionSource) -> Rule.Demand? {
        let first = checker(source, as: .check)
        guard let node = first.parse() else { return nil }
        guard isAgreement(node) else { return first.check(node, is: .boolean).map { .check($0) } }
        let expression = checker(source, as: .agreement).check(node, is: .boolean)
        guard let expression else { return nil }
        guard case .binary(_, .path(let left), .path(let right)) = expression else {
            reporter.error(
                .wrongRule,
                at: source.place,
                "The database compares the related row's field exactly, which is not how a citext is compared.",
                fix: "Give both fields the type 'text'."
            )
            return nil
        }
        switch (left.relations.first, right.relations.first) {
        case (let relation?, nil): return .agrees(relation: relation, field: left.field, own: right.field)
        case (nil, let relation?): return .agrees(relation: relation, field: right.field, own: left.field)
        default: return .check(expression)
        }
    }

    /// Whether it has the one form in which a check may cross a relation: `relation.field = field`.
    private func isAgreement(_ node: ExpressionNode) -> Bool {
        guard case .binary(.equal, let left, let right) = node.form,
            case .path(let firstNames) = left.form, case .path(let secondNames) = right.form
        else { return false }
        let first = firstNames.joiningObjects(from: entity, symbols.schema)
        let second = secondNames.joiningObjects(from: entity, symbols.schema)
        guard [first.count, second.count].sorted() == [1, 2] else { return false }
        let own = first.count == 1 ? first : second
        return own.allSatisfy { entity.field($0.text) != nil }
    }

    private func condition(_ source: ExpressionSource) -> Expression? {
        let checker = checker(source, as: .condition)
        return checker.parse().flatMap { checker.check($0, is: .boolean) }
    }

    private func checker(_ source: ExpressionSource, as context: ExpressionContext) -> ExpressionChecker {
        ExpressionChecker(source, on: entity, as: context, symbols: symbols, reporter: reporter)
    }

    // MARK: Lists of fields

    /// The names of existing fields that an index can hold; nil after a report. An empty list is reported at the
    /// place, if there is one.
    private func fields(_ words: [Word], for what: String, at place: Place?) -> [String]? {
        if words.isEmpty, let place {
            reporter.error(.wrongRule, at: place, "\(what.capitalizedSentence) lists at least one field.")
            return nil
        }
        return FieldList(entity: entity, symbols: symbols, reporter: reporter).names(words, for: what)
    }

    /// The name of a field that holds a range; nil after a report.
    private func range(_ word: Word) -> String? {
        let names = FieldList(entity: entity, symbols: symbols, reporter: reporter)
            .names([word], for: "'no_overlap'", allowing: { _ in true })
        guard let field = names?.first.flatMap({ entity.field($0) }) else { return nil }
        if field.boundType != nil { return field.name }
        reporter.error(
            .wrongRule,
            at: word.place,
            "'no_overlap' lists a range, or a start and an end, but '\(field.name)' has the type \(field.type.specName).",
            fix: "Name the field of the other end too."
        )
        return nil
    }

    private func overlapEnds(_ words: [Word], at place: Place) -> (start: String, end: String)? {
        guard words.count == 2 else {
            reporter.error(
                .wrongRule,
                at: place,
                "'no_overlap' lists a range, or two fields, the start and the end, but here are \(words.count)."
            )
            return nil
        }
        guard let names = fields(words, for: "'no_overlap'", at: place) else { return nil }
        let ends = names.compactMap { entity.field($0) }
        guard ends.count == 2 else { return nil }
        for (field, word) in zip(ends, words) where field.type != .timestamp && field.type != .date {
            reporter.error(
                .wrongRule,
                at: word.place,
                "'no_overlap' is about timestamps or dates, but '\(field.name)' has the type \(field.type.specName)."
            )
        }
        for (field, word) in zip(ends, words) where field.isOptional {
            reporter.error(
                .wrongRule,
                at: word.place,
                "'no_overlap' needs both ends, but '\(field.name)' is optional.",
                fix: "Remove 'optional' from the field."
            )
        }
        guard ends.allSatisfy({ $0.type == .timestamp }) || ends.allSatisfy({ $0.type == .date }) else {
            if ends.allSatisfy({ $0.type == .timestamp || $0.type == .date }) {
                reporter.error(.wrongRule, at: words[1].place, "Both ends of a range have the same type.")
            }
            return nil
        }
        return (names[0], names[1])
    }
}
