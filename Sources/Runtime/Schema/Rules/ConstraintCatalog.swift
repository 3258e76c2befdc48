/// What each constraint of the database means to a client: the way from PostgreSQL's error to the spec's words.
public struct ConstraintCatalog: Sendable {
    private let constraints: [String: Meaning]
    private let required: [Column: Violation]

    /// Collects the constraints of every entity, under the names that the emitted SQL gives them.
    public init(_ schema: Schema) {
        var constraints: [String: Meaning] = [:]
        var required: [Column: Violation] = [:]
        for entity in schema.entities {
            constraints.merge(entity.constraintMeanings(in: schema)) { first, _ in first }
            for column in entity.columns {
                required[Column(table: entity.table, name: column.name)] = column.absence
            }
        }
        self.constraints = constraints
        self.required = required
    }

    /// The violation that a constraint's failure means (SQLSTATE 23503, 23505, 23514, 23P01).
    ///
    /// PostgreSQL names the same constraint and the same table whether a foreign key lacks its target or a target is
    /// still pointed at, so the statement that failed has to be told.
    ///
    /// - Parameters:
    ///   - constraint: The constraint's name in the error.
    ///   - written: The entity whose rows the statement writes.
    ///   - isDeletion: Whether it deletes them.
    /// - Returns: Nil for a constraint that is not the schema's.
    public func violation(of constraint: String, writing written: String, isDeletion: Bool) -> Violation? {
        guard let meaning = constraints[constraint] else { return nil }
        let isOwn = meaning.entity == written && !isDeletion
        return isOwn ? meaning.violation : meaning.stillReferenced ?? meaning.violation
    }

    /// The violation that a null in a column means (SQLSTATE 23502, which names table and column but no constraint).
    public func violation(ofNullIn column: String, table: String) -> Violation? {
        required[Column(table: table, name: column)]
    }

    private struct Column: Hashable {
        let table: String
        let name: String
    }

    /// One constraint of one table.
    fileprivate struct Meaning {
        /// The entity whose table has it.
        let entity: String
        /// What is wrong with a row of that table.
        let violation: Violation
        /// What is wrong with changing the row it points at, if it points at one.
        var stillReferenced: Violation?
    }
}

extension StoredColumn {
    /// What is wrong with a row that has nothing there; nil where nothing is.
    fileprivate var absence: Violation? {
        switch self {
        case .field(let field):
            field.isOptional ? nil : Violation(.required, of: field, "is required")
        case .document(let object, _):
            object.isOptional ? nil : .notWhole(object)
        }
    }
}

extension Entity {
    fileprivate func constraintMeanings(in schema: Schema) -> [String: ConstraintCatalog.Meaning] {
        var meanings: [String: ConstraintCatalog.Meaning] = [:]
        meanings[Naming.databaseName(table, "pkey")] = .init(entity: name, violation: keyIsTaken)
        for field in storedFields {
            for (kind, violation) in valueChecks(of: field, in: schema) {
                let constraint = Naming.databaseName(table, field.column, kind)
                meanings[constraint] = .init(entity: name, violation: violation)
            }
            if let target = schema.target(of: field), field.reference?.isUnenforced != true {
                meanings[Naming.databaseName(table, field.column, "fkey")] = .init(
                    entity: name,
                    violation: Violation(.unknownReference, of: field, "does not exist"),
                    stillReferenced: stillReferenced(target)
                )
            }
        }
        for object in objects where object.hasConstraint {
            meanings[object.constraint(in: self)] = .init(entity: name, violation: .notWhole(object))
        }
        for rule in rules {
            var meaning = ConstraintCatalog.Meaning(entity: name, violation: Violation(of: rule, in: self))
            if case .agrees(let relation, _, _) = rule.demand {
                meaning.stillReferenced = field(relation).flatMap { schema.target(of: $0) }.map(
                    stillReferenced
                )
            }
            meanings[rule.constraint] = meaning
        }
        return meanings
    }

    private var keyIsTaken: Violation {
        if let singleKey { return Violation(.notUnique, of: singleKey, "is already taken") }
        let names = key.map { Naming.words($0.name) }.joined(separator: " and ")
        return Violation(
            fields: key.map(\.apiName),
            code: Violation.Code.notUnique.rawValue,
            message: "Another \(Naming.words(Naming.snake(name))) has this \(names) already."
        )
    }

    private func stillReferenced(_ target: Entity) -> Violation {
        let noun = Naming.words(Naming.snake(target.name))
        return Violation(
            fields: [],
            code: Violation.Code.stillReferenced.rawValue,
            message: "There are \(Naming.words(plural)) that belong to this \(noun)."
        )
    }

    /// The CHECKs on one column by the ending of their names.
    ///
    /// The database does not say which of two limits was crossed; the message then tells both, and the code is
    /// that of the upper one.
    private func valueChecks(of field: Field, in schema: Schema) -> [(kind: String, violation: Violation)] {
        var checks = limitChecks(of: field) + formChecks(of: field) + listChecks(of: field)
        if let transitions = field.transitions {
            checks.append(("initial", .wrongBeginning(of: field, transitions)))
            checks.append(("transition", .wrongStep(of: field, transitions)))
        }
        if field.boundType != nil {
            checks.append(
                ("bounds", Violation(.emptyRange, of: field, "is not a range that ends after it starts"))
            )
        }
        if case .enumeration(let name) = field.type, let type = schema.enumType(name), type.nativeType == nil
        {
            checks.append(("enum", Violation(.notAMember, of: field, "is not one of \(type.list)")))
        }
        return checks
    }

    /// How long, how much.
    private func limitChecks(of field: Field) -> [(kind: String, violation: Violation)] {
        var checks: [(String, Violation)] = []
        let rules = field.constraints
        // A password's limits are those of the plain text, which the database never sees.
        if field.type != .password, let limits = Self.limits(rules.minLength, rules.maxLength) {
            let code: Violation.Code = rules.maxLength == nil ? .tooShort : .tooLong
            let unit = field.type == .bytes ? "bytes" : "characters"
            checks.append(("length", Violation(code, of: field, "must have \(limits) \(unit)")))
        }
        if let limits = Self.limits(rules.minimum, rules.maximum) {
            let code: Violation.Code = rules.maximum == nil ? .tooSmall : .tooLarge
            checks.append(("range", Violation(code, of: field, "must be \(limits)")))
        } else if field.type == .float {
            checks.append(("range", Violation(.invalidType, of: field, "must be a finite number")))
        }
        if field.type == .interval {
            checks.append(("interval", Violation(.invalidType, of: field, "must not count months")))
        }
        return checks
    }

    /// What a text looks like, and which values there are.
    private func formChecks(of field: Field) -> [(kind: String, violation: Violation)] {
        var checks: [(String, Violation)] = []
        let rules = field.constraints
        if let format = rules.format {
            checks.append(("format", Violation(.badFormat, of: field, "is not \(format.noun)")))
        }
        if let pattern = rules.pattern {
            checks.append(("pattern", Violation(.badFormat, of: field, rules.predicate(of: pattern))))
        }
        if let list = rules.oneOf {
            checks.append(("one_of", Violation(.notAMember, of: field, "is not one of \(list.listed)")))
        }
        if let normalization = rules.normalization {
            let look = normalization.map(\.described).joined(separator: ", ")
            checks.append(("normalized", Violation(.badFormat, of: field, "must be \(look)")))
        }
        return checks
    }

    /// A list and its items.
    private func listChecks(of field: Field) -> [(kind: String, violation: Violation)] {
        guard field.elementType != nil else { return [] }
        var checks = [
            ("elements", Violation(.badFormat, of: field, "has an item that is not allowed")),
            ("distinct", Violation(.duplicateItem, of: field, "has an item twice")),
        ]
        let (least, most) = (field.list?.minItems, field.list?.maxItems)
        if let limits = Self.limits(least, most) {
            let code: Violation.Code = most == nil ? .tooShort : .tooLong
            checks.append(("items", Violation(code, of: field, "must have \(limits) items")))
        }
        return checks
    }

    private static func limits<Number>(_ least: Number?, _ most: Number?) -> String? {
        switch (least, most) {
        case (let least?, let most?): "\(least) to \(most)"
        case (let least?, nil): "at least \(least)"
        case (nil, let most?): "at most \(most)"
        case (nil, nil): nil
        }
    }
}
