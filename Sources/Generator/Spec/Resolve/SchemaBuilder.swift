internal import PlumblineSchema

/// Makes a schema of what the files say: every name is looked up, every expression typed, what the spec leaves out
/// filled in.
///
/// First come the fields of all entities, then what needs to know them. What is wrong is reported and left out, so
/// that the rest can still be checked.
struct SchemaBuilder {
    let syntax: SpecSyntax
    /// The day by which what is deprecated is looked at.
    var today: String?
    let reporter: Reporter

    /// The schema; it is complete only if nothing was reported.
    func build(name: String) -> Schema {
        var declared = Declarations(syntax, reporter: reporter)
        let expander = TraitExpander(declared.traits, reporter: reporter)
        let entities = declared.entities.map(expander.expand)
        let histories = entities.compactMap { HistoryBuilder(of: $0, principal: syntax.principal) }
        for history in histories { declared.add(history.syntax, history.operations, reporter: reporter) }
        let enums = declared.enums.map(buildEnum)
        let entityNames = declared.entities.map(\.name.value)
        let types = TypeTable(
            declared.types,
            enums: enums,
            entityNames: entityNames,
            words: syntax.typeWords,
            reporter: reporter
        )
        let draft = { (syntax: EntitySyntax) in
            EntityDraft(
                syntax,
                types: types,
                entityNames: entityNames,
                principal: self.syntax.principal,
                reporter: self.reporter
            )
        }
        var drafts = entities.map(draft)
        for history in histories { history.add(to: &drafts) }
        // What no entity uses is checked as if one did.
        var unused = expander.unused(by: declared.entities).map { draft(expander.expand($0)) }
        let relations = RelationTypes(among: drafts, reporter: reporter)
        relations.resolve(&drafts)
        relations.resolve(&unused)
        let sequences = declared.sequences.map(buildSequence)
        InverseBuilder(reporter: reporter).addInverses(to: &drafts)
        let scopes = ScopeBuilder(reporter: reporter).scopes(syntax.scopes)
        let symbols = symbolTable(
            enums: enums,
            sequences: sequences,
            scopes: scopes,
            drafts: drafts,
            unused: unused
        )
        for draft in unused {
            _ = EntityFinisher(draft: draft, symbols: symbols.table, reporter: reporter).finish()
        }
        for index in drafts.indices {
            let finisher = EntityFinisher(draft: drafts[index], symbols: symbols.table, reporter: reporter)
            drafts[index].entity = finisher.finish()
        }
        for history in histories { history.grant(in: &drafts, symbols: symbols.table, reporter: reporter) }
        ManyToManyBuilder(reporter: reporter).addRelations(to: &drafts)
        LifeBuilder(today: today, reporter: reporter).fill(&drafts)
        OwnershipChecker(reporter: reporter).check(drafts)
        NameCollisions(reporter: reporter)
            .check(
                drafts,
                enums: declared.enums,
                objects: declared.types.filter { $0.members != nil },
                abstract: declared.abstractNames
            )
        RootNames(reporter: reporter)
            .check(drafts, beside: syntax.operations, lists: declared.abstractNames.compactMap(\.list))
        DatabaseNames(reporter: reporter).check(
            drafts,
            sequences: declared.sequences,
            enums: Array(zip(enums, declared.enums.map(\.name.place)))
        )
        let used = Set(drafts.flatMap(\.entity.fields).compactMap(\.part?.type))
        let objects = types.objects.filter { $0.origin != .standardTypes || used.contains($0.name) }
        let abstractTypes = AbstractTypeBuilder(declared, drafts, reporter: reporter).types()
        let operations = OperationBuilder(
            types: types,
            entities: drafts.map(\.entity),
            abstractTypes: abstractTypes,
            symbols: symbols.table,
            reporter: reporter
        )
        let schema = Schema(
            name: name,
            enums: enums,
            sequences: sequences,
            objects: objects,
            entities: drafts.map(\.entity),
            abstractTypes: abstractTypes,
            principal: symbols.principal,
            scopes: scopes,
            operations: operations.build(
                syntax.operations,
                taken: Set(
                    entityNames + enums.map(\.name) + declared.types.map(\.name.value)
                        + abstractTypes.map(\.name)
                )
            ),
            postgres: (syntax.postgres?.value).map(Int.init)
        )
        let rows = RowsBuilder(schema: schema, symbols: symbols.table, drafts: drafts, reporter: reporter)
            .rows()
        return schema.replacing(rows: rows)
    }

    private func symbolTable(
        enums: [EnumType],
        sequences: [NumberSequence],
        scopes: [Scope],
        drafts: [EntityDraft],
        unused: [EntityDraft]
    ) -> (table: SymbolTable, principal: PrincipalMapping?) {
        let schema = Schema(
            name: "",
            enums: enums,
            sequences: sequences,
            entities: drafts.map(\.entity),
            principal: nil,
            scopes: scopes
        )
        var table = SymbolTable(
            schema: schema,
            caller: .unnamed,
            roles: nil,
            brokenFields: (drafts + unused).reduce(into: []) { $0.formUnion($1.brokenFields) }
        )
        guard let principal = syntax.principal else { return (table, nil) }
        let mapping = PrincipalBuilder(syntax: principal, symbols: table, reporter: reporter).build()
        let entity = principal.entity.flatMap { schema.entity($0.value) }
        table.caller = entity.map { .row(of: $0.name) } ?? .broken
        if let mapping, case .enumeration(let type) = entity?.field(mapping.role)?.type {
            let roles = schema.enumType(type)?.values.map(\.name) ?? []
            table.roles = roles
            table.roleTree = RoleTree(principal.includes, roles: roles, reporter: reporter)
        }
        return (table, mapping)
    }

    private func buildSequence(_ syntax: SequenceSyntax) -> NumberSequence {
        NumberSequence(
            name: syntax.name.value,
            doc: syntax.doc,
            start: syntax.start?.value ?? 1,
            step: syntax.step?.value ?? 1,
            origin: syntax.name.place.origin
        )
    }

    private func buildEnum(_ syntax: EnumSyntax) -> EnumType {
        checkValues(of: syntax)
        let isNative = syntax.storage?.value == "native"
        return EnumType(
            name: syntax.name.value,
            doc: syntax.doc,
            values: LifeBuilder(today: today, reporter: reporter).values(of: syntax),
            // No type of PostgreSQL's own ends so, and its own are found first.
            nativeType: isNative ? Naming.databaseName(Naming.snake(syntax.name.value), "enum") : nil,
            origin: syntax.name.place.origin
        )
    }

    private func checkValues(of syntax: EnumSyntax) {
        let rules = NameRules(reporter: reporter)
        var swiftNames: [String: String] = [:]
        for value in syntax.values where rules.checkSnake(value.name, "a value of an enum") {
            let name = value.name.value
            if Keyword.all.contains(name) || ReservedNames.members.contains(name) {
                reporter.error(
                    .reservedName,
                    at: value.name.place,
                    "'\(name)' is a word of the expression language or of Swift, so it cannot be a value of an enum."
                )
            }
            if let other = swiftNames.updateValue(name, forKey: Naming.lowerCamel(name)) {
                reporter.error(
                    .nameCollision,
                    at: value.name.place,
                    "In Swift, '\(name)' and '\(other)' would both be called '\(Naming.lowerCamel(name))'.",
                    fix: "Choose another name."
                )
            }
        }
    }
}
