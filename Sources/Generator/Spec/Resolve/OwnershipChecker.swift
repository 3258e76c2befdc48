internal import PlumblineSchema

/// Checks where tables are: in schemas that a spec may use, and with nothing asked of tables that others keep.
struct OwnershipChecker {
    let reporter: Reporter

    func check(_ drafts: [EntityDraft]) {
        let entities = Dictionary(
            drafts.map { ($0.entity.name, $0.entity) },
            uniquingKeysWith: { first, _ in first }
        )
        let unmanaged = Set(entities.values.filter { !$0.isManaged }.map(\.name))
        for draft in drafts {
            if let schema = draft.syntax.databaseSchema { check(schema) }
            if !draft.entity.isManaged { checkUnmanaged(draft) }
            for field in draft.entity.fields {
                check(field, of: draft, unmanaged)
                checkDeletion(field, of: draft, entities)
            }
        }
    }

    private func check(_ schema: Word) {
        guard NameRules(reporter: reporter).checkSnake(schema, "the name of a schema") else { return }
        let name = schema.value
        guard ["plumbline", "information_schema"].contains(name) || name.hasPrefix("pg_") else { return }
        reporter.error(
            .reservedName,
            at: schema.place,
            "The schema '\(name)' is \(name == "plumbline" ? "Plumbline's" : "PostgreSQL's") own.",
            fix: "Choose another name."
        )
    }

    private func checkUnmanaged(_ draft: EntityDraft) {
        let places = [draft.syntax.rules.first?.name.place, draft.syntax.indexes.first?.place].compactMap(
            \.self
        )
        for place in places {
            report(
                place,
                "The table of \(draft.entity.name) is not managed here, so that no rule or index can be added."
            )
        }
        if let place = draft.syntax.rows.first?.name.place {
            report(
                place,
                "The table of \(draft.entity.name) is not managed here, so that it is given no rows."
            )
        }
    }

    /// No foreign key leads from or to a table that others keep.
    private func check(_ field: Field, of draft: EntityDraft, _ unmanaged: Set<String>) {
        guard let target = field.reference?.target,
            let owner = [draft.entity.name, target].first(where: unmanaged.contains)
        else { return }
        if let syntax = draft.fieldSyntax[field.name], case .relation(_, let relation) = syntax.form,
            let onDelete = relation.onDelete
        {
            report(
                onDelete.place,
                "The table of \(owner) is not managed here, so that no foreign key can be added."
            )
        }
        for rule in draft.entity.rules {
            guard case .agrees(field.name, _, _) = rule.demand, draft.entity.isManaged,
                let place = draft.syntax.rules.first(where: { $0.name.value == rule.name })?.name.place
            else { continue }
            report(place, "The table of \(owner) is not managed here, so that no foreign key can be added.")
        }
    }

    /// The triggers of `soft_delete` look for the rows that point at a deleted one in its own schema.
    private func checkDeletion(_ field: Field, of draft: EntityDraft, _ entities: [String: Entity]) {
        guard let name = field.reference?.target, let place = draft.fieldSyntax[field.name]?.name.place,
            let target = entities[name], target.deletionField != nil,
            target.databaseSchema != draft.entity.databaseSchema
        else { return }
        reporter.error(
            .conflictingKeys,
            at: place,
            "\(name) has the trait 'soft_delete' and stands in another schema than \(draft.entity.name).",
            fix: "Put both tables into one schema, or remove the trait."
        )
    }

    private func report(_ place: Place, _ message: String) {
        reporter.error(.notManaged, at: place, message, fix: "Remove it, or 'managed: false'.")
    }
}
