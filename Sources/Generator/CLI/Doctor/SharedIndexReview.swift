import PlumblineGraphQL
import PlumblineSchema

/// Looks for lists of several entities in which an index finds the rows of some of them only.
///
/// Such a list asks every entity for the first rows in the order, and for those that meet its conditions: one without the
/// index that the others have is read whole each time.
struct SharedIndexReview {
    let schema: Schema

    func complaints() -> [Complaint] {
        var complaints: [Complaint] = []
        var known: Set<IndexProposal> = []
        for type in schema.abstractTypes where type.list != nil {
            for field in schema.commonFields(of: type) where field.isFilterable {
                // An entity may be in several lists.
                complaints += lacks(of: field.name, in: type).filter { known.insert($0.proposal).inserted }
                    .map(\.complaint)
            }
        }
        return complaints
    }

    private func lacks(
        of name: String,
        in type: AbstractType
    ) -> [(proposal: IndexProposal, complaint: Complaint)] {
        let members = schema.readableMembers(of: type).filter(\.isManaged)
        guard let other = members.first(where: { $0.finds(by: name) }) else { return [] }
        return members.filter { !$0.finds(by: name) }.compactMap { entity in
            guard let field = entity.field(name) else { return nil }
            let proposal = IndexProposal(entity, [field])
            return (proposal, complaint(of: entity, proposal, type, beside: other))
        }
    }

    private func complaint(
        of entity: Entity,
        _ proposal: IndexProposal,
        _ type: AbstractType,
        beside other: Entity
    ) -> Complaint {
        let field = proposal.fields.joined()
        return Complaint(
            urgency: .everyRequest,
            kind: .sharedIndex,
            subject: entity.name,
            message: """
                In the list of \(type.list ?? type.name), an index on \(field) finds the rows of \(other.name), and none those of \
                \(entity.name): a filter or an order by \(field) reads all of \(entity.table).
                """,
            fix: "Add `\(proposal.line)` to the `indexes:` of \(entity.name).",
            place: entity.origin.description
        )
    }
}

extension Entity {
    /// Whether an index of all rows begins with a field.
    fileprivate func finds(by name: String) -> Bool { indexOrders.contains { $0.first == name } }
}
