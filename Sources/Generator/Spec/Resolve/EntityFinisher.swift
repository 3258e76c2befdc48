internal import PlumblineSchema

/// Fills in what an entity says by expressions: defaults, rules, indexes and access.
struct EntityFinisher {
    let draft: EntityDraft
    let symbols: SymbolTable
    let reporter: Reporter

    func finish() -> Entity {
        var entity = draft.entity
        entity.fields = entity.fields.map { field in
            guard let syntax = draft.fieldSyntax[field.name] else { return field }
            return finish(field, syntax)
        }
        DefaultCycles(entity: entity, syntax: draft.fieldSyntax, reporter: reporter).report()
        entity.rules = RuleBuilder(draft: draft, symbols: symbols, reporter: reporter).rules()
        entity.indexes = IndexBuilder(draft: draft, symbols: symbols, reporter: reporter)
            .indexes(beside: entity.rules)
        entity.access = access()
        reportUngivableFields(of: entity)
        return entity
    }

    /// Reports fields without which no row can be made, and which nobody can give.
    private func reportUngivableFields(of entity: Entity) {
        guard entity.access.create != .literal(.boolean(false)) else { return }
        for field in entity.fields where field.access.write == .literal(.boolean(false)) {
            guard !field.isOptional, field.managed == nil, let syntax = draft.fieldSyntax[field.name],
                syntax.defaultValue == nil, syntax.derivation == nil
            else { continue }
            reporter.error(
                .wrongDefault,
                at: syntax.name.place,
                "Nobody can give '\(field.name)', and it has no default, so that no row could be made.",
                fix: "Give it a default, make it optional, or let a role write it."
            )
        }
    }

    private func finish(_ field: Field, _ syntax: FieldSyntax) -> Field {
        var field = field
        let defaults = DefaultChecker(entity: draft.entity, symbols: symbols, reporter: reporter)
        if let derivation = syntax.derivation {
            field.derivation = DerivationChecker(entity: draft.entity, symbols: symbols, reporter: reporter)
                .check(derivation, of: &field)
        }
        if field.managed == nil {
            field.defaultValue = syntax.defaultValue.flatMap { defaults.check($0, of: field) }
        }
        field.access = FieldAccess(
            read: rule(syntax.read, as: .rowAccess) ?? .literal(.boolean(true)),
            write: rule(syntax.write, as: .fieldWrite) ?? .literal(.boolean(true))
        )
        return field
    }

    private func access() -> Access {
        let syntax = draft.syntax.access
        let denied = Expression.literal(.boolean(false))
        return Access(
            read: rule(syntax.read, as: .rowAccess) ?? denied,
            create: rule(syntax.create, as: .rowAccess) ?? denied,
            update: rule(syntax.update, as: .rowAccess) ?? denied,
            delete: rule(syntax.delete, as: .rowAccess) ?? denied
        )
    }

    private func rule(_ source: ExpressionSource?, as context: ExpressionContext) -> Expression? {
        guard let source else { return nil }
        let checker = ExpressionChecker(
            source,
            on: draft.entity,
            as: context,
            symbols: symbols,
            reporter: reporter
        )
        return checker.parse().flatMap { checker.check($0, is: .boolean) }
    }
}
