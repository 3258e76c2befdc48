/// Checks what a caller gives for an entity against every rule that needs no other row, and reports all breaches.
///
/// The database checks the same again; this tells a caller everything at once and in the spec's words. Violations
/// come in a fixed order: the fields', in the order of the spec, then the rules'.
///
/// What of the entity has a part in it is looked up once, when the validator is made: keep it for many inputs. It is a
/// class, as are its parts, so that none of their many references are counted while it works.
public final class Validator: Sendable {
    private let entity: Entity
    private let given: [GivenField]
    /// The positions of the fields whose texts are stored in another form than they are given.
    private let normalized: [Int]
    private let optionalObjects: [EmbeddedObject]
    private let checks: [Check]
    /// What the checks read of fields that are left out of a new row, in the order of the fields.
    private let defaults: [DefaultField]
    /// The positions of the fields that checks and defaults read.
    private let positions: [(name: String, position: Int)]

    /// Creates a validator for the inputs of an entity.
    public init(schema: Schema, entity: Entity) {
        self.entity = entity
        given = entity.fields.indices.compactMap { GivenField(entity.fields[$0], at: $0, in: schema) }
        normalized = entity.fields.indices.filter { entity.fields[$0].normalization != nil }
        optionalObjects = entity.objects.filter(\.isOptional)
        checks = entity.rules.compactMap(Check.init)
        let read = entity.fieldsRead(by: checks.map(\.expression))
        positions = read.sorted().map { (entity.fields[$0].name, $0) }
        defaults = positions.compactMap { DefaultField(entity.fields[$0.position], at: $0.position) }
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
        violations(creating: row(of: values), unknown: unknown, now: now)
    }

    /// What is wrong with a new row, of which is given what is not nil, each at the position of its field.
    ///
    /// - Parameter row: Worked on in its place, where the caller gives it up.
    package func violations(
        creating row: consuming [Value?],
        unknown: Set<String> = [],
        now: Int64? = nil
    ) -> [Violation] {
        var row = stored(row)
        var violations: [Violation] = []
        var wrong: [Int] = []
        for field in given where unknown.isEmpty || !unknown.contains(field.name) {
            let found = field.violations(creating: row[field.position])
            if found.isEmpty { continue }
            violations += found
            wrong.append(field.position)
        }
        addHalfGivenObjects(row, to: &violations)
        for position in wrong { row[position] = nil }
        for field in defaults where row[field.position] == nil && !unknown.contains(field.name) {
            if wrong.contains(field.position) { continue }
            row[field.position] = field.value(now: now) { path throws(EvaluationError) in
                try value(at: path, row)
            }
        }
        addBrokenRules(row, to: &violations)
        return violations
    }

    /// What is wrong with a change.
    ///
    /// - Parameters:
    ///   - values: What is given, by the fields' names in the spec; the other fields stay as they are.
    ///   - current: The row as it is, as far as it is known. Rules and transitions that need more are left to the
    ///     database.
    public func violations(updating values: [String: Value], of current: [String: Value] = [:]) -> [Violation]
    {
        violations(updating: row(of: values), of: row(of: current))
    }

    /// What is wrong with a change to what is not nil, each at the position of its field.
    package func violations(updating row: [Value?]) -> [Violation] {
        violations(updating: row, of: row.map { _ in nil })
    }

    private func violations(updating row: [Value?], of current: [Value?]) -> [Violation] {
        let row = stored(row)
        var known = zip(row, current).map { $0 ?? $1 }
        var violations: [Violation] = []
        for field in given {
            guard let value = row[field.position] else { continue }
            let found = field.violations(updating: value, of: current[field.position])
            if found.isEmpty { continue }
            violations += found
            known[field.position] = nil
        }
        addHalfGivenObjects(row, to: &violations)
        addBrokenRules(known, to: &violations)
        return violations
    }

    // MARK: - Values

    /// The values, each at the position of its field.
    private func row(of values: [String: Value]) -> [Value?] { entity.fields.map { values[$0.name] } }

    /// The values as they would be stored.
    private func stored(_ row: consuming [Value?]) -> [Value?] {
        for position in normalized { row[position] = row[position].map(entity.fields[position].normalized) }
        return row
    }

    /// An object that may be left out is given with all that it needs, or not at all.
    private func addHalfGivenObjects(_ row: [Value?], to violations: inout [Violation]) {
        func isGiven(_ field: Field) -> Bool {
            let position = entity.fields.firstIndex { $0.name == field.name }
            return position.flatMap { row[$0] } ?? .null != .null
        }
        for object in optionalObjects where object.fields.contains(where: isGiven) {
            for field in object.requiredFields where !isGiven(field) {
                violations.append(Violation(.required, of: field, "is required"))
            }
        }
    }

    // MARK: - Rules

    /// The rules that a row breaks, of whose values only those are known that are right in themselves.
    private func addBrokenRules(_ known: [Value?], to violations: inout [Violation]) {
        for check in checks where isBroken(check, known) {
            violations.append(Violation(of: check.rule, in: entity))
        }
    }

    /// False breaks a rule, and so does a value that cannot be calculated: the database would take neither.
    private func isBroken(_ check: Check, _ known: [Value?]) -> Bool {
        do {
            return try check.expression.evaluate { path throws(EvaluationError) in
                try value(at: path, known)
            } == .boolean(false)
        } catch {
            return error != .undecided
        }
    }

    private func value(at path: FieldPath, _ known: [Value?]) throws(EvaluationError) -> Value {
        let path = path.shortened
        guard path.relations.isEmpty, let place = positions.first(where: { $0.name == path.field }),
            let value = known[place.position]
        else { throw .undecided }
        return value
    }
}

/// A rule that a row keeps or breaks by itself.
private final class Check: Sendable {
    let rule: Rule
    let expression: Expression

    init?(_ rule: Rule) {
        guard case .check(let expression) = rule.demand else { return nil }
        self.rule = rule
        self.expression = expression
    }
}

/// A field that callers may give.
private final class GivenField: Sendable {
    let name: String
    let position: Int
    private let isOptional: Bool
    /// Whether a new row has a value without one that is given.
    private let isOmissible: Bool
    private let transitions: Transitions?
    private let check: ValueCheck

    /// Nil for one that nobody may give.
    init?(_ field: Field, at position: Int, in schema: Schema) {
        guard field.isGiven else { return nil }
        name = field.name
        self.position = position
        isOptional = field.isOptional
        isOmissible = field.isOptional || field.defaultValue != nil
        transitions = field.transitions
        check = ValueCheck(schema: schema, field: field)
    }

    func violations(creating value: Value?) -> [Violation] {
        guard let value else { return isOmissible ? [] : violations(of: .null) }
        guard let transitions, case .text(let text) = value, !transitions.initial.contains(text) else {
            return violations(of: value)
        }
        // A row is born with a value that its life begins with.
        return violations(of: value) + [.wrongBeginning(of: check.field, transitions)]
    }

    func violations(updating value: Value, of current: Value?) -> [Violation] {
        guard let transitions, case .text(let new) = value, case .text(let old)? = current,
            !transitions.allows(from: old, to: new)
        else { return violations(of: value) }
        // A row goes only where its life leads.
        return violations(of: value) + [.wrongStep(of: check.field, transitions, from: old, to: new)]
    }

    private func violations(of value: Value) -> [Violation] {
        guard case .null = value else { return check.violations(of: value) }
        return isOptional ? [] : [Violation(.required, of: check.field, "is required")]
    }
}

/// A field that has a value in a new row though nobody gives one, as far as that can be told without the database.
private final class DefaultField: Sendable {
    let name: String
    let position: Int
    /// Nil for null.
    private let expression: Expression?

    /// Nil where nothing can be told.
    init?(_ field: Field, at position: Int) {
        guard field.managed == nil else { return nil }
        expression = field.defaultValue ?? field.generation
        let isTold = expression.map { !$0.isUndecidable } ?? (field.isOptional && field.isStored)
        guard isTold else { return nil }
        name = field.name
        self.position = position
    }

    func value(now: Int64?, row: (FieldPath) throws(EvaluationError) -> Value) -> Value? {
        guard let expression else { return .null }
        return try? expression.evaluate(now: now, row: row)
    }
}

extension Entity {
    /// The positions of its own fields that expressions read, and of those that their defaults read.
    fileprivate func fieldsRead(by expressions: [Expression]) -> Set<Int> {
        var found: Set<Int> = []
        var waiting = expressions
        while let expression = waiting.popLast() {
            for path in expression.paths.map(\.shortened) where path.relations.isEmpty {
                guard let position = fields.firstIndex(where: { $0.name == path.field }),
                    found.insert(position).inserted
                else { continue }
                waiting += [fields[position].defaultValue ?? fields[position].generation].compactMap(\.self)
            }
        }
        return found
    }
}
