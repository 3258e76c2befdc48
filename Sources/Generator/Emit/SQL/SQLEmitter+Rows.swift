import PlumblineSchema

extension SQLEmitter {
    /// The rows that belong to the schema, in an order in which each finds those it points at.
    func rows() -> [SQLObject] {
        schema.rows.compactMap { row in
            schema.entity(row.entity).flatMap { object(of: row, in: $0) }
        }
    }

    /// The statement makes the row or gives it back the spec's values, and may be run again.
    private func object(of row: ReferenceRow, in entity: Entity) -> SQLObject? {
        let identity = entity.key.compactMap { key in
            row.values.first { $0.field == key.name }.map {
                (column: SQLIdentifier.quoted(key.column), value: SQLLiteral.text($0.literal))
            }
        }
        guard identity.count == entity.key.count else { return nil }
        let given = row.values.compactMap { value in
            entity.field(value.field).map {
                (SQLIdentifier.quoted($0.column), SQLLiteral.text(value.literal))
            }
        }
        let table = entity.sqlTable
        let keys = identity.map(\.column)
        let changes = given.map(\.0).filter { !keys.contains($0) }.map { "\($0) = excluded.\($0)" }
        let action = changes.isEmpty ? "nothing" : "update set \(changes.joined(separator: ", "))"
        let columns = given.map(\.0).joined(separator: ", ")
        let values = given.map(\.1).joined(separator: ", ")
        return SQLObject(
            identity: .init(kind: .row, table: entity.table, name: row.name),
            definition: "(\(columns)) values (\(values))",
            create: """
                insert into \(table) (\(columns))
                    values (\(values))
                    on conflict (\(keys.joined(separator: ", "))) do \(action);
                """,
            drop: "delete from \(table) where "
                + identity.map { "\($0.column) = \($0.value)" }.joined(separator: " and ") + ";",
            origin: row.origin
        )
    }
}
