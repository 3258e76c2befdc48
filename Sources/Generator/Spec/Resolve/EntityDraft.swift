internal import PlumblineSchema

/// An entity with the names and types of its fields; its expressions are not looked at yet.
struct EntityDraft {
    let syntax: EntitySyntax
    var entity: Entity
    /// What the spec says about each field of the entity, by name; nothing for those of the key and the traits.
    private(set) var fieldSyntax: [String: FieldSyntax] = [:]
    /// The names that inverses of fields without syntax have, by field.
    private(set) var inverseNames: [String: String] = [:]
    /// The fields that were reported and left out.
    private(set) var brokenFields: Set<SymbolTable.BrokenField> = []

    init(
        _ syntax: EntitySyntax,
        types: TypeTable,
        entityNames: [String],
        principal: PrincipalSyntax?,
        reporter: Reporter
    ) {
        self.syntax = syntax
        let rules = NameRules(reporter: reporter)
        if let plural = syntax.plural { rules.checkSnake(plural, "a plural") }
        if let table = syntax.table { rules.checkSnake(table, "the name of a table") }
        let plural = syntax.plural?.value ?? Naming.plural(Naming.snake(syntax.name.value))
        entity = Entity(
            name: syntax.name.value,
            plural: plural,
            table: syntax.table?.value ?? plural,
            databaseSchema: syntax.databaseSchema?.value,
            managed: syntax.isManaged ? nil : false,
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
        addFields(types: types, entityNames: entityNames, principal: principal, reporter: reporter)
    }

    private mutating func addFields(
        types: TypeTable,
        entityNames: [String],
        principal: PrincipalSyntax?,
        reporter: Reporter
    ) {
        let traits = TraitFields(principal: principal, entityNames: entityNames, reporter: reporter)
        let traitFields = syntax.traits.flatMap(traits.fields)
        let builder = FieldBuilder(types: types, entityNames: entityNames, reporter: reporter)
        let isKeyNamed = syntax.key?.fields.contains { $0.value == Field.keyName } ?? false
        var fields: [Field] = []
        for field in syntax.fields {
            let name = field.name.value
            guard builder.isNameFree(field.name, isKeyNamed: isKeyNamed, traitFields: traitFields) else {
                brokenFields.insert(SymbolTable.BrokenField(entity: entity.name, field: name))
                continue
            }
            if case .value(let type, let limits)? = field.form, let object = types.object(type.value) {
                let builder = ValueObjectBuilder(types: types, reporter: reporter)
                fields += parts(of: object, field, limits, builder)
                continue
            }
            guard let built = builder.build(field) else {
                brokenFields.insert(SymbolTable.BrokenField(entity: entity.name, field: name))
                continue
            }
            fields.append(built)
            fieldSyntax[name] = field
            if field.isUnique { entity.rules.append(uniqueness(of: built)) }
        }
        entity.fields = fields + traitFields
        entity.keyNames = syntax.key.flatMap {
            KeyBuilder(syntax: $0, draft: self, reporter: reporter).names()
        }
        if entity.keyNames == nil, entity.hasKeyOfFields {
            entity.fields.insert(.managed(.key, origin: syntax.name.place.origin), at: 0)
        }
    }

    /// The fields that keep a value object.
    private mutating func parts(
        of object: ValueObject,
        _ syntax: FieldSyntax,
        _ limits: LimitsSyntax,
        _ builder: ValueObjectBuilder
    ) -> [Field] {
        guard builder.isFit(syntax, limits), builder.isStorageFit(syntax, of: object) else {
            brokenFields.insert(SymbolTable.BrokenField(entity: entity.name, field: syntax.name.value))
            return []
        }
        let fields = builder.fields(of: object, for: syntax)
        for field in fields { fieldSyntax[field.name] = syntax }
        return fields
    }
}

extension EntityDraft {
    /// An entity that the language makes of a trait, whose fields nobody wrote.
    init(_ syntax: EntitySyntax, made entity: Entity, inverseNames: [String: String]) {
        self.syntax = syntax
        self.entity = entity
        self.inverseNames = inverseNames
    }

    /// What `unique: true` demands.
    private func uniqueness(of field: Field) -> Rule {
        .unique(
            field.name,
            constraint: Naming.databaseName(entity.table, field.column, "key"),
            origin: field.origin
        )
    }
}
