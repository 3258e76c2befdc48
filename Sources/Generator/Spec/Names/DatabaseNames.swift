internal import PlumblineSchema

/// Finds constraints, indexes and types that would have one name in PostgreSQL.
struct DatabaseNames {
    /// What has a name.
    private enum Subject: CustomStringConvertible {
        case table(of: String)
        case type(of: String)
        case sequence(String)
        case primaryKey(of: String)
        case fieldRule(String)
        case objectRule(String)
        case rule(String)
        case index

        var description: String {
            switch self {
            case .table(let entity): "the table of \(entity)"
            case .type(let name): "the type of \(name)"
            case .sequence(let name): "the sequence '\(name)'"
            case .primaryKey(let entity): "the primary key of \(entity)"
            case .fieldRule(let field): "a rule of '\(field)'"
            case .objectRule(let object): "the rule of '\(object)'"
            case .rule(let name): "the rule '\(name)'"
            case .index: "the index"
            }
        }
    }

    private struct Use {
        var name: String
        var what: Subject
        var place: Place
        /// Whether PostgreSQL keeps an index of that name, beside those of all other tables.
        var isIndex: Bool
    }

    let reporter: Reporter

    func check(_ drafts: [EntityDraft], sequences: [SequenceSyntax], enums: [(EnumType, at: Place)]) {
        checkTypes(enums, beside: drafts)
        var indexes: [String: Subject] = [:]
        for draft in drafts { indexes[draft.entity.table] = .table(of: draft.entity.name) }
        for sequence in sequences {
            let name = sequence.name
            if let owner = indexes.updateValue(.sequence(name.value), forKey: name.value) {
                reporter.error(
                    .nameCollision,
                    at: name.place,
                    "In the database, the sequence would have the name of \(owner).",
                    fix: "Choose another name."
                )
            }
        }
        var tables: Set<String> = []
        // Two entities with one table are reported as that.
        for draft in drafts where tables.insert(draft.entity.table).inserted {
            var constraints: [String: Subject] = [:]
            for use in uses(of: draft) {
                if let owner = constraints[use.name] ?? (use.isIndex ? indexes[use.name] : nil) {
                    reporter.error(
                        .nameCollision,
                        at: use.place,
                        "In the database, \(use.what) would be called '\(use.name)', which is taken by \(owner).",
                        fix: "Choose another name."
                    )
                }
                constraints[use.name] = use.what
                if use.isIndex { indexes[use.name] = use.what }
            }
        }
    }

    /// PostgreSQL makes a type of the name of each table.
    private func checkTypes(_ enums: [(EnumType, at: Place)], beside drafts: [EntityDraft]) {
        var types: [String: Subject] = [:]
        for draft in drafts { types[draft.entity.table] = .table(of: draft.entity.name) }
        for (type, place) in enums {
            guard let name = type.nativeType,
                let owner = types.updateValue(.type(of: type.name), forKey: name)
            else { continue }
            reporter.error(
                .nameCollision,
                at: place,
                "In the database, the type of \(type.name) would be called '\(name)', which is taken by \(owner).",
                fix: "Choose another name."
            )
        }
    }

    private func uses(of draft: EntityDraft) -> [Use] {
        let entity = draft.entity
        let name = draft.syntax.name.place
        var uses = [
            Use(
                name: Naming.databaseName(entity.table, "pkey"),
                what: .primaryKey(of: entity.name),
                place: name,
                isIndex: true
            )
        ]
        for field in entity.storedFields {
            let place = draft.fieldSyntax[field.name]?.name.place ?? name
            for ending in Self.constraintEndings(of: field) {
                let constraint = Naming.databaseName(entity.table, field.column, ending)
                uses.append(
                    Use(name: constraint, what: .fieldRule(field.name), place: place, isIndex: false)
                )
            }
        }
        for object in entity.objects where object.hasConstraint {
            let place = object.fields.first.flatMap { draft.fieldSyntax[$0.name]?.name.place } ?? name
            uses.append(
                Use(
                    name: object.constraint(in: entity),
                    what: .objectRule(object.name),
                    place: place,
                    isIndex: false
                )
            )
        }
        let rulePlaces = Dictionary(draft.syntax.rules.map { ($0.name.value, $0.name.place) }) { first, _ in
            first
        }
        for rule in entity.rules {
            let field = rule.demand.uniqueField.flatMap { draft.fieldSyntax[$0]?.name.place }
            uses.append(
                Use(
                    name: rule.constraint,
                    what: .rule(rule.name),
                    place: rulePlaces[rule.name] ?? field ?? name,
                    isIndex: rule.demand.hasIndex
                )
            )
        }
        return uses
            + entity.indexes.map { index in
                let place = Place(file: index.origin.file, line: index.origin.line, column: 1, length: 1)
                return Use(name: index.name, what: .index, place: place, isIndex: true)
            }
    }

    private static func constraintEndings(of field: Field) -> [String] {
        let constraints = field.constraints
        var endings: [String] = []
        if field.reference != nil, field.reference?.isUnenforced != true { endings.append("fkey") }
        if constraints.minLength != nil || constraints.maxLength != nil { endings.append("length") }
        if constraints.minimum != nil || constraints.maximum != nil || field.type == .float {
            endings.append("range")
        }
        if constraints.format != nil { endings.append("format") }
        if field.type == .interval { endings.append("interval") }
        if constraints.pattern != nil { endings.append("pattern") }
        if constraints.normalization != nil { endings.append("normalized") }
        if constraints.oneOf != nil { endings.append("one_of") }
        if field.transitions != nil { endings += ["initial", "transition"] }
        if field.boundType != nil { endings.append("bounds") }
        if field.elementType != nil { endings += ["items", "elements", "distinct"] }
        if case .enumeration = field.type { endings.append("enum") }
        return endings
    }
}

extension Rule.Demand {
    /// The field of a rule over one alone.
    fileprivate var uniqueField: String? {
        guard case .unique(let names, _) = self, names.count == 1 else { return nil }
        return names.first
    }

    fileprivate var hasIndex: Bool {
        switch self {
        case .unique, .noOverlap, .disjoint: true
        case .check, .agrees: false
        }
    }
}
