internal import PlumblineSchema

/// An entity with the names and types of its fields; its expressions are not looked at yet.
struct EntityDraft {
    let syntax: EntitySyntax
    var entity: Entity
    /// What the spec says about each field of the entity, by name; nothing for those of the key and the traits.
    private(set) var fieldSyntax: [String: FieldSyntax] = [:]
    /// The fields that were reported and left out.
    private(set) var brokenFields: Set<SymbolTable.BrokenField> = []

    init(_ syntax: EntitySyntax, types: TypeTable, entityNames: [String], reporter: Reporter) {
        self.syntax = syntax
        let rules = NameRules(reporter: reporter)
        if let plural = syntax.plural { rules.checkSnake(plural, "a plural") }
        if let table = syntax.table { rules.checkSnake(table, "the name of a table") }
        let plural = syntax.plural?.value ?? Naming.plural(Naming.snake(syntax.name.value))
        entity = Entity(
            name: syntax.name.value,
            plural: plural,
            table: syntax.table?.value ?? plural,
            doc: syntax.doc,
            fields: [],
            inverses: [],
            rules: [],
            indexes: [],
            access: Access(
                read: .literal(.boolean(false)),
                create: .literal(.boolean(false)),
                update: .literal(.boolean(false)),
                delete: .literal(.boolean(false))
            ),
            origin: syntax.name.place.origin
        )
        if entity.table.utf8.count > NameRules.lengthLimit {
            reporter.error(
                .nameLength,
                at: (syntax.table ?? syntax.plural ?? syntax.name).place,
                "The name of the table, '\(entity.table)', has more than \(NameRules.lengthLimit) bytes.",
                fix: "Say a shorter one with 'table:'."
            )
        }
        addFields(types: types, entityNames: entityNames, reporter: reporter)
    }

    private mutating func addFields(types: TypeTable, entityNames: [String], reporter: Reporter) {
        let traits = TraitFields(reporter: reporter)
        let traitFields = traits.fields(of: syntax)
        let builder = FieldBuilder(types: types, entityNames: entityNames, reporter: reporter)
        entity.fields = [traits.key(of: syntax)]
        for field in syntax.fields {
            let name = field.name.value
            guard builder.isNameFree(field.name, traitFields: traitFields), let built = builder.build(field)
            else {
                brokenFields.insert(SymbolTable.BrokenField(entity: entity.name, field: name))
                continue
            }
            entity.fields.append(built)
            fieldSyntax[name] = field
            if field.isUnique { entity.rules.append(uniqueness(of: built)) }
        }
        entity.fields += traitFields
    }
}

extension EntityDraft {
    /// What `unique: true` demands.
    private func uniqueness(of field: Field) -> Rule {
        let words = field.name.split(separator: "_").joined(separator: " ")
        return Rule(
            name: "\(field.name)_is_unique",
            constraint: Naming.databaseName(entity.table, field.column, "key"),
            demand: .unique([field.name], condition: nil),
            message: "That \(words) is already taken.",
            code: "NOT_UNIQUE",
            origin: field.origin
        )
    }
}

/// The fields that an entity has without naming them.
struct TraitFields {
    let reporter: Reporter

    /// The primary key.
    func key(of syntax: EntitySyntax) -> Field {
        field("id", .uuid, "The key.", .call(.uuidV7, []), .key, syntax.name.place.origin)
    }

    /// The fields of the traits, in the order of the traits.
    func fields(of syntax: EntitySyntax) -> [Field] {
        var seen: Set<String> = []
        return syntax.traits.flatMap { trait -> [Field] in
            guard seen.insert(trait.value).inserted else {
                reporter.error(.duplicateName, at: trait.place, "The trait '\(trait.value)' is listed twice.")
                return []
            }
            return fields(of: trait)
        }
    }

    private func fields(of trait: Word) -> [Field] {
        let origin = trait.place.origin
        switch trait.value {
        case "timestamps":
            return [
                field("created_at", .timestamp, "When it was made.", .call(.now, []), .createdAt, origin),
                field("updated_at", .timestamp, "When it last changed.", .call(.now, []), .updatedAt, origin),
            ]
        case "version":
            let one = Expression.literal(.integer(1))
            return [field("version", .integer, "Counts its changes, from 1.", one, .version, origin)]
        default:
            reporter.error(
                .unknownName,
                at: trait.place,
                "There is no trait '\(trait.value)'.",
                fix: Suggestion.didYouMean(trait.value, among: ["timestamps", "version"])
                    ?? "The traits are: timestamps, version."
            )
            return []
        }
    }

    private func field(
        _ name: String,
        _ type: FieldType,
        _ doc: String,
        _ defaultValue: Expression,
        _ managed: Managed,
        _ origin: Origin
    ) -> Field {
        Field(
            name: name,
            column: name,
            doc: doc,
            type: type,
            isOptional: false,
            defaultValue: defaultValue,
            constraints: .none,
            reference: nil,
            access: .open,
            managed: managed,
            origin: origin
        )
    }
}
