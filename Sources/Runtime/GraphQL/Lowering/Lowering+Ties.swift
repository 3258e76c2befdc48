import PlumblineQuery
import PlumblineSchema

/// What many-to-many relations tie to a row.
extension Lowering {
    /// - Parameters:
    ///   - ties: Where they stand, without any.
    ///   - entity: What is tied.
    func nestedTies(
        _ tree: InputTree,
        _ ties: NestedTies,
        of entity: Entity,
        _ field: CollectedField
    ) throws(GraphQLError) -> NestedTies {
        var result = ties
        let path = ties.path
        let set = try set(of: tree, path, field)
        for (index, tree) in Self.items(tree["create"]).enumerated() {
            result.creations.append(try tie(tree, path + ["create", String(index)], ties, entity, field))
        }
        result.connections = Self.keys(tree["connect"], path + ["connect"])
        result.disconnections = Self.keys(tree["disconnect"], path + ["disconnect"])
        guard let set else { return result }
        result.replacesAll = true
        for (index, tree) in Self.items(set).enumerated() {
            let path = path + ["set", String(index)]
            if let create = tree["create"] {
                result.creations.append(try tie(create, path + ["create"], ties, entity, field))
            } else if let id = tree["connect"]?.operand {
                result.connections.append(NestedRows.Key(id: id, path: path + ["connect"]))
            }
        }
        return result
    }

    /// The row between that ties a new row.
    private func tie(
        _ tree: InputTree,
        _ path: [String],
        _ ties: NestedTies,
        _ entity: Entity,
        _ field: CollectedField
    ) throws(GraphQLError) -> RowInput {
        let target = NestedTarget(
            relation: ties.far,
            entity: entity.name,
            input: try rowInput(tree, path, field, entity)
        )
        return RowInput([], targets: [target], path: path)
    }
}
