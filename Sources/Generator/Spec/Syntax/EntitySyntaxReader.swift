/// Reads an entry of `entities:` or of `traits:`.
struct EntitySyntaxReader {
    private static let traitKeys = ["traits", "fields", "rules", "indexes", "access"]
    private static let keys =
        ["doc", "plural", "table", "schema", "managed", "key", "many_to_many"] + traitKeys + [
            "rows", "search", "retention",
        ]
        + LifeSyntax.keys

    let reporter: Reporter

    func read(_ entry: SpecNode.Entry) -> EntitySyntax {
        let reader = MappingReader(
            entry.value,
            subject: "the entity '\(entry.key.value)'",
            keys: Self.keys,
            at: entry.key.place,
            reporter: reporter
        )
        // Its name stays known, so that what points at it is no second mistake.
        guard let reader else { return EntitySyntax(name: entry.key) }
        if reader.node("fields") == nil, reader.node("traits") == nil {
            reader.reportMissing("fields", fix: "List what it stores under 'fields'.")
        }
        return entity(named: entry.key, reader)
    }

    func readTrait(_ entry: SpecNode.Entry) -> EntitySyntax {
        let reader = MappingReader(
            entry.value,
            subject: "the trait '\(entry.key.value)'",
            keys: ["doc"] + Self.traitKeys,
            at: entry.key.place,
            reporter: reporter
        )
        return reader.map { entity(named: entry.key, $0) } ?? EntitySyntax(name: entry.key)
    }

    private func entity(named name: Word, _ reader: MappingReader) -> EntitySyntax {
        EntitySyntax(
            name: name,
            doc: reader.text("doc"),
            plural: reader.word("plural"),
            table: reader.word("table"),
            databaseSchema: reader.word("schema"),
            isManaged: reader.node("managed") == nil || reader.flag("managed"),
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
            keys: ["read", "create", "update", "delete", "restore", "history"],
            at: reader.keyPlace("access"),
            reporter: reporter
        )
        return AccessSyntax(
            read: access?.expression("read"),
            create: access?.expression("create"),
            update: access?.expression("update"),
            delete: access?.expression("delete"),
            restore: access?.expression("restore"),
            history: access?.expression("history")
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
            keys: ["to", "through", "near", "far", "inverse"],
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return nil }
        if reader.node("to") == nil {
            reader.reportMissing("to", fix: "Name the entity that it leads to.")
        }
        if reader.node("through") == nil {
            reader.reportMissing("through", fix: "Name the entity that has a relation to both sides.")
        }
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
        var field = FieldSyntax(name: entry.key, isOptional: false, isUnique: false)
        if let type = entry.value.word {
            field.form = .value(type: type, LimitsSyntax())
            return field
        }
        let reader = MappingReader(
            entry.value,
            subject: "the field '\(entry.key.value)' of a value object",
            keys: ["doc", "type"] + LimitsSyntax.keys + ["optional"],
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return field }
        if reader.node("type") == nil { reader.reportMissing("type", fix: "Say what it holds with 'type:'.") }
        field.doc = reader.text("doc")
        field.form = reader.word("type").map { .value(type: $0, LimitsSyntax(reader)) }
        field.isOptional = reader.flag("optional")
        return field
    }

    func readField(_ entry: SpecNode.Entry) -> FieldSyntax {
        var field = FieldSyntax(name: entry.key, isOptional: false, isUnique: false)
        if let type = entry.value.word {
            field.form = .value(type: type, LimitsSyntax())
            return field
        }
        let reader = MappingReader(
            entry.value,
            subject: "the field '\(entry.key.value)'",
            keys: keys(of: entry.value),
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return field }
        field.doc = reader.text("doc")
        field.form = readForm(reader)
        field.column = reader.word("column")
        field.storage = reader.word("storage")
        field.isOptional = reader.flag("optional")
        field.isUnique = reader.flag("unique")
        readValue(reader, into: &field)
        field.transitions = readTransitions(of: reader)
        field.access = readFieldAccess(reader)
        field.preset = readPreset(reader)
        field.classes = readClasses(reader)
        field.life = LifeSyntax(reader)
        return field
    }

    /// The keys a field may have: those of relations with `to`, else those of values.
    private func keys(of node: SpecNode) -> [String] {
        guard case .mapping = node.content else { return ["type", "to"] }
        return switch (node.hasKey("type"), node.hasKey("to")) {
        case (true, true): FieldKeys.both
        case (true, false): FieldKeys.value
        case (false, true): FieldKeys.relation
        case (false, false): FieldKeys.either
        }
    }

    private func readForm(_ reader: MappingReader) -> FieldSyntax.Form? {
        switch (reader.node("type"), reader.node("to")) {
        case (nil, nil):
            reader.reportMissing(
                "type",
                fix: "Say 'type:' for a value, or 'to:' for a relation to an entity."
            )
            return nil
        case (.some, .some):
            reporter.error(
                .conflictingKeys,
                at: reader.keyPlace("to") ?? reader.place,
                "\(reader.subject.capitalizedSentence) has both 'type' and 'to'.",
                fix: "Keep 'to' for a relation, 'type' for a value."
            )
            return nil
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
        guard let place = reader.keyPlace("transitions") else {
            if let initial {
                reporter.error(
                    .conflictingKeys,
                    at: initial.place,
                    "'initial' says where 'transitions' begin, but there are none.",
                    fix: "Add 'transitions', or remove it."
                )
            }
            return nil
        }
        let steps = reader.entries("transitions").map { entry in
            TransitionsSyntax.Step(from: entry.key, to: reader.words(in: entry.value, of: "transitions"))
        }
        return TransitionsSyntax(place: place, steps: steps, initial: initial)
    }

    // MARK: Rules and indexes

    func readRule(_ entry: SpecNode.Entry) -> RuleSyntax? {
        let forms = ["check", "unique", "no_overlap"]
        let reader = MappingReader(
            entry.value,
            subject: "the rule '\(entry.key.value)'",
            keys: forms + ["per", "nulls_not_distinct", "when", "message", "code"],
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return nil }
        let said = forms.filter { reader.node($0) != nil }
        let formPlace = said.first.flatMap(reader.keyPlace) ?? reader.place
        let form = readRuleForm(reader, said: said)
        reportMisplacedKeys(reader, form: said.first)
        if reader.node("message") == nil {
            reader.reportMissing("message", fix: "Say as a sentence what a client is told when it is broken.")
        }
        return RuleSyntax(
            name: entry.key,
            form: form,
            formPlace: formPlace,
            takesNullsAsEqual: reader.flag("nulls_not_distinct"),
            condition: reader.expression("when"),
            message: reader.word("message"),
            code: reader.word("code")
        )
    }

    private func readRuleForm(_ reader: MappingReader, said: [String]) -> RuleSyntax.Form? {
        guard said.count == 1, let form = said.first else {
            let problem =
                said.isEmpty ? "demands nothing" : "demands \(said.joined(separator: " and ")) at once"
            reporter.error(
                said.isEmpty ? .missingKey : .conflictingKeys,
                at: said.dropFirst().first.flatMap(reader.keyPlace) ?? reader.place,
                "\(reader.subject.capitalizedSentence) \(problem).",
                fix: "Say one of 'check', 'unique' and 'no_overlap'."
            )
            return nil
        }
        switch form {
        case "check": return reader.expression("check").map { .check($0) }
        case "unique": return .unique(reader.words("unique"))
        default: return .noOverlap(reader.words("no_overlap"), per: reader.words("per"))
        }
    }

    private func reportMisplacedKeys(_ reader: MappingReader, form: String?) {
        if form != "no_overlap", let place = reader.keyPlace("per") {
            reporter.error(.conflictingKeys, at: place, "Only 'no_overlap' has 'per'.", fix: "Remove it.")
        }
        if form != "unique", let place = reader.keyPlace("nulls_not_distinct") {
            reporter.error(
                .conflictingKeys,
                at: place,
                "Only 'unique' has 'nulls_not_distinct'.",
                fix: "Remove it."
            )
        }
        if form == "check", let place = reader.keyPlace("when") {
            reporter.error(
                .conflictingKeys,
                at: place,
                "A 'check' has no 'when'.",
                fix: "Write the condition into the check: 'not (condition) or …'."
            )
        }
    }
}

/// The keys of fields, in the order in which they are told.
private enum FieldKeys {
    static let relation = ["doc"] + ofRelations + ofAll
    static let value = ["doc"] + ofValues + ofAll
    static let both = ["doc"] + ofValues + ofRelations + ofAll
    static let either = ["doc"] + ofValues + ["to"] + ofAll

    private static let ofRelations = ["to", "inverse", "on_delete", "on_update"]
    private static let ofValues =
        ["type", "storage"] + LimitsSyntax.keys + ["transitions", "initial", "generated", "computed"]
        + DataClassesSyntax.keys.dropLast()
    private static let ofAll =
        ["optional", "unique", "default", "preset", "column", "access", "retention"] + LifeSyntax.keys
}
