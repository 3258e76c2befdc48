internal import PlumblineSchema

/// Gives every relation a name on its target.
struct InverseBuilder {
    let reporter: Reporter

    /// Adds the inverses of all relations, in the order of the spec.
    func addInverses(to drafts: inout [EntityDraft]) {
        let positions = Dictionary(drafts.indices.map { (drafts[$0].entity.name, $0) }) { first, _ in first }
        var added = [[Inverse]](repeating: [], count: drafts.count)
        for draft in drafts {
            for field in draft.entity.fields {
                guard let reference = field.reference, let position = positions[reference.target] else {
                    continue
                }
                let syntax = draft.fieldSyntax[field.name]
                guard let inverse = inverse(of: field, syntax, in: draft) else { continue }
                let place = explicitName(syntax)?.place ?? syntax?.name.place ?? draft.syntax.name.place
                let target = drafts[position].entity
                let isExplicit = explicitName(syntax) != nil
                if isFree(inverse, on: target, beside: added[position], at: place, isExplicit: isExplicit) {
                    added[position].append(inverse)
                }
            }
        }
        for (position, inverses) in added.enumerated() where !inverses.isEmpty {
            drafts[position].entity.inverses += inverses
        }
    }

    /// The name that the spec says; what a trait of the language adds has none.
    private func explicitName(_ syntax: FieldSyntax?) -> Word? {
        guard case .relation(_, let relation) = syntax?.form else { return nil }
        return relation.inverse
    }

    private func inverse(of field: Field, _ syntax: FieldSyntax?, in draft: EntityDraft) -> Inverse? {
        let explicit = explicitName(syntax)
        if let explicit, !NameRules(reporter: reporter).checkSnake(explicit, "the name of an inverse") {
            return nil
        }
        let entity = draft.entity
        let isToOne = syntax?.isUnique == true || entity.singleKey?.name == field.name
        return Inverse(
            name: explicit?.value ?? draft.inverseNames[field.name]
                ?? (isToOne ? Naming.snake(entity.name) : entity.plural),
            entity: entity.name,
            field: field.name,
            isToOne: isToOne
        )
    }

    /// Whether the target has no field and no other inverse of that name; reports if it has.
    ///
    /// - Parameter others: Inverses that it gets, too.
    func isFree(
        _ inverse: Inverse,
        on target: Entity,
        beside others: [Inverse] = [],
        at place: Place,
        isExplicit: Bool
    ) -> Bool {
        let taken: String?
        let isSame = { (other: Inverse) in other.name == inverse.name }
        if let other = target.inverses.first(where: isSame) ?? others.first(where: isSame) {
            taken = "the relation '\(other.field)' of \(other.entity)"
        } else if target.field(inverse.name) != nil {
            taken = "a field of \(target.name)"
        } else {
            taken = nil
        }
        guard let taken else { return true }
        let target = target.name
        reporter.error(
            .ambiguousInverse,
            at: place,
            isExplicit
                ? "The name '\(inverse.name)' on \(target) is taken by \(taken)."
                : "Seen from \(target), this relation would be called '\(inverse.name)', which is taken by \(taken).",
            fix: isExplicit ? "Choose another name." : "Say another name with 'inverse:'."
        )
        return false
    }
}
