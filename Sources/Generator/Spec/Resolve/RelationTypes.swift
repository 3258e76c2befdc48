internal import PlumblineSchema

/// Gives every relation the type of the key that it holds.
struct RelationTypes {
    /// What relations may point at.
    private let targets: [String: EntityDraft]
    private let reporter: Reporter

    init(among drafts: [EntityDraft], reporter: Reporter) {
        targets = Dictionary(drafts.map { ($0.entity.name, $0) }) { first, _ in first }
        self.reporter = reporter
        reportCircles(among: drafts)
    }

    func resolve(_ drafts: inout [EntityDraft]) {
        for index in drafts.indices {
            for (position, field) in drafts[index].entity.fields.enumerated() {
                guard let target = field.reference.flatMap({ targets[$0.target]?.entity }) else { continue }
                if target.singleKey == nil {
                    reportKeyOfSeveral(field, of: drafts[index], target: target)
                } else if let type = way(from: target).key?.type, type != field.type {
                    drafts[index].entity.fields[position].type = type
                }
            }
        }
    }

    /// The key at the end of those that are relations themselves, and the entities on the way; no key where that goes
    /// round in a circle.
    private func way(from entity: Entity) -> (key: Field?, entities: [String]) {
        var entities = [entity.name]
        var key = entity.singleKey
        while let reference = key?.reference {
            guard !entities.contains(reference.target) else { return (nil, entities + [reference.target]) }
            entities.append(reference.target)
            key = targets[reference.target]?.entity.singleKey
        }
        return (key, entities)
    }

    /// Reports each circle once, at the first of its entities.
    private func reportCircles(among drafts: [EntityDraft]) {
        var reported: Set<String> = []
        for draft in drafts where draft.entity.singleKey?.reference != nil {
            let way = way(from: draft.entity)
            guard way.entities.count > 1, way.entities.last == draft.entity.name,
                reported.isDisjoint(with: way.entities), let place = draft.syntax.key?.place
            else { continue }
            reported.formUnion(way.entities)
            reporter.error(
                .wrongKey,
                at: place,
                "The keys go round in a circle: the key of \(way.entities.joined(separator: " is that of ")).",
                fix: "Give one of the entities a key of its own."
            )
        }
    }

    private func reportKeyOfSeveral(_ field: Field, of draft: EntityDraft, target: Entity) {
        guard case .relation(let word, _) = draft.fieldSyntax[field.name]?.form else { return }
        reporter.error(
            .keyOfSeveral,
            at: word.place,
            "The key of \(target.name) has several fields, and a relation holds one.",
            fix: "Remove 'key:' from \(target.name) and keep its fields unique by a rule."
        )
    }
}
