internal import PlumblineSchema

/// Finds names that differ in the spec but would be one in an API or in the database.
struct NameCollisions {
    let reporter: Reporter

    /// - Parameter abstract: The interfaces and unions, with their lists.
    func check(
        _ drafts: [EntityDraft],
        enums: [EnumSyntax],
        objects: [TypeSyntax],
        abstract: [(type: Word, list: Word?)]
    ) {
        checkTypes(drafts, enums, objects, abstract)
        checkCollections(drafts)
        checkTables(drafts)
        let positions = Dictionary(drafts.indices.map { (drafts[$0].entity.name, $0) }) { first, _ in first }
        for draft in drafts {
            checkMembers(draft) { name in positions[name].map { drafts[$0] } }
            checkColumns(draft)
        }
    }

    /// Something that is declared, with the types that are made for it.
    private struct Source {
        let name: Word
        let types: [String]
    }

    /// The APIs and the client have one space of names for all types.
    private func checkTypes(
        _ drafts: [EntityDraft],
        _ enums: [EnumSyntax],
        _ objects: [TypeSyntax],
        _ abstract: [(type: Word, list: Word?)]
    ) {
        var sources = drafts.map { draft in
            Source(name: draft.syntax.name, types: ReservedNames.generatedTypes(of: draft.entity.name))
        }
        sources += enums.map {
            Source(name: $0.name, types: ReservedNames.generatedTypes(ofEnum: $0.name.value))
        }
        sources += objects.map {
            Source(name: $0.name, types: ReservedNames.generatedTypes(ofObject: $0.name.value))
        }
        sources += abstract.map { type, list in
            let types = list == nil ? [] : ReservedNames.generatedTypes(ofAbstract: type.value)
            return Source(name: type, types: types)
        }
        let isTold = checkDeclared(sources)
        checkMade(sources.filter { !isTold.contains($0.name.value) })
    }

    /// What is declared has no name of a type that is made.
    ///
    /// - Returns: What has.
    private func checkDeclared(_ sources: [Source]) -> Set<String> {
        var made: [String: String] = [:]
        for source in sources {
            for type in source.types { made[type] = source.name.value }
        }
        var told: Set<String> = []
        for name in sources.map(\.name) {
            if let owner = made[name.value] {
                reporter.error(
                    .nameCollision,
                    at: name.place,
                    "GraphQL has a type '\(name.value)' already: it is made for \(owner).",
                    fix: "Choose another name."
                )
                told.insert(name.value)
            }
            if ReservedNames.types.contains(name.value) {
                reporter.error(
                    .reservedName,
                    at: name.place,
                    "The APIs or Swift have a type '\(name.value)' of their own.",
                    fix: "Choose another name."
                )
                told.insert(name.value)
            }
        }
        return told
    }

    /// No type is made twice, nor one that the APIs have anyway.
    private func checkMade(_ sources: [Source]) {
        var made: [String: String] = [:]
        for source in sources {
            for type in source.types {
                let owner =
                    made.updateValue(source.name.value, forKey: type).map { "for \($0)" }
                    ?? (ReservedNames.types.contains(type) ? "the APIs' own" : nil)
                guard let owner else { continue }
                reporter.error(
                    .nameCollision,
                    at: source.name.place,
                    "GraphQL would have two types '\(type)', one of them \(owner), the other for \(source.name.value).",
                    fix: "Choose another name."
                )
                break
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

    /// What has a name in the APIs.
    private enum Member: CustomStringConvertible {
        case key
        case field(String)
        case inverse(String)

        var description: String {
            switch self {
            case .key: "the key"
            case .field(let name): "the field '\(name)'"
            case .inverse(let name): "the inverse '\(name)'"
            }
        }
    }

    /// The fields of a type in the APIs: stored values, related objects, and inverses.
    func checkMembers(_ draft: EntityDraft, _ other: (String) -> EntityDraft?) {
        var taken: [String: Member] = draft.entity.hasKeyOfFields ? [Field.keyName: .key] : [:]
        func take(_ name: String, for field: Field, as member: Member) {
            guard let owner = taken.updateValue(member, forKey: name),
                let place = draft.fieldSyntax[field.name]?.name.place
            else { return }
            reportMember(name, "\(owner)", at: place)
        }
        for field in draft.entity.fields {
            take(field.apiName, for: field, as: .field(field.name))
            if let name = field.relationAPIName { take(name, for: field, as: .field(field.name)) }
        }
        for object in draft.entity.objects {
            if let field = object.fields.first { take(object.apiName, for: field, as: .field(object.name)) }
        }
        for inverse in draft.entity.inverses {
            guard let owner = taken.updateValue(.inverse(inverse.name), forKey: inverse.apiName) else {
                continue
            }
            let source = other(inverse.entity)
            guard let place = source?.fieldSyntax[inverse.field]?.name.place ?? source?.syntax.name.place
            else { continue }
            reportMember(inverse.apiName, "\(owner) of \(draft.entity.name)", at: place)
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
            var keeper = field.name
            if case .document(let object, _) = column { keeper = object.name }
            if let owner = taken.updateValue(keeper, forKey: column.name),
                let syntax = draft.fieldSyntax[field.name]
            {
                reporter.error(
                    .nameCollision,
                    at: (syntax.column ?? syntax.name).place,
                    "The column '\(column.name)' is that of '\(owner)' already.",
                    fix: "Say another name with 'column:'."
                )
            }
        }
    }
}
