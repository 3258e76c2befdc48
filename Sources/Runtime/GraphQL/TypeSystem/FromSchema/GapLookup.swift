import PlumblineQuery
import PlumblineSchema

/// A root that finds what rows leave free which a rule keeps apart, such as `appointmentGaps`.
struct GapLookup {
    /// The root's name; of the first rule of an entity without what its rows are apart in.
    let name: String
    /// The rule.
    let rule: Rule
    /// Whose rows are apart, field by field.
    let owner: [Field]
    /// The type of the ends.
    let bound: FieldKind
    /// How long a stretch is.
    let length: FieldKind
}

extension Entity {
    /// What can be asked of the gaps between its rows, if anybody may.
    var gapLookups: [GapLookup] {
        guard let access = access.gaps, access != .literal(.boolean(false)) else { return [] }
        var lookups: [GapLookup] = []
        for rule in rules {
            guard let (per, type) = apart(rule), FieldKind.ranges.contains(.range(FieldKind(type))) else {
                continue
            }
            let words = per.map { Naming.upperCamel($0.name) }.joined(separator: "And")
            let suffix = lookups.isEmpty || words.isEmpty ? "" : "By" + words
            lookups.append(
                GapLookup(
                    name: singularAPIName + "Gaps" + suffix,
                    rule: rule,
                    owner: per,
                    bound: FieldKind(type),
                    length: type.type == .timestamp ? .duration : type.type == .date ? .int : FieldKind(type)
                )
            )
        }
        return lookups
    }

    /// Whose rows a rule keeps apart, and an end of what it keeps apart.
    private func apart(_ rule: Rule) -> (owner: [Field], end: Field)? {
        let names: [String]
        switch rule.demand {
        case .noOverlap(_, _, let per, _), .disjoint(_, let per, _): names = per
        case .check, .unique, .agrees: return nil
        }
        guard let bound = gapBound(rule) else { return nil }
        return (names.compactMap { field($0) }, Field(name: "bound", type: bound, origin: rule.origin))
    }
}

extension APIBuilder {
    mutating func gaps(_ lookup: GapLookup, of entity: Entity) -> FieldDefinition {
        let range = FieldKind.range(lookup.bound)
        usedKinds.formUnion([lookup.bound, range, lookup.length])
        let owner = lookup.owner.map {
            InputValueDefinition(name: $0.apiName, type: .nonNull(leaf($0, isInput: true)))
        }
        return FieldDefinition(
            name: lookup.name,
            description:
                "What \(Naming.words(entity.plural)) leave free of a range, in its order; 20 stretches unless given.",
            arguments: NamedList(
                owner + [
                    InputValueDefinition(name: "within", type: .nonNull(range.inputType)),
                    InputValueDefinition(
                        name: "atLeast",
                        description: "Only stretches that are at least so long.",
                        type: lookup.length.type
                    ),
                    InputValueDefinition(name: "first", type: .named("Int")),
                ]
            ),
            type: .all(range.typeName)
        )
    }
}
