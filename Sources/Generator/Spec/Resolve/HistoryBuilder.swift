internal import PlumblineSchema

/// Makes the entity that keeps the history of another one's rows, as the trait `history` asks for.
struct HistoryBuilder {
    /// What the entity would be written as; only its name is.
    let syntax: EntitySyntax
    private let owner: EntitySyntax
    private let principal: String?

    /// Nil if the entity has no such trait.
    init?(of owner: EntitySyntax, principal: PrincipalSyntax?) {
        guard let trait = owner.traits.first(where: { $0.value == BuiltInTrait.history.rawValue }) else {
            return nil
        }
        self.owner = owner
        self.principal = principal?.entity?.value
        syntax = EntitySyntax(name: Word(value: owner.name.value + "Change", place: trait.place))
    }

    /// What a change can be.
    var operations: EnumSyntax {
        let values = [
            ("created", "The row was made."), ("updated", "The row was changed."),
            ("deleted", "The row was removed."),
        ]
        return EnumSyntax(
            name: Word(value: "ChangeOperation", place: syntax.name.place),
            doc: "What a change did to a row.",
            values: values.map { .init(name: Word(value: $0.0, place: syntax.name.place), doc: $0.1) },
            isMade: true
        )
    }

    /// Adds the entity, with its fields and without access.
    func add(to drafts: inout [EntityDraft]) {
        guard let index = drafts.firstIndex(where: { $0.entity.name == owner.name.value }) else { return }
        drafts[index].entity.history = syntax.name.value
        let entity = entity(of: drafts[index].entity)
        let relation = Naming.snake(owner.name.value)
        drafts.append(EntityDraft(syntax, made: entity, inverseNames: [relation: "history"]))
    }

    /// Lets those read it whom the owner's `access.history` says, as far as the row is still there to be asked.
    func grant(in drafts: inout [EntityDraft], symbols: SymbolTable, reporter: Reporter) {
        guard let source = owner.access.history,
            let entity = drafts.first(where: { $0.entity.name == owner.name.value })?.entity,
            let index = drafts.firstIndex(where: { $0.entity.name == syntax.name.value })
        else { return }
        let checker = ExpressionChecker(
            source,
            on: entity,
            as: .rowAccess,
            symbols: symbols,
            reporter: reporter
        )
        guard let rule = checker.parse().flatMap({ checker.check($0, is: .boolean) }) else { return }
        drafts[index].entity.access.read = rule.seen(through: Naming.snake(owner.name.value))
        conceal(entity, in: &drafts[index].entity)
    }

    /// What some readers of a row are not shown is not shown to them of what the row was.
    ///
    /// Who may see all of its values sees them here; others see the row without those that are not for everyone.
    private func conceal(_ entity: Entity, in changes: inout Entity) {
        let isOpen = { (field: Field) in field.access.read == FieldAccess.open.read }
        let guarded = entity.columns.filter { column in
            column.fields.allSatisfy(\.isRecorded) && !column.fields.allSatisfy(isOpen)
        }
        let rules = guarded.flatMap(\.fields).filter { !isOpen($0) }.map(\.access.read)
            .reduce(into: [Expression]()) { rules, rule in if !rules.contains(rule) { rules.append(rule) } }
        guard let first = rules.first,
            let index = changes.fields.firstIndex(where: { $0.name == Self.before })
        else { return }
        let rule = rules.dropFirst().reduce(first) { .binary(.and, $0, $1) }
        changes.fields[index].access.read = rule.seen(through: Naming.snake(entity.name))
        changes.fields[index].access.mask = guarded.reduce(.path(FieldPath([], Self.before))) {
            rest,
            column in
            .binary(.subtract, rest, .literal(.text(column.name)))
        }
    }

    private func entity(of owner: Entity) -> Entity {
        let singular = Naming.snake(owner.name)
        return Entity(
            name: syntax.name.value,
            plural: singular + "_changes",
            table: owner.table + "_history",
            databaseSchema: owner.databaseSchema,
            doc: "A change of a row of \(owner.name).",
            fields: fields(of: owner, named: singular),
            access: Access(read: Self.nobody, create: Self.nobody, update: Self.nobody, delete: Self.nobody),
            origin: syntax.name.place.origin
        )
    }

    private func fields(of owner: Entity, named singular: String) -> [Field] {
        [
            .managed(.key, origin: syntax.name.place.origin),
            field(singular, "The row, which may be gone.", .uuid, pointingAt: owner.name),
            field("operation", "What happened.", .enumeration(operations.name.value)),
            field("changed_at", "When it happened.", .timestamp),
            field(
                "changed_by",
                "Who did it; null where nobody was signed in.",
                .uuid,
                isOptional: true,
                pointingAt: principal
            ),
            field(
                Self.before,
                "The row as it was, by its columns; null for one that was made.",
                .json,
                isOptional: true
            ),
        ]
    }

    private func field(
        _ name: String,
        _ doc: String,
        _ type: FieldType,
        isOptional: Bool = false,
        pointingAt target: String? = nil
    ) -> Field {
        Field(
            name: name,
            column: type == .uuid ? name + "_id" : name,
            doc: doc,
            type: type,
            isOptional: isOptional,
            reference: target.map { Reference(target: $0, onDelete: .restrict, isUnenforced: true) },
            access: FieldAccess(read: FieldAccess.open.read, create: Self.nobody, update: Self.nobody),
            origin: syntax.name.place.origin
        )
    }

    private static let before = "before"
    private static let nobody = Expression.literal(.boolean(false))
}
