import PlumblineEmit
import PlumblineSchema

extension SchemaDifference {
    /// Everything that is more than an addition, by file and line.
    func refusals() -> [Refusal] {
        let found =
            additions.compactMap(refusal(ofAdding:)) + changes.flatMap(refusals(ofChanging:))
            + removals.compactMap(refusal(ofRemoving:))
        var seen: Set<Refusal> = []
        return found.filter { seen.insert($0).inserted }
            .sorted { left, right in
                guard let left = left.origin, let right = right.origin else { return left.origin != nil }
                return (left.file, left.line) < (right.file, right.line)
            }
    }

    /// What another version of Plumbline keeps otherwise cannot be made anew where rows are in it.
    func upgradeRefusals() -> [Refusal] {
        (changes.map(\.old) + removals).filter {
            [.table, .column, .type, .sequence].contains($0.identity.kind)
        }
        .map { object in
            Refusal(
                origin: newEntity(of: object)?.origin,
                reason:
                    "The \(object.words) is kept otherwise by this version of Plumbline than by the one that wrote "
                    + "the last migration, and no migration is planned from the one to the other.",
                nextStep: "Stay with that version; the notes of this one say how to move over."
            )
        }
    }

    // MARK: Added

    /// A required column needs a value for the rows that are there.
    private func refusal(ofAdding object: SQLObject) -> Refusal? {
        guard object.identity.kind == .column, !isInNewTable(object), let entity = newEntity(of: object)
        else { return nil }
        if let document = entity.document(column: object.identity.name) {
            return refusal(ofAdding: document, to: entity, replacing: oldEntity(of: object))
        }
        guard let field = entity.field(column: object.identity.name), !field.isOptional,
            field.derivation == nil, field.managed != .identity,
            field.part.flatMap({ oldEntity(of: object)?.object($0.object)?.jsonColumn }) == nil
        else { return nil }
        guard let value = field.defaultValue else {
            return Refusal(
                origin: field.origin,
                reason:
                    "Rows of \(entity.name) that are there already would have no value for `\(field.name)`.",
                nextStep: "Give it a constant `default:`, or make it `optional: true`."
            )
        }
        guard !value.isConstant else { return nil }
        return Refusal(
            origin: field.origin,
            reason:
                "The default of `\(entity.name).\(field.name)` depends on the row, and PostgreSQL fills rows that "
                + "are there already only with a constant.",
            nextStep: "Make the default a constant, or the field `optional: true`."
        )
    }

    /// What was kept in columns until now is told where they are gone.
    private func refusal(
        ofAdding document: EmbeddedObject,
        to entity: Entity,
        replacing old: Entity?
    ) -> Refusal? {
        guard !document.isOptional, let origin = document.fields.first?.origin,
            old?.object(document.name) == nil
        else { return nil }
        return Refusal(
            origin: origin,
            reason:
                "Rows of \(entity.name) that are there already would have no value for `\(document.name)`.",
            nextStep: "Make it `optional: true`."
        )
    }

    // MARK: Changed

    private func refusals(ofChanging change: Change) -> [Refusal] {
        switch change.new.identity.kind {
        case .comment, .support, .table, .trigger, .row, .function, .rowSecurity, .grant, .policy, .view: []
        case .column: columnRefusals(change)
        // What points at a table that goes is told there.
        case .sequence: [sequenceRefusal(change)]
        case .type: typeRefusals(change)
        case .foreignKey
        where removals.contains { $0.identity.kind == .table && change.old.mentions($0.identity.name) }: []
        case .constraint, .foreignKey, .index: constraintRefusals(change)
        }
    }

    /// The statements that give a changed type its new values; nil where it has not only grown.
    func growth(of object: SQLObject) -> [String]? {
        enums(of: object).flatMap(SQLEmitter.growth)
    }

    /// The enum behind a type, as it was and as it shall be.
    private func enums(of type: SQLObject) -> (from: EnumType, to: EnumType)? {
        guard let new = to.enums.first(where: { $0.nativeType == type.identity.name }),
            let old = from?.enums.first(where: { $0.nativeType == type.identity.name })
        else { return nil }
        return (old, new)
    }

    private func typeRefusals(_ change: Change) -> [Refusal] {
        guard growth(of: change.new) == nil else { return earlyUses(of: change.new) }
        return [
            Refusal(
                origin: change.new.origin,
                reason:
                    "The \(change.new.words) loses values or changes their order, and PostgreSQL can only add some.",
                nextStep: "Keep the values that are there in their order; new ones may stand between them."
            )
        ]
    }

    /// PostgreSQL lets no statement use a new value in the transaction that adds it.
    private func earlyUses(of type: SQLObject) -> [Refusal] {
        guard let (old, new) = enums(of: type) else { return [] }
        let objects = (additions + changes.map(\.new)).filter {
            ![.type, .comment, .support].contains($0.identity.kind)
        }
        return new.values.filter { !old.contains($0.name) }.compactMap { value in
            let literal = SQLLiteral.quoted(value.name)
            guard let user = objects.first(where: { $0.definition.contains(literal) }) else { return nil }
            return Refusal(
                origin: user.origin,
                reason:
                    "The \(user.words) uses `\(value.name)`, which \(new.name) gains in the same migration, and "
                    + "PostgreSQL lets nothing use a new value before that is over.",
                nextStep: "Plan a migration with the new value alone, and what uses it in the next one."
            )
        }
    }

    private func sequenceRefusal(_ change: Change) -> Refusal {
        Refusal(
            origin: change.new.origin,
            reason: "The \(change.new.words) has given out numbers by another start or step.",
            nextStep: "Leave it as it was, or declare a sequence of another name."
        )
    }

    private func columnRefusals(_ change: Change) -> [Refusal] {
        if let document = newEntity(of: change.new)?.document(column: change.new.identity.name) {
            return refusals(ofChanging: document, change)
        }
        guard let old = oldEntity(of: change.old)?.field(column: change.old.identity.name),
            let entity = newEntity(of: change.new), let new = entity.field(column: change.new.identity.name)
        else { return [] }
        let name = "`\(entity.name).\(new.name)`"
        var refusals: [Refusal] = []
        func refuse(_ reason: String, _ nextStep: String) {
            refusals.append(Refusal(origin: new.origin, reason: reason, nextStep: nextStep))
        }
        if old.type != new.type {
            refuse(
                "\(name) changes its type from \(old.type.words) to \(new.type.words), and values that are there may "
                    + "not survive that.",
                "Leave the field as it was and add one of the new type under another name."
            )
        }
        if refusals.isEmpty, nativeType(of: old, in: from) != nativeType(of: new, in: to) {
            refuse(
                "\(name) changes how its enum is stored, and values that are there may not survive that.",
                "Leave the enum's `storage` as it was."
            )
        }
        if old.isOptional, !new.isOptional {
            refuse(
                "\(name) becomes required, and rows that are there may have no value for it.",
                "Leave it `optional: true`; a `check:` rule is verified against the rows that are there."
            )
        }
        if !old.isOptional, new.isOptional {
            refuse("\(name) becomes optional, and only additions are planned so far.", "Leave it required.")
        }
        if refusals.isEmpty, old.generation != new.generation {
            refuse(
                "\(name) changes what it is generated from, and only additions are planned so far.",
                "Add a field of another name beside it."
            )
        } else if refusals.isEmpty {
            refuse(
                "\(name) changes its default, and only additions are planned so far.",
                "Leave the default as it was."
            )
        }
        return refusals
    }

    /// A column of jsonb changes only in whether there is an object.
    private func refusals(ofChanging document: EmbeddedObject, _ change: Change) -> [Refusal] {
        let name = "`\(newEntity(of: change.new)?.name ?? "").\(document.name)`"
        return [
            Refusal(
                origin: change.new.origin,
                reason: document.isOptional
                    ? "\(name) becomes optional, and only additions are planned so far."
                    : "\(name) becomes required, and rows that are there may have no value for it.",
                nextStep: document.isOptional ? "Leave it required." : "Leave it `optional: true`."
            )
        ]
    }

    private func nativeType(of field: Field, in schema: Schema?) -> String? {
        guard case .enumeration(let name) = field.elementType ?? field.type else { return nil }
        return schema?.enumType(name)?.nativeType
    }

    /// A replaced constraint may be stricter than what the rows keep. Only an enum that grows is certainly not.
    private func constraintRefusals(_ change: Change) -> [Refusal] {
        if isGrownShape(change) { return [] }
        guard let grown = enumChange(change.new) else {
            return [
                Refusal(
                    origin: change.new.origin,
                    reason: "The \(change.new.words) changes from `\(change.old.definition)` to "
                        + "`\(change.new.definition)`, and only additions are planned so far.",
                    nextStep: "Leave it as it was; a rule or an index of another name can be added beside it."
                )
            ]
        }
        return grown.removed.map { value in
            Refusal(
                origin: grown.new.origin,
                reason: "\(grown.new.name) loses the value `\(value)`, which rows may have.",
                nextStep: "Keep the value; its `doc` can say that it is no longer used."
            )
        }
    }

    /// Whether it is the CHECK on a jsonb whose object has only gained values that may be left out.
    private func isGrownShape(_ change: Change) -> Bool {
        guard let entity = newEntity(of: change.new), let old = oldEntity(of: change.old),
            let object = entity.objects.first(where: { $0.constraint(in: entity) == change.new.identity.name }
            ),
            let before = old.object(object.name), object.jsonColumn != nil,
            before.jsonColumn == object.jsonColumn, before.isOptional == object.isOptional
        else { return false }
        let kept = object.fields.filter { field in before.fields.contains { $0.name == field.name } }
        return kept.map(\.name) == before.fields.map(\.name)
            && zip(kept, before.fields).allSatisfy { $0.type == $1.type && $0.part == $1.part }
            && object.fields.allSatisfy { $0.part?.isRequired == false || kept.contains($0) }
    }

    /// The enum behind a column's CHECK of membership, or of its elements', and the values it loses.
    private func enumChange(_ object: SQLObject) -> (new: EnumType, removed: [String])? {
        guard let entity = newEntity(of: object), let old = oldEntity(of: object) else { return nil }
        for field in entity.fields {
            guard let (name, ending) = field.type.membership, let new = to.enumType(name),
                object.identity.name == Naming.databaseName(entity.table, field.column, ending),
                let former = old.fields.first(where: { $0.column == field.column })?.type.membership,
                former.ending == ending,
                let before = from?.enumType(former.name)
            else { continue }
            return (new, before.values.map(\.name).filter { !new.contains($0) })
        }
        return nil
    }
}

extension Entity {
    /// The field that is kept in that column.
    func field(column: String) -> Field? {
        fields.first { $0.column == column && $0.part?.jsonColumn == nil }
    }

    /// The value object that is kept as jsonb in that column.
    fileprivate func document(column: String) -> EmbeddedObject? {
        objects.first { $0.jsonColumn == column }
    }
}

extension SQLObject {
    /// Whether the definition has the word in it. Only used to leave out what another refusal says already.
    func mentions(_ column: String) -> Bool {
        definition.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == column }
            || identity.name.contains("_\(column)_")
    }
}

extension FieldType {
    /// The enum that a value or its elements are of, and how the name of the CHECK of that ends.
    fileprivate var membership: (name: String, ending: String)? {
        switch self {
        case .enumeration(let name): (name, "enum")
        case .array(.enumeration(let name)): (name, "elements")
        default: nil
        }
    }

    /// The type as the spec writes it, with its digits and what it is made of.
    fileprivate var words: String {
        switch self {
        case .decimal(let precision, let scale): "decimal(\(precision), \(scale))"
        case .array(let element): "array of \(element.words)"
        case .range(let bound): "range of \(bound.words)"
        default: specName
        }
    }
}
