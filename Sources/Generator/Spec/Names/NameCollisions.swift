internal import PlumblineSchema

/// Finds names that differ in the spec but would be one in an API or in the database.
struct NameCollisions {
    let reporter: Reporter

    func check(_ drafts: [EntityDraft], enums: [EnumSyntax], objects: [TypeSyntax]) {
        checkTypes(drafts, enums, objects)
        checkCollections(drafts)
        checkTables(drafts)
        let draftsByName = Dictionary(drafts.map { ($0.entity.name, $0) }) { first, _ in first }
        for draft in drafts {
            checkMembers(draft, draftsByName)
            checkColumns(draft)
        }
    }

    /// GraphQL has one space of names for all types.
    private func checkTypes(_ drafts: [EntityDraft], _ enums: [EnumSyntax], _ objects: [TypeSyntax]) {
        var generated: [String: String] = [:]
        for draft in drafts {
            for name in ReservedNames.generatedTypes(of: draft.entity.name) {
                generated[name] = draft.entity.name
            }
        }
        for type in enums {
            for name in ReservedNames.generatedTypes(ofEnum: type.name.value) {
                generated[name] = type.name.value
            }
        }
        for type in objects {
            for name in ReservedNames.generatedTypes(ofObject: type.name.value) {
                generated[name] = type.name.value
            }
        }
        for name in drafts.map(\.syntax.name) + enums.map(\.name) + objects.map(\.name) {
            if let source = generated[name.value] {
                reporter.error(
                    .nameCollision,
                    at: name.place,
                    "GraphQL has a type '\(name.value)' already: it is made for \(source).",
                    fix: "Choose another name."
                )
            }
            if ReservedNames.types.contains(name.value) {
                reporter.error(
                    .reservedName,
                    at: name.place,
                    "The APIs or Swift have a type '\(name.value)' of their own.",
                    fix: "Choose another name."
                )
            }
        }
    }

    /// The query root has a field for one row and one for many rows of each entity; REST a path for many.
    private func checkCollections(_ drafts: [EntityDraft]) {
        var taken: [String: String] = [:]
        for name in ReservedNames.collections { taken[name] = "the APIs themselves" }
        for draft in drafts {
            let (one, many) = (draft.entity.singularAPIName, draft.entity.pluralAPIName)
            let place = (draft.syntax.plural ?? draft.syntax.name).place
            let fix = "Say another plural with 'plural:', or rename the entity."
            if one == many {
                reporter.error(
                    .nameCollision,
                    at: place,
                    "In the query root of GraphQL, one and many of \(draft.entity.name) would both be called '\(one)'.",
                    fix: fix
                )
            } else if let name = [one, many].first(where: { taken[$0] != nil }), let owner = taken[name] {
                reporter.error(
                    .nameCollision,
                    at: place,
                    "The name '\(name)' in the query root of GraphQL is taken by \(owner).",
                    fix: fix
                )
            }
            taken[one] = draft.entity.name
            taken[many] = draft.entity.name
        }
    }

    private func checkTables(_ drafts: [EntityDraft]) {
        var taken: [String: String] = [:]
        for draft in drafts {
            if let owner = taken[draft.entity.table] {
                reporter.error(
                    .nameCollision,
                    at: (draft.syntax.table ?? draft.syntax.plural ?? draft.syntax.name).place,
                    "The table '\(draft.entity.table)' is that of \(owner) already.",
                    fix: "Say another name with 'table:'."
                )
            }
            taken[draft.entity.table] = draft.entity.name
        }
    }

    /// The fields of a type in the APIs: stored values, related objects, and inverses.
    func checkMembers(_ draft: EntityDraft, _ drafts: [String: EntityDraft]) {
        var taken: [String: String] = draft.entity.hasKeyOfFields ? [Field.keyName: "the key"] : [:]
        for field in draft.entity.fields {
            for name in [field.apiName, field.relationAPIName].compactMap(\.self) {
                if let owner = taken[name], let place = draft.fieldSyntax[field.name]?.name.place {
                    reportMember(name, owner, at: place)
                }
                taken[name] = "the field '\(field.name)'"
            }
        }
        for object in draft.entity.objects {
            if let owner = taken[object.apiName], let field = object.fields.first,
                let place = draft.fieldSyntax[field.name]?.name.place
            {
                reportMember(object.apiName, owner, at: place)
            }
            taken[object.apiName] = "the field '\(object.name)'"
        }
        for inverse in draft.entity.inverses {
            let source = drafts[inverse.entity]
            let place = source?.fieldSyntax[inverse.field]?.name.place ?? source?.syntax.name.place
            if let owner = taken[inverse.apiName], let place {
                reportMember(inverse.apiName, "\(owner) of \(draft.entity.name)", at: place)
            }
            taken[inverse.apiName] = "the inverse '\(inverse.name)'"
        }
    }

    private func reportMember(_ name: String, _ owner: String, at place: Place) {
        reporter.error(
            .nameCollision,
            at: place,
            "The name '\(name)' in the APIs is taken by \(owner).",
            fix: "Choose another name."
        )
    }

    private func checkColumns(_ draft: EntityDraft) {
        var taken: [String: String] = [:]
        for column in draft.entity.columns {
            guard let field = column.fields.first else { continue }
            if let owner = taken[column.name], let syntax = draft.fieldSyntax[field.name] {
                reporter.error(
                    .nameCollision,
                    at: (syntax.column ?? syntax.name).place,
                    "The column '\(column.name)' is that of '\(owner)' already.",
                    fix: "Say another name with 'column:'."
                )
            }
            if case .document(let object, _) = column {
                taken[column.name] = object.name
            } else {
                taken[column.name] = field.name
            }
        }
    }
}
