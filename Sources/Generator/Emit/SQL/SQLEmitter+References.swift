public import PlumblineSchema

extension SQLEmitter {
    /// What points from this table to others: its relations, then its rules that two relations agree.
    ///
    /// PostgreSQL checks in the order of creation, so an unknown key is told as such before a disagreement.
    public func foreignKeys(of entity: Entity) -> [SQLObject] {
        entity.fields.compactMap { foreignKey($0, of: entity) }
            + entity.rules.compactMap { agreement($0, of: entity) }
            + entity.rules.compactMap { agreementComment($0, of: entity) }
    }

    private func foreignKey(_ field: Field, of entity: Entity) -> SQLObject? {
        guard let reference = field.reference, reference.isUnenforced != true,
            let target = schema.target(of: field), target.isManaged, let key = target.singleKey
        else { return nil }
        let action =
            switch reference.onDelete {
            case .restrict: "restrict"
            case .cascade: "cascade"
            case .setNull: "set null"
            }
        let demand = """
            foreign key \(names([field.column])) \
            references \(target.sqlTable) \(names([key.column])) on delete \(action)\
            \(reference.onUpdate == .cascade ? " on update cascade" : "")
            """
        let name = Naming.databaseName(entity.table, field.column, "fkey")
        return constraint(name, demand, of: entity, at: field.origin, kind: .foreignKey)
    }

    /// A composite foreign key: the relation's key together with the value that must agree.
    ///
    /// Its action follows the relation's, so that a deletion which the relation allows is not refused here;
    /// `no action` leaves the refusal to the relation's own `restrict`.
    private func agreement(_ rule: Rule, of entity: Entity) -> SQLObject? {
        guard case .agrees(let relation, let field, let own) = rule.demand,
            let key = entity.field(relation), let value = entity.field(own),
            let target = schema.target(of: key), let targetKey = target.singleKey,
            let agreed = target.field(field)
        else { return nil }
        let action =
            switch key.reference?.onDelete {
            case .cascade: "cascade"
            case .setNull: "set null \(names([key.column]))"
            case .restrict, nil: "no action"
            }
        let demand = """
            foreign key \(names([key.column, value.column])) \
            references \(target.sqlTable) \(names([targetKey.column, agreed.column])) \
            on delete \(action)\(key.reference?.onUpdate == .cascade ? " on update cascade" : "")
            """
        return constraint(rule.constraint, demand, of: entity, at: rule.origin, kind: .foreignKey)
    }

    private func agreementComment(_ rule: Rule, of entity: Entity) -> SQLObject? {
        guard case .agrees = rule.demand else { return nil }
        let target =
            "constraint \(SQLIdentifier.quoted(rule.constraint)) on \(entity.sqlTable)"
        return comment(target, rule.message, of: entity, at: rule.origin)
    }

    /// The unique pairs that other tables' composite foreign keys point at, each once.
    func agreementTargets(in entity: Entity) -> [SQLObject] {
        guard let agreed = agreedFields[entity.name], let key = entity.singleKey else { return [] }
        return agreed.compactMap { agreed in
            guard let field = entity.field(agreed.field) else { return nil }
            let name = Naming.databaseName(entity.table, key.column, field.column, "key")
            let demand = "unique \(names([key.column, field.column]))"
            return constraint(name, demand, of: entity, at: agreed.origin)
        }
    }
}

/// A field that rules of other rows say their own value must agree with.
struct AgreedField: Sendable {
    /// The field's name in the entity that the rules lead to.
    let field: String
    /// Where the first of the rules is.
    let origin: Origin

    /// Those of a schema by the entity that has them, each once and in the order of the rules.
    static func all(in schema: Schema) -> [String: [AgreedField]] {
        var fields: [String: [AgreedField]] = [:]
        for owner in schema.entities {
            for rule in owner.rules {
                guard case .agrees(let relation, let name, _) = rule.demand,
                    let target = owner.field(relation)?.reference?.target,
                    fields[target]?.contains(where: { $0.field == name }) != true
                else { continue }
                fields[target, default: []].append(AgreedField(field: name, origin: rule.origin))
            }
        }
        return fields
    }
}
