import PlumblineQuery
import PlumblineSchema

/// Rows by ids alone.
extension Lowering {
    /// What `node` and `nodes` ask for; nil for another field.
    func node(_ field: CollectedField) throws(GraphQLError) -> Root.Action? {
        switch field.name {
        case "node":
            guard let id = try leaf("id", of: field, as: .nonNull(.named("ID"))) else {
                throw badInput("The argument \"id\" must not be null.", field)
            }
            return .node(NodeQuery(key: .one(id), candidates: try candidates(field)))
        case "nodes":
            guard let ids = try argument("ids", of: field, as: .all("ID"))?.operand else {
                throw badInput("The argument \"ids\" must not be null.", field)
            }
            return .node(NodeQuery(key: .many(ids), candidates: try candidates(field)))
        default: return nil
        }
    }

    /// The entities that the selection's fragments name: nobody looks for a row of another. All, if they name none.
    private func candidates(_ field: CollectedField) throws(GraphQLError) -> [NodeQuery.Candidate] {
        let named = collector.objectTypes(in: field.selectionSets, of: APIBuilder.node.name)
        var candidates: [NodeQuery.Candidate] = []
        for entity in api.schema.entities
        where entity.isNode && (named.isEmpty || named.contains(entity.name)) {
            let selection = try selection(field, of: entity)
            candidates.append(.init(entity: entity.name, selection: selection))
        }
        return candidates
    }
}
