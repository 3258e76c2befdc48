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
            .map { $0.sparing(entity.deletionField) }
        entity.indexes = IndexBuilder(draft: draft, symbols: symbols, reporter: reporter)
            .indexes(beside: entity.rules)
        if entity.history == nil { reportNeedlessHistory() } else { reportUnkeptHistory(of: entity) }
        entity.access = access()
        entity.retention = draft.syntax.retention.flatMap {
            DataClassChecker(entity: draft.entity, reporter: reporter).retention($0)
        }
        entity.search = SearchBuilder(draft: draft, entity: entity, symbols: symbols, reporter: reporter)
            .search()
        reportUngivableFields(of: entity)
        reportHiddenKey(of: entity)
        return entity
    }

    /// Reports what is to be hidden and shows all the same: `id`, cursors and relations tell a row's key.
    private func reportHiddenKey(of entity: Entity) {
        for field in entity.key where field.isHidden || field.access.read != FieldAccess.open.read {
            guard let syntax = draft.fieldSyntax[field.name] else { continue }
            reporter.error(
                .wrongKey,
                at: syntax.name.place,
                "'\(field.name)' cannot be part of the key: whoever may read a row sees its key.",
                fix: "Show it to every reader of the row, or identify rows by other fields."
            )
        }
    }

    /// Reports fields without which no row can be made, and which nobody can give.
    private func reportUngivableFields(of entity: Entity) {
        guard !entity.access.create.isNever else { return }
        for field in entity.fields where field.access.create.isNever {
            guard !field.isOptional, field.managed == nil, let syntax = draft.fieldSyntax[field.name],
                syntax.defaultValue == nil, syntax.preset == nil, syntax.derivation == nil
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
        if field.managed == nil, let value = syntax.defaultValue {
            field.defaultValue = defaults.check(value, of: field)
        }
        if let transitions = syntax.transitions {
            let checker = TransitionsChecker(field: field, symbols: symbols, reporter: reporter)
            field.transitions = checker.check(transitions)
        }
        if let preset = syntax.preset {
            field.preset = preset.isAlways ? .always : .create
            field.defaultValue = value(of: preset, defaults, field)
        }
        let open = FieldAccess.open
        let access = FieldAccess(
            read: rule(syntax.access.read, as: .rowAccess) ?? open.read,
            create: rule(syntax.access.create, as: .fieldWrite) ?? open.create,
            update: rule(syntax.access.update, as: .fieldWrite) ?? open.update,
            mask: syntax.access.mask.flatMap { mask($0, of: field) }
        )
        let classes = DataClassChecker(entity: draft.entity, reporter: reporter)
            .classes(syntax.classes, of: field)
        // Most fields say neither, and a field that is changed is a new one.
        if access != field.access { field.access = access }
        if classes != field.classes { field.classes = classes }
        return field
    }

    /// What the server sets; at changes it has no new row to read from.
    private func value(of preset: PresetSyntax, _ defaults: DefaultChecker, _ field: Field) -> Expression? {
        guard let source = preset.value,
            let value = defaults.check(DefaultSyntax(source: source), of: field)
        else { return nil }
        guard preset.isAlways, !value.paths.isEmpty else { return value }
        reporter.error(
            .wrongPreset,
            at: source.place,
            "What is set at every change cannot read the row.",
            fix: "Use me, now() or a constant; a 'generated' field follows from others."
        )
        return nil
    }

    /// A mask reads the field itself alone: what it showed of others could be hidden from the same caller.
    private func mask(_ source: ExpressionSource, of field: Field) -> Expression? {
        let checker = ExpressionChecker(
            source,
            on: draft.entity,
            as: .mask,
            symbols: symbols,
            reporter: reporter
        )
        guard let type = ValueType(of: field, in: draft.entity), let node = checker.parse(),
            let mask = checker.check(node, is: type)
        else { return nil }
        guard mask.paths.allSatisfy({ $0 == FieldPath([], field.name) }), field.isStored else {
            reporter.error(
                .wrongMask,
                at: source.place,
                "A mask reads nothing but the stored value of the field that it stands for.",
                fix: "Write a constant, or an expression over '\(field.name)'."
            )
            return nil
        }
        return mask
    }

    private func access() -> Access {
        let syntax = draft.syntax.access
        let denied = Expression.literal(.boolean(false))
        return Access(
            read: rule(syntax.read, as: .rowAccess) ?? denied,
            create: rule(syntax.create, as: .rowAccess) ?? denied,
            update: rule(syntax.update, as: .rowAccess) ?? denied,
            delete: rule(syntax.delete, as: .rowAccess) ?? denied,
            restore: restore(syntax.restore),
            gaps: gaps(syntax.gaps)
        )
    }

    private func reportNeedlessHistory() {
        guard let source = draft.syntax.access.history else { return }
        reporter.error(
            .conflictingKeys,
            at: source.place,
            "\(draft.entity.name) keeps no history that somebody could read.",
            fix: "Give the entity the trait 'history', or remove this."
        )
    }

    /// A trigger writes the history, and tells a row by the one value of its key.
    private func reportUnkeptHistory(of entity: Entity) {
        let trait = draft.syntax.traits.first { $0.value == BuiltInTrait.history.rawValue }
        guard let place = trait?.place else { return }
        if !entity.isManaged {
            reporter.error(
                .notManaged,
                at: place,
                "The table of \(entity.name) is not managed here, so that nothing writes down its changes.",
                fix: "Remove the trait, or 'managed: false'."
            )
        } else if entity.singleKey == nil {
            reporter.error(
                .conflictingKeys,
                at: place,
                "The history of \(entity.name) tells rows by one value, but its key has several fields.",
                fix: "Remove the trait, or the key, so that rows have an 'id'."
            )
        }
    }

    private func restore(_ source: ExpressionSource?) -> Expression? {
        guard let source else { return nil }
        guard draft.entity.deletionField != nil else {
            reporter.error(
                .conflictingKeys,
                at: source.place,
                "Rows of \(draft.entity.name) are gone when they are deleted, so that nobody can restore them.",
                fix: "Give the entity the trait 'soft_delete', or remove 'restore'."
            )
            return nil
        }
        return rule(source, as: .rowAccess)
    }

    private func gaps(_ source: ExpressionSource?) -> Expression? {
        guard let source else { return nil }
        let keepsApart = draft.syntax.rules.contains { rule in
            if case .noOverlap? = rule.form { true } else { false }
        }
        guard keepsApart else {
            reporter.error(
                .conflictingKeys,
                at: source.place,
                "Rows of \(draft.entity.name) may overlap, so that there is nothing that they leave free.",
                fix: "Add a rule with 'no_overlap', or remove 'gaps'."
            )
            return nil
        }
        return rule(source, as: .gaps)
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

extension Rule {
    /// The same rule over the rows that are not deleted: what is deleted stands in nobody's way.
    fileprivate func sparing(_ deletion: Field?) -> Rule {
        guard let deletion else { return self }
        let isThere = Expression.unary(.isNull, .path(FieldPath([], deletion.name)))
        let both = { (condition: Expression?) in condition.map { .binary(.and, isThere, $0) } ?? isThere }
        var rule = self
        switch demand {
        case .unique(let fields, let condition):
            rule.demand = .unique(fields, condition: both(condition))
        case .noOverlap(let start, let end, let per, let condition):
            rule.demand = .noOverlap(start: start, end: end, per: per, condition: both(condition))
        case .disjoint(let range, let per, let condition):
            rule.demand = .disjoint(range: range, per: per, condition: both(condition))
        case .check, .agrees: break
        }
        return rule
    }
}
