/// Reads an entry of `entities:` or of `traits:`.
struct EntitySyntaxReader {
    let reporter: Reporter

    func read(_ entry: SpecNode.Entry) -> EntitySyntax {
        let reader = MappingReader(
            entry.value,
            subject: "the entity '\(entry.key.value)'",
            as: .entity,
            at: entry.key.place,
            reporter: reporter
        )
        // Its name stays known, so that what points at it is no second mistake.
        guard let reader else { return EntitySyntax(name: entry.key) }
        return entity(named: entry.key, reader)
    }

    func readTrait(_ entry: SpecNode.Entry) -> EntitySyntax {
        let reader = MappingReader(
            entry.value,
            subject: "the trait '\(entry.key.value)'",
            as: .trait,
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return EntitySyntax(name: entry.key) }
        let trait = entity(named: entry.key, reader)
        if reader.isSaid("interface"), !trait.isInterface, let list = trait.list {
            reporter.error(
                .conflictingKeys,
                at: list.place,
                "A trait that is no interface has no list.",
                fix: "Say 'interface: true', or remove 'list'."
            )
        }
        return trait
    }

    private func entity(named name: Word, _ reader: MappingReader) -> EntitySyntax {
        EntitySyntax(
            name: name,
            doc: reader.text("doc"),
            plural: reader.word("plural"),
            table: reader.word("table"),
            databaseSchema: reader.word("schema"),
            isManaged: reader.node("managed") == nil || reader.flag("managed"),
            isInterface: reader.flag("interface"),
            list: reader.word("list"),
            traits: reader.words("traits"),
            key: readKey(of: reader),
            fields: reader.entries("fields").map { readField($0) },
            manyToMany: reader.entries("many_to_many").compactMap(readManyToMany),
            rules: reader.entries("rules").compactMap(readRule),
            indexes: reader.items("indexes").compactMap(readIndex),
            search: readSearch(of: reader),
            access: readAccess(of: reader),
            retention: reader.word("retention"),
            rows: reader.entries("rows").map(readRow),
            life: LifeSyntax(reader)
        )
    }

    private func readAccess(of reader: MappingReader) -> AccessSyntax {
        guard let node = reader.node("access") else { return AccessSyntax() }
        let access = MappingReader(
            node,
            subject: "the access of \(reader.subject)",
            as: .access,
            at: reader.keyPlace("access"),
            reporter: reporter
        )
        return AccessSyntax(
            read: access?.expression("read"),
            create: access?.expression("create"),
            update: access?.expression("update"),
            delete: access?.expression("delete"),
            restore: access?.expression("restore"),
            history: access?.expression("history"),
            gaps: access?.expression("gaps")
        )
    }

    // MARK: Keys and relations

    /// One name, or a list of names.
    private func readKey(of reader: MappingReader) -> KeySyntax? {
        guard let node = reader.node("key"), let place = reader.keyPlace("key") else { return nil }
        if case .sequence = node.content {
            return KeySyntax(place: place, fields: reader.words("key"))
        }
        return reader.word("key").map { KeySyntax(place: place, fields: [$0]) }
    }

    private func readManyToMany(_ entry: SpecNode.Entry) -> ManyToManySyntax? {
        let reader = MappingReader(
            entry.value,
            subject: "the many-to-many relation '\(entry.key.value)'",
            as: .manyToMany,
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return nil }
        return ManyToManySyntax(
            name: entry.key,
            target: reader.word("to"),
            through: reader.word("through"),
            near: reader.word("near"),
            far: reader.word("far"),
            inverse: reader.word("inverse")
        )
    }

    // MARK: Fields

    /// Reads an entry of a value object's `fields:`, which is a value and no more.
    func readMember(_ entry: SpecNode.Entry) -> FieldSyntax {
        if let type = entry.value.word {
            return FieldSyntax(name: entry.key, form: .value(type: type, LimitsSyntax()))
        }
        let reader = MappingReader(
            entry.value,
            subject: "the field '\(entry.key.value)' of a value object",
            as: .member,
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return FieldSyntax(name: entry.key) }
        return FieldSyntax(
            name: entry.key,
            doc: reader.text("doc"),
            form: reader.word("type").map { .value(type: $0, LimitsSyntax(reader)) },
            isOptional: reader.flag("optional")
        )
    }

    func readField(_ entry: SpecNode.Entry) -> FieldSyntax {
        if let type = entry.value.word {
            return FieldSyntax(name: entry.key, form: .value(type: type, LimitsSyntax()))
        }
        let reader = MappingReader(
            entry.value,
            subject: "the field '\(entry.key.value)'",
            as: shape(of: entry.value),
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return FieldSyntax(name: entry.key) }
        return FieldSyntax(
            name: entry.key,
            doc: reader.text("doc"),
            form: readForm(reader),
            column: reader.word("column"),
            storage: reader.word("storage"),
            isOptional: reader.flag("optional"),
            isUnique: reader.flag("unique"),
            defaultValue: readDefault(reader),
            derivation: readGenerated(reader) ?? readComputed(reader),
            transitions: readTransitions(of: reader),
            access: readFieldAccess(reader),
            preset: readPreset(reader),
            classes: readClasses(reader),
            life: LifeSyntax(reader)
        )
    }

    /// What a field is by its keys: a relation with `to`, else a value.
    private func shape(of node: SpecNode) -> MappingShape {
        guard case .mapping = node.content else { return .unsaid }
        return switch (node.hasKey("type"), node.hasKey("to")) {
        case (true, false): .value
        case (false, true): .relation
        case (true, true): .valueAndRelation
        case (false, false): .valueOrRelation
        }
    }

    private func readForm(_ reader: MappingReader) -> FieldSyntax.Form? {
        switch (reader.node("type"), reader.node("to")) {
        case (nil, nil), (.some, .some): return nil
        case (.some, nil):
            return reader.word("type").map { .value(type: $0, LimitsSyntax(reader)) }
        case (nil, .some):
            return reader.word("to").map {
                .relation(
                    target: $0,
                    .init(
                        inverse: reader.word("inverse"),
                        onDelete: reader.word("on_delete"),
                        onUpdate: reader.word("on_update")
                    )
                )
            }
        }
    }

    private func readTransitions(of reader: MappingReader) -> TransitionsSyntax? {
        let initial = reader.placedWords("initial")
        guard let place = reader.keyPlace("transitions") else { return nil }
        let steps = reader.entries("transitions").map { entry in
            TransitionsSyntax.Step(from: entry.key, to: reader.words(in: entry.value, of: "transitions"))
        }
        return TransitionsSyntax(place: place, steps: steps, initial: initial)
    }

    // MARK: Rules and indexes

    func readRule(_ entry: SpecNode.Entry) -> RuleSyntax? {
        let reader = MappingReader(
            entry.value,
            subject: "the rule '\(entry.key.value)'",
            as: .rule,
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return nil }
        let (form, place) = readRuleForm(reader)
        return RuleSyntax(
            name: entry.key,
            form: form,
            formPlace: place ?? reader.place,
            takesNullsAsEqual: reader.flag("nulls_not_distinct"),
            condition: reader.expression("when"),
            message: reader.word("message"),
            code: reader.word("code")
        )
    }

    /// What the rule demands, and where it says so; the first where it demands several things.
    private func readRuleForm(_ reader: MappingReader) -> (form: RuleSyntax.Form?, place: Place?) {
        if let place = reader.keyPlace("check") {
            return (reader.expression("check").map { .check($0) }, place)
        }
        if let place = reader.keyPlace("unique") { return (.unique(reader.words("unique")), place) }
        guard let place = reader.keyPlace("no_overlap") else { return (nil, nil) }
        return (.noOverlap(reader.words("no_overlap"), per: reader.words("per")), place)
    }
}
