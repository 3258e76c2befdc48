internal import PlumblineSchema

/// Reads what a field is when a create input leaves it out.
struct DefaultChecker {
    let entity: Entity
    let symbols: SymbolTable
    let reporter: Reporter

    /// The default's value; nil after a report.
    func check(_ value: DefaultSyntax, of field: Field) -> Expression? {
        let source = value.source
        if value.isExpression {
            guard field.type.isText else { return reportNeedlessForm(source, field) }
            return checkExpression(source, of: field)
        }
        switch field.type {
        case .password, .bytes, .inet, .json, .array, .range:
            reporter.error(
                .wrongDefault,
                at: source.place,
                "A field of the type \(field.type.specName) has no default.",
                fix: "Remove it."
            )
            return nil
        case .text, .citext:
            return checkText(source, of: field)
        case .enumeration(let name):
            return checkEnumeration(source, of: field, named: name)
        case .boolean:
            if let value = CoreScalar.boolean(source.text) { return .literal(.boolean(value)) }
            return checkExpression(source, of: field)
        case .timestamp, .date, .time:
            guard source.text.first?.isNumber != true else {
                reporter.error(
                    .wrongDefault,
                    at: source.place,
                    "The language has no constants of the type \(field.type.specName).",
                    fix: "Write an expression over now() or other fields, or leave the default out."
                )
                return nil
            }
            return checkExpression(source, of: field)
        default:
            return checkExpression(source, of: field)
        }
    }

    private func reportNeedlessForm(_ source: ExpressionSource, _ field: Field) -> Expression? {
        reporter.error(
            .wrongDefault,
            at: source.place,
            "Only a text's default is marked as an expression, since otherwise it is the text itself.",
            fix: "Write 'default: \(source.text)'."
        )
        return nil
    }

    /// A text's default is the text itself.
    private func checkText(_ source: ExpressionSource, of field: Field) -> Expression? {
        let length = source.text.unicodeScalars.count
        let constraints = field.constraints
        if let least = constraints.minLength, length < least {
            return reportBroken(source, "has \(length) characters, but the field at least \(least)")
        }
        if let greatest = constraints.maxLength, length > greatest {
            return reportBroken(source, "has \(length) characters, but the field at most \(greatest)")
        }
        if let format = constraints.format, !format.matches(source.text) {
            return reportBroken(source, "does not have the field's format, '\(format.rawValue)'")
        }
        let stored = constraints.normalized(source.text)
        guard stored == source.text else {
            return reportBroken(source, "is not as it would be stored, which is '\(stored)'")
        }
        let literal = Literal.text(source.text)
        return isAllowed(literal, source, of: field) ? .literal(literal) : nil
    }

    private func checkEnumeration(_ source: ExpressionSource, of field: Field, named name: String)
        -> Expression?
    {
        if symbols.schema.enumType(name)?.contains(source.text) == true {
            return .literal(.enumeration(type: name, value: source.text))
        }
        return checkExpression(source, of: field)
    }

    private func checkExpression(_ source: ExpressionSource, of field: Field) -> Expression? {
        let checker = ExpressionChecker(
            source,
            on: entity,
            as: .defaultValue,
            symbols: symbols,
            reporter: reporter
        )
        guard let type = ValueType(of: field, in: entity), let node = checker.parse(),
            let expression = checker.check(node, is: type)
        else { return nil }
        return isInRange(expression, source, of: field) ? expression : nil
    }

    private func isInRange(_ expression: Expression, _ source: ExpressionSource, of field: Field) -> Bool {
        guard case .literal(let literal) = expression else { return true }
        let value: ExactDecimal
        switch literal {
        case .integer(let number):
            if let bits = field.type.bits, !bits.range.contains(number) {
                return reportBroken(source, "does not fit into \(bits.count) bits") != nil
            }
            value = ExactDecimal(number)
        case .decimal(let number): value = ExactDecimal(number) ?? 0
        default: return true
        }
        if let least = field.constraints.minimum?.number, value < least {
            return reportBroken(source, "is less than the field's least value, \(least)") != nil
        }
        if let greatest = field.constraints.maximum?.number, value > greatest {
            return reportBroken(source, "is greater than the field's greatest value, \(greatest)") != nil
        }
        return field.constraints.oneOf == nil || isAllowed(literal, source, of: field)
    }

    /// Whether the constant keeps the rules that have no sentence of their own here.
    private func isAllowed(_ literal: Literal, _ source: ExpressionSource, of field: Field) -> Bool {
        let violation = Value(literal).flatMap { field.violations(of: $0, in: symbols.schema).first }
        guard let violation else { return true }
        reporter.error(.wrongDefault, at: source.place, "The default is not allowed: \(violation.message)")
        return false
    }

    private func reportBroken(_ source: ExpressionSource, _ problem: String) -> Expression? {
        reporter.error(.wrongDefault, at: source.place, "The default \(problem).")
        return nil
    }
}

/// Finds defaults that need each other.
struct DefaultCycles {
    let entity: Entity
    let syntax: [String: FieldSyntax]
    let reporter: Reporter

    /// Reports each cycle once, at the first of its fields.
    func report() {
        var finished: Set<String> = []
        for field in entity.fields {
            // Most defaults read no field.
            guard field.value?.ownFields.isEmpty == false else { continue }
            var trail: [String] = []
            visit(field.name, &trail, &finished)
        }
    }

    private func visit(_ name: String, _ trail: inout [String], _ finished: inout Set<String>) {
        if let start = trail.firstIndex(of: name) {
            report(Array(trail[start...]))
            return
        }
        guard !finished.contains(name), let value = entity.field(name)?.value else { return }
        trail.append(name)
        for next in value.ownFields { visit(next, &trail, &finished) }
        trail.removeLast()
        finished.insert(name)
    }

    private func report(_ cycle: [String]) {
        guard let first = cycle.first, let place = syntax[first]?.valuePlace else { return }
        let names = (cycle + [first]).map { "'\($0)'" }.joined(separator: " needs ")
        reporter.error(.defaultCycle, at: place, "Defaults go round in a circle: \(names).")
    }
}

extension Field {
    /// What it is when it is not given.
    fileprivate var value: Expression? { defaultValue ?? generation }
}

extension FieldSyntax {
    /// Where it says what the field is when it is not given.
    fileprivate var valuePlace: Place? { defaultValue?.source.place ?? derivation?.place }
}

extension Expression {
    /// The fields of the row itself that it reads, in their order; for a path, the relation it begins with.
    var ownFields: [String] {
        switch self {
        case .literal, .me, .authenticated, .role, .scope, .any: []
        case .path(let path): [path.relations.first ?? path.field]
        case .unary(_, let operand), .isIn(let operand, _): operand.ownFields
        case .binary(_, let left, let right): left.ownFields + right.ownFields
        case .call(_, let arguments): arguments.flatMap(\.ownFields)
        }
    }
}
