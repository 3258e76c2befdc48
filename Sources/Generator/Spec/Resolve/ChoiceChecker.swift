internal import PlumblineSchema

/// Checks the rules that say which texts and numbers there are: normalisation, pattern, example, and the list of all.
struct ChoiceChecker {
    let reporter: Reporter

    /// The type with these rules; nil after a report.
    func tighten(_ base: TypeTable.Resolved, by limits: LimitsSyntax) -> TypeTable.Resolved? {
        var result = base
        let isSound = [
            addNormalization(to: &result.constraints, limits), addPattern(to: &result.constraints, limits),
            addList(to: &result, limits),
        ]
        guard isSound.allSatisfy(\.self) else { return nil }
        return areExamplesFit(&result, limits) ? result : nil
    }

    // MARK: Normalisation

    private func addNormalization(to constraints: inout ValueConstraints, _ limits: LimitsSyntax) -> Bool {
        guard let list = limits.normalization else { return true }
        if constraints.normalization != nil {
            return report(
                .wrongNormalization,
                list.place,
                "The type normalises its texts already.",
                "Use another type."
            )
        }
        guard !list.value.isEmpty else {
            return report(.wrongNormalization, list.place, "'normalize' lists at least one step.", Self.steps)
        }
        var steps: [Normalization] = []
        for word in list.value {
            guard let step = Normalization(rawValue: word.value) else { return false }
            guard !steps.contains(step) else {
                return report(
                    .duplicateName,
                    word.place,
                    "'normalize' lists '\(step.rawValue)' twice.",
                    "Remove one of them."
                )
            }
            steps.append(step)
        }
        if steps.contains(.lower), steps.contains(.upper) {
            return report(
                .wrongNormalization,
                list.place,
                "A text cannot be in lower and in upper case.",
                "Keep one."
            )
        }
        constraints.normalization = steps
        return true
    }

    private static let steps =
        "The steps are: \(Normalization.allCases.map(\.rawValue).joined(separator: ", "))."

    // MARK: Pattern

    private func addPattern(to constraints: inout ValueConstraints, _ limits: LimitsSyntax) -> Bool {
        if let source = limits.pattern {
            guard constraints.pattern == nil else {
                return report(
                    .constraintMisfit,
                    source.place,
                    "The type has a pattern already.",
                    "Use another type."
                )
            }
            do {
                constraints.pattern = try Pattern(parsing: source.text)
            } catch {
                return report(
                    .wrongPattern,
                    source.place(of: error.range, reporter),
                    error.message,
                    error.fix
                )
            }
        }
        if let example = limits.example {
            guard constraints.pattern != nil else {
                return report(
                    .constraintMisfit,
                    example.place,
                    "An 'example' shows what has the 'pattern', but there is none.",
                    "Add a 'pattern', or remove it."
                )
            }
            constraints.example = example.value
        }
        return true
    }

    // MARK: All there are

    private func addList(to type: inout TypeTable.Resolved, _ limits: LimitsSyntax) -> Bool {
        guard let list = limits.oneOf else { return true }
        guard !list.value.isEmpty else {
            return report(.constraintMisfit, list.place, "'one_of' lists at least one value.", nil)
        }
        var literals: [Literal] = []
        for word in list.value {
            guard let literal = literal(word, of: type.type) else {
                return report(.wrongValue, word.place, "'\(word.value)' is no \(type.type.specName).", nil)
            }
            guard !literals.contains(literal) else {
                return report(
                    .duplicateName,
                    word.place,
                    "'one_of' lists '\(word.value)' twice.",
                    "Remove one of them."
                )
            }
            if let base = type.constraints.oneOf, !base.contains(literal) {
                return report(
                    .constraintMisfit,
                    word.place,
                    "A field can tighten the rules of its type, but not loosen them: the type has no '\(word.value)'.",
                    "The type has: \(base.map(\.word).joined(separator: ", "))."
                )
            }
            literals.append(literal)
        }
        type.constraints.oneOf = literals
        return true
    }

    /// The constant in its only spelling, so that equal ones are found.
    private func literal(_ word: Word, of type: FieldType) -> Literal? {
        if type == .text { return .text(word.value) }
        guard let number = ExactDecimal(word.value) else { return nil }
        if let integer = Int64(number.description) { return .integer(integer) }
        return type == .integer || type == .bigint ? nil : .decimal(number.description)
    }

    /// Whether what is listed and shown keeps the other rules.
    private func areExamplesFit(_ type: inout TypeTable.Resolved, _ limits: LimitsSyntax) -> Bool {
        let field = Field(
            name: "value",
            type: type.type,
            constraints: type.constraints,
            origin: Origin("", 0)
        )
        let listed = limits.oneOf?.value ?? []
        let shown = limits.example.map { [$0] } ?? []
        for word in listed + shown {
            guard let literal = literal(word, of: type.type), let value = Value(literal) else { continue }
            guard type.constraints.normalized(word.value) == word.value || type.type != .text else {
                return report(
                    .wrongNormalization,
                    word.place,
                    "'\(word.value)' could never be stored: normalised it is '\(type.constraints.normalized(word.value))'.",
                    "Write it as it is stored."
                )
            }
            if let violation = field.violations(of: value, in: .empty).first {
                return report(
                    .constraintMisfit,
                    word.place,
                    "'\(word.value)' breaks another rule: \(violation.message)",
                    nil
                )
            }
        }
        return true
    }

    private func report(_ code: DiagnosticCode, _ place: Place, _ message: String, _ fix: String?) -> Bool {
        reporter.error(code, at: place, message, fix: fix)
        return false
    }
}

extension Schema {
    /// A schema without names, for checks that need none.
    static let empty = Schema(name: "", enums: [], entities: [], principal: nil)
}

extension ExpressionSource {
    /// Where the file says a part of it, counted in Unicode scalars.
    func place(of range: Range<Int>, _ reporter: Reporter) -> Place {
        ScalarPositions(of: text, isPlain: isPlain, at: place, in: reporter.source(place.file)).place(
            of: range
        )
    }
}
