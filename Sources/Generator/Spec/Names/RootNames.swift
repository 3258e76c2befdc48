internal import PlumblineSchema

/// Finds fields of GraphQL's query root beside those of entities and queries that would have the name of another: rows
/// found by what is unique in them, such as `userByEmail`, gaps, such as `appointmentGaps`, and lists of several entities.
struct RootNames {
    let reporter: Reporter

    private struct Root {
        var name: String
        var owner: String
        var place: Place
    }

    func check(_ drafts: [EntityDraft], beside operations: [OperationSyntax], lists: [Word]) {
        let readable = drafts.filter(\.entity.isReadable)
        var taken: [String: String] = [:]
        for name in ReservedNames.collections { taken[name] = "the APIs themselves" }
        for entity in readable.map(\.entity) {
            for name in [entity.singularAPIName, entity.pluralAPIName] { taken[name] = entity.name }
        }
        for operation in operations where !operation.isMutation {
            taken[Naming.lowerCamel(operation.name.value)] = "the query '\(operation.name.value)'"
        }
        let lists = lists.map { list in
            Root(name: Naming.lowerCamel(list.value), owner: "the list '\(list.value)'", place: list.place)
        }
        for root in lists + drafts.flatMap(gaps) + readable.flatMap(lookups) {
            guard let owner = taken.updateValue(root.owner, forKey: root.name) else { continue }
            reporter.error(
                .nameCollision,
                at: root.place,
                "The query root of GraphQL would have a field '\(root.name)' for \(root.owner), but the name is taken by"
                    + " \(owner).",
                fix:
                    "Choose another name for one of the fields, the query, the list or the entity that it is made of."
            )
        }
    }

    private func lookups(of draft: EntityDraft) -> [Root] {
        let entity = draft.entity
        var roots: [Root] = []
        var known: Set<[String]> = []
        func add(_ fields: [Field], _ owner: String, _ place: Place) {
            guard fields.allSatisfy(\.isFoundByValue) else { return }
            // What is unique twice is looked up once.
            guard known.insert(fields.map(\.name)).inserted else { return }
            let name = "\(entity.singularAPIName)By\(Self.words(fields))"
            roots.append(Root(name: name, owner: owner, place: place))
        }
        if entity.hasKeyOfFields { add(entity.key, "the key of \(entity.name)", draft.syntax.name.place) }
        for rule in entity.rules {
            guard case .unique(let names, let condition) = rule.demand,
                condition == nil || condition == entity.presence
            else { continue }
            add(
                names.compactMap { entity.field($0) },
                "the rule '\(rule.name)' of \(entity.name)",
                draft.place(of: rule)
            )
        }
        return roots
    }

    private func gaps(of draft: EntityDraft) -> [Root] {
        let entity = draft.entity
        guard let access = entity.access.gaps, access != .literal(.boolean(false)) else { return [] }
        var roots: [Root] = []
        var known: Set<[String]> = []
        for rule in entity.rules {
            let names: [String]
            switch rule.demand {
            case .noOverlap(_, _, let per, _), .disjoint(_, let per, _): names = per
            case .check, .unique, .agrees: continue
            }
            // Of rules that keep the same rows apart, the first is asked for its gaps.
            guard known.insert(names).inserted else { continue }
            let words = Self.words(names.compactMap { entity.field($0) })
            let suffix = roots.isEmpty || words.isEmpty ? "" : "By" + words
            let name = "\(entity.singularAPIName)Gaps\(suffix)"
            let owner = "the rule '\(rule.name)' of \(entity.name)"
            roots.append(Root(name: name, owner: owner, place: draft.place(of: rule)))
        }
        return roots
    }

    private static func words(_ fields: [Field]) -> String {
        fields.map { Naming.upperCamel($0.name) }.joined(separator: "And")
    }
}

extension EntityDraft {
    /// Where a rule is said, or the field that it is of.
    fileprivate func place(of rule: Rule) -> Place {
        if let said = syntax.rules.first(where: { $0.name.value == rule.name }) { return said.name.place }
        guard case .unique(let names, _) = rule.demand, let name = names.first else {
            return syntax.name.place
        }
        return fieldSyntax[name]?.name.place ?? syntax.name.place
    }
}

extension Entity {
    /// What uniqueness demands of rows where deleted ones are kept.
    fileprivate var presence: Expression? {
        deletionField.map { .unary(.isNull, .path(FieldPath([], $0.name))) }
    }
}

extension Field {
    /// Whether one value of it can be asked for.
    fileprivate var isFoundByValue: Bool {
        switch type {
        case .json, .array, .range: false
        default: isFilterable
        }
    }
}
