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

    // MARK: Added

    /// A required column needs a value for the rows that are there.
    private func refusal(ofAdding object: SQLObject) -> Refusal? {
        guard object.identity.kind == .column, !isInNewTable(object), let entity = newEntity(of: object),
            let field = entity.field(column: object.identity.name), !field.isOptional,
            field.derivation == nil, field.managed != .identity
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
        guard let new = to.enums.first(where: { $0.nativeType == object.identity.name }),
            let old = from?.enums.first(where: { $0.nativeType == object.identity.name })
        else { return nil }
        return SQLEmitter.growth(from: old, to: new)
    }

    private func typeRefusals(_ change: Change) -> [Refusal] {
        guard growth(of: change.new) == nil else { return [] }
        return [
            Refusal(
                origin: change.new.origin,
                reason:
                    "The \(change.new.words) loses values or changes their order, and PostgreSQL can only add some.",
                nextStep: "Keep the values that are there in their order; new ones may stand between them."
            )
        ]
    }

    private func sequenceRefusal(_ change: Change) -> Refusal {
        Refusal(
            origin: change.new.origin,
            reason: "The \(change.new.words) has given out numbers by another start or step.",
            nextStep: "Leave it as it was, or declare a sequence of another name."
        )
    }

    private func columnRefusals(_ change: Change) -> [Refusal] {
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

    private func nativeType(of field: Field, in schema: Schema?) -> String? {
        guard case .enumeration(let name) = field.elementType ?? field.type else { return nil }
        return schema?.enumType(name)?.nativeType
    }

    /// A replaced constraint may be stricter than what the rows keep. Only an enum that grows is certainly not.
    private func constraintRefusals(_ change: Change) -> [Refusal] {
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

    /// The enum behind a column's CHECK of membership, and the values it loses.
    private func enumChange(_ object: SQLObject) -> (new: EnumType, removed: [String])? {
        guard let entity = newEntity(of: object), let old = oldEntity(of: object) else { return nil }
        for field in entity.fields {
            guard case .enumeration(let name) = field.type, let new = to.enumType(name),
                object.identity.name == Naming.databaseName(entity.table, field.column, "enum"),
                case .enumeration(let oldName)? = old.field(column: field.column)?.type,
                let before = from?.enumType(oldName)
            else { continue }
            return (new, before.values.map(\.name).filter { !new.contains($0) })
        }
        return nil
    }

    // MARK: Removed

    private func refusal(ofRemoving object: SQLObject) -> Refusal? {
        if object.identity.kind == .sequence { return sequenceRefusal(ofRemoving: object) }
        guard let entity = oldEntity(of: object) else { return nil }
        switch object.identity.kind {
        case .support, .type, .sequence, .comment, .trigger, .row, .function, .rowSecurity, .grant, .policy,
            .view:
            return nil
        case .table: return refusal(ofRemoving: entity)
        case .column: return isInRemovedTable(object) ? nil : refusal(ofRemovingColumn: object, of: entity)
        case .index where isServedByAnother(object, of: entity): return nil
        case .constraint, .foreignKey, .index:
            // What goes with its table or column is told there.
            guard !isInRemovedTable(object), !lostColumns(of: entity).contains(where: object.mentions) else {
                return nil
            }
            return Refusal(
                origin: object.origin,
                reason: "The \(object.words) is gone from the spec, and only additions are planned so far.",
                nextStep:
                    "Put back what asked for it: a limit, a rule, an index or a relation of \(entity.name)."
            )
        }
    }

    private func sequenceRefusal(ofRemoving object: SQLObject) -> Refusal {
        Refusal(
            origin: object.origin,
            reason: "The \(object.words) is gone from the spec, and where it had come to would be lost.",
            nextStep: "Put it back."
        )
    }

    private func refusal(ofRemoving entity: Entity) -> Refusal {
        let isMaybeRenamed = additions.contains { $0.identity.kind == .table }
        return Refusal(
            origin: entity.origin,
            reason: "The entity \(entity.name) is gone from the spec, and its rows would be lost.",
            nextStep: isMaybeRenamed
                ? "If it has only a new name, say `renamed_from: \(entity.name)` there; otherwise put it back."
                : "Put it back; with all of its `access` left out nobody reaches it any more."
        )
    }

    private func refusal(ofRemovingColumn object: SQLObject, of entity: Entity) -> Refusal? {
        guard let field = entity.field(column: object.identity.name) else { return nil }
        let successor = additions.first { addition in
            addition.identity.kind == .column && addition.identity.table == entity.table
                && newEntity(of: addition)?.field(column: addition.identity.name)?.type == field.type
        }
        let name = successor.flatMap { newEntity(of: $0)?.field(column: $0.identity.name)?.name }
        return Refusal(
            origin: field.origin,
            reason:
                "The field `\(entity.name).\(field.name)` is gone from the spec, and its values would be lost.",
            nextStep: name.map {
                "If it is now called `\($0)`, say `renamed_from: \(field.name)` there; otherwise put it back."
            } ?? "Put it back; with `access: {read: nobody, write: nobody}` no API shows it any more."
        )
    }

    /// Whether another index begins with the same columns, so that whatever used this one can use that one.
    private func isServedByAnother(_ object: SQLObject, of entity: Entity) -> Bool {
        guard let index = entity.indexes.first(where: { $0.name == object.identity.name }),
            index.leadsToItsFirstField, index.include == nil, index.expression == nil, !index.fields.isEmpty,
            let successor = newEntity(of: object)
        else { return false }
        let columns = index.fields.map { entity.field($0)?.column }
        let unique = successor.rules.compactMap { rule in
            if case .unique(let fields, condition: nil) = rule.demand { fields } else { nil }
        }
        let lists = successor.indexes.filter(\.leadsToItsFirstField).map(\.fields) + unique
        return lists.contains { $0.map { successor.field($0)?.column }.starts(with: columns) }
    }

    private func lostColumns(of entity: Entity) -> [String] {
        removals.filter { $0.identity.kind == .column && $0.identity.table == entity.table }.map(
            \.identity.name
        )
    }
}

extension Entity {
    /// The field that is kept in that column.
    fileprivate func field(column: String) -> Field? {
        fields.first { $0.column == column }
    }
}

extension SQLObject {
    /// Whether the definition has the word in it. Only used to leave out what another refusal says already.
    fileprivate func mentions(_ column: String) -> Bool {
        definition.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == column }
            || identity.name.contains("_\(column)_")
    }
}

extension FieldType {
    /// The type as the spec writes it.
    fileprivate var words: String {
        switch self {
        case .text: "text"
        case .citext: "citext"
        case .password: "password"
        case .smallint: "smallint"
        case .integer: "integer"
        case .bigint: "bigint"
        case .decimal(let precision, let scale): "decimal(\(precision), \(scale))"
        case .float: "float"
        case .boolean: "boolean"
        case .uuid: "uuid"
        case .timestamp: "timestamp"
        case .date: "date"
        case .time: "time"
        case .interval: "interval"
        case .bytes: "bytes"
        case .inet: "inet"
        case .json: "json"
        case .array(let element): "array of \(element.words)"
        case .range(let bound): "range of \(bound.words)"
        case .enumeration(let name): name
        }
    }
}
