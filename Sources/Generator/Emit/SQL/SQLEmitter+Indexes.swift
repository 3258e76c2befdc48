import PlumblineSchema

extension SQLEmitter {
    /// The indexes of uniqueness that no constraint can keep, then those that the schema lists.
    func indexes(of entity: Entity) -> [SQLObject] {
        let named = entity.indexes.map { index in
            self.index(index.name, index.fields, index.condition, of: entity, at: index.origin)
        }
        let unique = entity.rules.compactMap { rule -> SQLObject? in
            guard rule.needsUniqueIndex(of: entity), case .unique(let fields, let condition) = rule.demand
            else {
                return nil
            }
            return index(rule.constraint, fields, condition, isUnique: true, of: entity, at: rule.origin)
        }
        return unique + named
    }

    private func index(
        _ name: String,
        _ fields: [String],
        _ condition: Expression?,
        isUnique: Bool = false,
        of entity: Entity,
        at origin: Origin
    ) -> SQLObject {
        let target =
            "\(SQLIdentifier.quoted(entity.table)) (\(keys(fields, of: entity).joined(separator: ", ")))"
        let filter = condition.map { " where (\(sql($0, in: entity)))" } ?? ""
        let definition =
            "\(isUnique ? "unique " : "")index \(SQLIdentifier.quoted(name)) on \(target)\(filter)"
        return SQLObject(
            identity: .init(kind: .index, table: entity.table, name: name),
            definition: definition,
            create: "create \(definition);",
            drop: "drop index \(SQLIdentifier.quoted(name));",
            origin: origin
        )
    }
}
