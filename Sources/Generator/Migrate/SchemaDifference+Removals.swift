import PlumblineEmit
import PlumblineSchema

/// What stands against taking something away.
extension SchemaDifference {
    func refusal(ofRemoving object: SQLObject) -> Refusal? {
        if object.identity.kind == .sequence { return sequenceRefusal(ofRemoving: object) }
        guard let entity = oldEntity(of: object) else { return nil }
        switch object.identity.kind {
        case .support, .type, .sequence, .comment, .trigger, .row, .function, .rowSecurity, .grant, .policy,
            .view:
            return nil
        case .table: return refusal(ofRemoving: entity)
        case .column: return isInRemovedTable(object) ? nil : refusal(ofRemovingColumn: object, of: entity)
        case .index where isServedByAnother(object, of: entity): return nil
        case .constraint, .foreignKey, .index:
            // What goes with its table or column is told there.
            guard !isInRemovedTable(object), !lostColumns(of: entity).contains(where: object.mentions) else {
                return nil
            }
            return Refusal(
                origin: object.origin,
                reason: "The \(object.words) is gone from the spec, and only additions are planned so far.",
                nextStep:
                    "Put back what asked for it: a limit, a rule, an index or a relation of \(entity.name)."
            )
        }
    }

    private func sequenceRefusal(ofRemoving object: SQLObject) -> Refusal {
        Refusal(
            origin: object.origin,
            reason: "The \(object.words) is gone from the spec, and where it had come to would be lost.",
            nextStep: "Put it back."
        )
    }

    private func refusal(ofRemoving entity: Entity) -> Refusal {
        let isMaybeRenamed = additions.contains { $0.identity.kind == .table }
        return Refusal(
            origin: entity.origin,
            reason: "The entity \(entity.name) is gone from the spec, and its rows would be lost.",
            nextStep: isMaybeRenamed
                ? "If it has only a new name, say `renamed_from: \(entity.name)` there; otherwise put it back."
                : "Put it back; with all of its `access` left out nobody reaches it any more."
        )
    }

    private func refusal(ofRemovingColumn object: SQLObject, of entity: Entity) -> Refusal? {
        if let refusal = storageRefusal(ofRemovingColumn: object, of: entity) { return refusal }
        guard let field = entity.field(column: object.identity.name) else { return nil }
        let successor = additions.first { addition in
            addition.identity.kind == .column && addition.identity.table == entity.table
                && newEntity(of: addition)?.field(column: addition.identity.name)?.type == field.type
        }
        let name = successor.flatMap { newEntity(of: $0)?.field(column: $0.identity.name)?.name }
        return Refusal(
            origin: field.origin,
            reason:
                "The field `\(entity.name).\(field.name)` is gone from the spec, and its values would be lost.",
            nextStep: name.map {
                "If it is now called `\($0)`, say `renamed_from: \(field.name)` there; otherwise put it back."
            } ?? "Put it back; with `access: {read: nobody, write: nobody}` no API shows it any more."
        )
    }

    /// A value object that is kept otherwise, or was in jsonb and is gone.
    private func storageRefusal(ofRemovingColumn object: SQLObject, of entity: Entity) -> Refusal? {
        let column = object.identity.name
        guard
            let before = entity.objects.first(where: { object in
                object.jsonColumn == column || object.fields.contains { $0.column == column }
            }), let origin = before.fields.first?.origin
        else { return nil }
        let name = "`\(entity.name).\(before.name)`"
        if let after = newEntity(of: object)?.object(before.name), after.jsonColumn != before.jsonColumn {
            let storage = { (object: EmbeddedObject) in object.jsonColumn == nil ? "columns" : "jsonb" }
            let change =
                storage(before) == storage(after)
                ? "changes its column" : "changes its storage from \(storage(before)) to \(storage(after))"
            return Refusal(
                origin: after.fields.first?.origin ?? origin,
                reason: "\(name) \(change), and values that are there would be lost.",
                nextStep: "Leave it as it was, or add a field of another name and move the values yourself."
            )
        }
        guard before.jsonColumn != nil else { return nil }
        return Refusal(
            origin: origin,
            reason: "The field \(name) is gone from the spec, and its values would be lost.",
            nextStep: "Put it back; with `access: {read: nobody, write: nobody}` no API shows it any more."
        )
    }

    /// Whether another index begins with the same columns, so that whatever used this one can use that one.
    private func isServedByAnother(_ object: SQLObject, of entity: Entity) -> Bool {
        guard let index = entity.indexes.first(where: { $0.name == object.identity.name }),
            index.leadsToItsFirstField, index.include == nil, index.expression == nil, !index.fields.isEmpty,
            let successor = newEntity(of: object)
        else { return false }
        let columns = index.fields.map { entity.field($0)?.column }
        let unique = successor.rules.compactMap { rule in
            if case .unique(let fields, condition: nil) = rule.demand { fields } else { nil }
        }
        let lists = successor.indexes.filter(\.leadsToItsFirstField).map(\.fields) + unique
        return lists.contains { $0.map { successor.field($0)?.column }.starts(with: columns) }
    }

    private func lostColumns(of entity: Entity) -> [String] {
        removals.filter { $0.identity.kind == .column && $0.identity.table == entity.table }.map(
            \.identity.name
        )
    }
}
