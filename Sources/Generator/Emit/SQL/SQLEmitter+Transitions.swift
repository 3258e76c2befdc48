import PlumblineSchema

extension SQLEmitter {
    /// What keeps the transitions of fields: no CHECK can see the row as it was before.
    ///
    /// They look at the row as it is written in the end, after all other triggers, and only what they refuse costs a
    /// call.
    func transitionTriggers(of entity: Entity) -> [SQLObject] {
        entity.fields.flatMap { field -> [SQLObject] in
            guard let transitions = field.transitions else { return [] }
            let column = SQLIdentifier.quoted(field.column)
            return [
                trigger(
                    "initial",
                    on: "insert",
                    when: "new.\(column) not in (\(texts(transitions.initial)))",
                    field,
                    of: entity
                ),
                trigger(
                    "transition",
                    on: "update",
                    when: refusal(of: transitions, column),
                    field,
                    of: entity
                ),
            ]
        }
    }

    /// Whether a change is none of those that are listed.
    private func refusal(of transitions: Transitions, _ column: String) -> String {
        let ways = transitions.steps.filter { !$0.to.isEmpty }.map { step in
            "\n        and not (old.\(column) = \(SQLLiteral.quoted(step.from)) and new.\(column) in (\(texts(step.to))))"
        }
        return "old.\(column) <> new.\(column)\(ways.joined())"
    }

    private func trigger(
        _ ending: String,
        on event: String,
        when condition: String,
        _ field: Field,
        of entity: Entity
    ) -> SQLObject {
        let name = Naming.databaseName(entity.table, field.column, ending)
        let (trigger, table) = (SQLIdentifier.quoted(name), entity.sqlTable)
        let definition = """
            trigger \(trigger) after \(event) on \(table)
                for each row when (\(condition))
                execute function plumbline.refuse_row(\(SQLLiteral.quoted(name)))
            """
        return SQLObject(
            identity: .init(kind: .trigger, table: entity.table, name: name),
            definition: definition,
            create: "create \(definition);",
            drop: "drop trigger \(trigger) on \(table);",
            origin: field.origin
        )
    }

    private func texts(_ values: [String]) -> String {
        values.map(SQLLiteral.quoted).joined(separator: ", ")
    }
}
