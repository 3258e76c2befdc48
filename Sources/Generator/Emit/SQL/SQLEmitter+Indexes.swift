import PlumblineSchema

extension SQLEmitter {
    /// The indexes that the spec names, those of conditional uniqueness, and one for each relation that none leads.
    func indexes(of entity: Entity) -> [SQLObject] {
        let named = entity.indexes.map { index in
            self.index(index.name, index.fields, index.condition, of: entity, at: index.origin)
        }
        let unique = entity.rules.compactMap { rule -> SQLObject? in
            guard case .unique(let fields, let condition?) = rule.demand else { return nil }
            return index(rule.constraint, fields, condition, isUnique: true, of: entity, at: rule.origin)
        }
        let relations = entity.fields.filter { $0.reference != nil && !isLedByIndex($0, of: entity) }
            .map { field in
                let name = Naming.databaseName(entity.table, field.column, "idx")
                return index(name, [field.name], nil, of: entity, at: field.origin)
            }
        return unique + named + relations
    }

    /// Whether a whole index begins with the field, so that deleting its target does not scan the table.
    private func isLedByIndex(_ field: Field, of entity: Entity) -> Bool {
        let isLedByRule = entity.rules.contains { rule in
            if case .unique(let fields, nil) = rule.demand { fields.first == field.name } else { false }
        }
        return isLedByRule
            || entity.indexes.contains { $0.condition == nil && $0.fields.first == field.name }
    }

    private func index(
        _ name: String,
        _ fields: [String],
        _ condition: Expression?,
        isUnique: Bool = false,
        of entity: Entity,
        at origin: Origin
    ) -> SQLObject {
        let target = "\(SQLIdentifier.quoted(entity.table)) \(names(columns(fields, of: entity)))"
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
