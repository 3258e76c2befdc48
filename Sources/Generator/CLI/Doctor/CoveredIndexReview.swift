import PlumblineSchema

/// Looks for indexes of a spec that others make needless.
struct CoveredIndexReview {
    let schema: Schema

    func complaints() -> [Complaint] {
        schema.entities.filter(\.isManaged).flatMap { entity in
            entity.indexes.enumerated().compactMap { number, index in
                let others = others(than: number, in: entity)
                guard index.isPlain, let other = others.first(where: { $0.fields.starts(with: index.fields) })
                else { return nil }
                return Complaint(
                    urgency: .waste,
                    kind: .coveredIndex,
                    subject: index.name,
                    message: """
                        The index \(index.name) on \(index.fields.joined(separator: ", ")) finds nothing that \(other.words) does \
                        not find: every write keeps it for nothing.
                        """,
                    fix: "Remove it from the `indexes:` of \(entity.name).",
                    place: index.origin.description
                )
            }
        }
    }

    private func others(than number: Int, in entity: Entity) -> [(fields: [String], words: String)] {
        let unique = entity.rules.compactMap { rule -> (fields: [String], words: String)? in
            guard case .unique(let fields, condition: nil) = rule.demand else { return nil }
            return (fields, "the rule \(rule.name)")
        }
        let indexes = entity.indexes.enumerated().filter { other, index in
            // Of two that are equal, the first one stays.
            other != number && index.leadsToItsFirstField && index.expression == nil
                && index.descending == nil
                && (index.fields != entity.indexes[number].fields || other < number)
        }
        return [(entity.key.map(\.name), "the key")] + unique
            + indexes.map { ($0.element.fields, "the index \($0.element.name)") }
    }
}

extension Index {
    /// Whether it is one that a longer one can stand for.
    fileprivate var isPlain: Bool {
        leadsToItsFirstField && expression == nil && include == nil && descending == nil && !fields.isEmpty
    }
}
