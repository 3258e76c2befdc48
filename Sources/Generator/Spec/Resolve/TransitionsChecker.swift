internal import PlumblineSchema

/// Checks the life of an enum field.
struct TransitionsChecker {
    /// The field with its default.
    let field: Field
    let symbols: SymbolTable
    let reporter: Reporter

    /// The transitions; nil after a report.
    func check(_ syntax: TransitionsSyntax) -> Transitions? {
        guard case .enumeration(let name) = field.type, let type = symbols.schema.enumType(name) else {
            return report(
                at: syntax.place,
                "Only a field whose type is an enum has transitions.",
                fix: "Give it an enum as type, or remove them."
            )
        }
        guard !field.isOptional else {
            return report(
                at: syntax.place,
                "A field with transitions always has a value, but '\(field.name)' is optional.",
                fix: "Remove 'optional', and give the enum a value for what null means."
            )
        }
        guard let steps = steps(syntax.steps, type), let initial = initial(syntax, type) else { return nil }
        let transitions = Transitions(initial: initial, steps: steps)
        warnOfUnreachable(transitions, type, syntax)
        return transitions
    }

    private func steps(_ syntax: [TransitionsSyntax.Step], _ type: EnumType) -> [Transitions.Step]? {
        let steps = syntax.compactMap { step -> Transitions.Step? in
            guard names([step.from], of: type) != nil, let next = names(step.to, of: type) else { return nil }
            if let itself = step.to.first(where: { $0.value == step.from.value }) {
                return report(
                    at: itself.place,
                    "A row may always keep the value it has, so '\(step.from.value)' need not lead to itself.",
                    fix: "Remove it."
                )
            }
            return Transitions.Step(step.from.value, to: next)
        }
        return steps.count == syntax.count ? steps : nil
    }

    /// What is said, or else the constant default.
    private func initial(_ syntax: TransitionsSyntax, _ type: EnumType) -> [String]? {
        var start: String?
        if case .literal(.enumeration(_, let value)) = field.defaultValue { start = value }
        guard let said = syntax.initial else {
            if let start { return [start] }
            return report(
                at: syntax.place,
                "Nothing says which values a new row may have.",
                fix: "List them under 'initial:', or give the field a constant default."
            )
        }
        guard let initial = names(said.value, of: type) else { return nil }
        guard !initial.isEmpty else {
            return report(at: said.place, "'initial' lists at least one value.", fix: nil)
        }
        if let start, !initial.contains(start) {
            return report(
                at: said.place,
                "The default, '\(start)', is not among the values that a new row may have.",
                fix: "Add it to 'initial', or change the default."
            )
        }
        return initial
    }

    /// The values of the enum, each once; nil after a report.
    private func names(_ words: [Word], of type: EnumType) -> [String]? {
        let values = type.values.map(\.name)
        var seen: Set<String> = []
        let accepted = words.filter { word in
            guard values.contains(word.value) else {
                reporter.error(
                    .unknownValue,
                    at: word.place,
                    "\(type.name) has no value '\(word.value)'.",
                    fix: Suggestion.didYouMean(word.value, among: values)
                        ?? "\(type.name) has these values: \(values.joined(separator: ", "))."
                )
                return false
            }
            guard seen.insert(word.value).inserted else {
                reporter.error(
                    .duplicateName,
                    at: word.place,
                    "'\(word.value)' is listed twice.",
                    fix: "Remove one."
                )
                return false
            }
            return true
        }
        return accepted.count == words.count ? accepted.map(\.value) : nil
    }

    private func warnOfUnreachable(_ transitions: Transitions, _ type: EnumType, _ syntax: TransitionsSyntax)
    {
        var reached = Set(transitions.initial)
        var waiting = transitions.initial
        while let value = waiting.popLast() {
            let next = transitions.steps.first { $0.from == value }?.to ?? []
            waiting += next.filter { reached.insert($0).inserted }
        }
        for value in type.values where !reached.contains(value.name) {
            let step = syntax.steps.first { $0.from.value == value.name }
            reporter.warning(
                .unreachableValue,
                at: step?.from.place ?? syntax.place,
                "No row can ever become '\(value.name)': nothing that is initial leads to it.",
                fix: "Let another value lead to it, or list it under 'initial'."
            )
        }
    }

    private func report<Result>(at place: Place, _ message: String, fix: String?) -> Result? {
        reporter.error(.wrongTransition, at: place, message, fix: fix)
        return nil
    }
}
