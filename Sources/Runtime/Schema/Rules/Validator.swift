/// Checks what a caller gives for an entity against every rule that needs no other row, and reports all breaches.
///
/// The database checks the same again; this tells a caller everything at once and in the spec's words. Violations
/// come in a fixed order: the fields', in the order of the spec, then the rules'.
public struct Validator: Sendable {
    private let schema: Schema
    private let entity: Entity

    /// Creates a validator for the inputs of an entity.
    public init(schema: Schema, entity: Entity) {
        self.schema = schema
        self.entity = entity
    }

    /// What is wrong with a new row.
    ///
    /// - Parameters:
    ///   - values: What is given, by the fields' names in the spec; an absent field takes its default.
    ///   - unknown: Fields that are given beside, with values that are not known yet.
    ///   - now: The time that defaults may ask for, in microseconds since 1970.
    public func violations(
        creating values: [String: Value],
        unknown: Set<String> = [],
        now: Int64? = nil
    ) -> [Violation] {
        let values = normalized(values)
        let byField = entity.fields.filter { $0.isGiven && !unknown.contains($0.name) }.map { field in
            (
                field,
                violations(of: field, values[field.name] ?? missing(field)) + beginning(of: field, values)
            )
        }
        var known = sound(values, byField)
        for field in entity.fields
        where values[field.name] == nil && field.managed == nil && !unknown.contains(field.name) {
            known[field.name] = defaultValue(of: field, known: known, now: now)
        }
        return byField.flatMap(\.1) + halfGivenObjects(values) + brokenRules(known)
    }

    /// What is wrong with a change.
    ///
    /// - Parameters:
    ///   - values: What is given, by the fields' names in the spec; the other fields stay as they are.
    ///   - current: The row as it is, as far as it is known. Rules and transitions that need more are left to the
    ///     database.
    public func violations(updating values: [String: Value], of current: [String: Value] = [:]) -> [Violation]
    {
        let values = normalized(values)
        let byField = entity.fields.filter(\.isGiven).map { field in
            (field, values[field.name].map { violations(of: field, $0) + step(of: field, $0, current) } ?? [])
        }
        let known = current.filter { values[$0.key] == nil }.merging(sound(values, byField)) { $1 }
        return byField.flatMap(\.1) + halfGivenObjects(values) + brokenRules(known)
    }

    // MARK: - Fields

    /// An object that may be left out is given with all that it needs, or not at all.
    private func halfGivenObjects(_ values: [String: Value]) -> [Violation] {
        entity.objects.filter(\.isOptional).flatMap { object -> [Violation] in
            guard object.fields.contains(where: { values[$0.name, default: .null] != .null }) else {
                return []
            }
            return object.requiredFields.filter { values[$0.name, default: .null] == .null }
                .map { Violation(.required, of: $0, "is required") }
        }
    }

    /// The values as they would be stored.
    private func normalized(_ values: [String: Value]) -> [String: Value] {
        var result = values
        for field in entity.fields where field.normalization != nil {
            result[field.name] = values[field.name].map(field.normalized)
        }
        return result
    }

    /// What an absent field is checked as: nothing to check if it has a default or may be null.
    private func missing(_ field: Field) -> Value? {
        field.isOptional || field.defaultValue != nil ? nil : .null
    }

    private func violations(of field: Field, _ value: Value?) -> [Violation] {
        guard let value else { return [] }
        if value == .null { return field.isOptional ? [] : [Violation(.required, of: field, "is required")] }
        return ValueCheck(schema: schema, field: field).violations(of: value)
    }

    /// A row is born with a value that its life begins with.
    private func beginning(of field: Field, _ values: [String: Value]) -> [Violation] {
        guard let transitions = field.transitions, case .text(let value)? = values[field.name],
            !transitions.initial.contains(value)
        else { return [] }
        return [.wrongBeginning(of: field, transitions)]
    }

    /// A row goes only where its life leads.
    private func step(of field: Field, _ value: Value, _ current: [String: Value]) -> [Violation] {
        guard let transitions = field.transitions, case .text(let new) = value,
            case .text(let old)? = current[field.name], !transitions.allows(from: old, to: new)
        else { return [] }
        return [.wrongStep(of: field, transitions, from: old, to: new)]
    }

    // MARK: - Rules

    /// The values that are right in themselves: only those are looked at by rules over several.
    private func sound(_ values: [String: Value], _ byField: [(Field, [Violation])]) -> [String: Value] {
        let wrong = Set(byField.filter { !$0.1.isEmpty }.map(\.0.name))
        return values.filter { !wrong.contains($0.key) }
    }

    /// The value that an absent field of a new row takes, if that can be told without the database.
    private func defaultValue(of field: Field, known: [String: Value], now: Int64?) -> Value? {
        guard let expression = field.defaultValue ?? field.generation else {
            return field.isOptional && field.isStored ? .null : nil
        }
        return try? expression.evaluate(now: now) { path throws(EvaluationError) in
            try Self.value(at: path, known)
        }
    }

    private func brokenRules(_ known: [String: Value]) -> [Violation] {
        entity.rules.filter { isBroken($0, known) }.map { Violation(of: $0, in: entity) }
    }

    /// False breaks a rule, and so does a value that cannot be calculated: the database would take neither.
    private func isBroken(_ rule: Rule, _ known: [String: Value]) -> Bool {
        guard case .check(let expression) = rule.demand else { return false }
        do {
            return try expression.evaluate { path throws(EvaluationError) in
                try Self.value(at: path, known)
            } == .boolean(false)
        } catch {
            return error != .undecided
        }
    }

    private static func value(at path: FieldPath, _ known: [String: Value]) throws(EvaluationError) -> Value {
        let path = path.shortened
        guard path.relations.isEmpty, let value = known[path.field] else { throw .undecided }
        return value
    }
}
