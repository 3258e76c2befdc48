import PlumblineSchema

extension SQLEmitter {
    /// The constraints inside a table: the key, the columns' own, the rules', and what other tables' rules point at.
    func constraints(of entity: Entity) -> [SQLObject] {
        let key = constraint(
            Naming.databaseName(entity.table, "pkey"),
            "primary key \(names(entity.key.map(\.column)))",
            of: entity,
            at: entity.origin
        )
        return [key] + entity.storedFields.flatMap { valueConstraints(of: $0, in: entity) }
            + entity.objects.filter(\.hasConstraint).map { objectConstraint($0, in: entity) }
            + entity.rules.compactMap { ruleConstraint($0, in: entity) } + agreementTargets(in: entity)
    }

    private func objectConstraint(_ object: EmbeddedObject, in entity: Entity) -> SQLObject {
        let condition =
            object.jsonColumn.map { shape(of: object, in: SQLIdentifier.quoted($0)) } ?? wholeness(of: object)
        return constraint(
            object.constraint(in: entity),
            "check (\(condition))",
            of: entity,
            at: object.fields[0].origin
        )
    }

    /// A value object is there with all that it needs, or not at all.
    private func wholeness(of object: EmbeddedObject) -> String {
        let needed = object.requiredFields.map { SQLIdentifier.quoted($0.column) }
        let others = object.fields.filter { $0.part?.isRequired == false }.map {
            SQLIdentifier.quoted($0.column)
        }
        var conditions: [String] = []
        if needed.count > 1 {
            conditions.append("num_nulls(\(needed.joined(separator: ", "))) in (0, \(needed.count))")
        }
        if !others.isEmpty {
            let none = "num_nonnulls(\(others.joined(separator: ", "))) = 0"
            conditions.append("(\(needed[0]) is not null or \(none))")
        }
        return conditions.isEmpty ? "true" : conditions.joined(separator: " and ")
    }

    /// At most one CHECK of each kind on a column.
    private func valueConstraints(of field: Field, in entity: Entity) -> [SQLObject] {
        // The database never sees what is encrypted; its limits are checked before.
        if field.classes.isEncrypted { return [] }
        // Most fields have no rule that would ask for it.
        var column: String { field.stored(in: "", of: schema) }
        let rules = field.constraints
        var checks: [(kind: String, condition: String)] = []
        // A password's limits are those of the plain text, which the database never sees.
        if field.type != .password {
            var length: String { "\(field.type == .bytes ? "octet_length" : "char_length")(\(column))" }
            if let condition = bounds(of: length, rules.minLength, rules.maxLength) {
                checks.append(("length", condition))
            }
            if let format = rules.format {
                checks.append(("format", "\(column) ~ \(SQLLiteral.quoted(format.pattern))"))
            }
            if let pattern = rules.pattern {
                checks.append(("pattern", "\(column) ~ \(SQLLiteral.quoted(pattern.postgres))"))
            }
            if rules.normalization != nil, let normalized = rules.normalizedSQL(column) {
                checks.append(("normalized", "\(column) = \(normalized)"))
            }
        }
        // The shape of jsonb has it already.
        if field.type == .interval, field.part?.jsonColumn == nil {
            checks.append(
                ("interval", "extract(year from \(column)) = 0 and extract(month from \(column)) = 0")
            )
        }
        if let condition = range(of: field) { checks.append(("range", condition)) }
        if let list = rules.oneOf {
            checks.append(("one_of", "\(column) in (\(list.map(SQLLiteral.text).joined(separator: ", ")))"))
        }
        if case .enumeration(let name) = field.type, let type = schema.enumType(name), type.nativeType == nil
        {
            let values = type.values.map { SQLLiteral.quoted($0.name) }.joined(separator: ", ")
            checks.append(("enum", "\(column) in (\(values))"))
        }
        if let condition = rangeCheck(of: field) { checks.append(("bounds", condition)) }
        return (checks + listChecks(of: field)).map { kind, condition in
            let name = Naming.databaseName(entity.table, field.column, kind)
            return constraint(name, "check (\(condition))", of: entity, at: field.origin)
        }
    }

    /// The limits of a number or a time. PostgreSQL orders NaN above infinity, so that the two outer limits keep both away.
    private func range(of field: Field) -> String? {
        var column: String { field.stored(in: "", of: schema) }
        let minimum = field.constraints.minimum.map(SQLLiteral.text)
        let maximum = field.constraints.maximum.map(SQLLiteral.text)
        guard field.type == .float else { return bounds(of: column, minimum, maximum) }
        let lower = minimum.map { "\(column) >= \($0)" } ?? "\(column) > '-infinity'"
        let upper = maximum.map { "\(column) <= \($0)" } ?? "\(column) < 'infinity'"
        return "\(lower) and \(upper)"
    }

    func bounds<Number: CustomStringConvertible>(
        of value: @autoclosure () -> String,
        _ minimum: Number?,
        _ maximum: Number?
    ) -> String? {
        switch (minimum, maximum) {
        case (let minimum?, let maximum?): "\(value()) between \(minimum) and \(maximum)"
        case (let minimum?, nil): "\(value()) >= \(minimum)"
        case (nil, let maximum?): "\(value()) <= \(maximum)"
        case (nil, nil): nil
        }
    }

    private func ruleConstraint(_ rule: Rule, in entity: Entity) -> SQLObject? {
        switch rule.demand {
        case .check(let expression):
            return constraint(
                rule.constraint,
                "check (\(sql(expression, in: entity)))",
                of: entity,
                at: rule.origin
            )
        case .unique(let fields, nil) where !rule.needsUniqueIndex(of: entity):
            let columns = names(columns(fields, of: entity))
            let nulls = rule.nullsNotDistinct == true ? "nulls not distinct " : ""
            return constraint(rule.constraint, "unique \(nulls)\(columns)", of: entity, at: rule.origin)
        case .noOverlap(let start, let end, let per, let condition):
            let definition = exclusion(start: start, end: end, per: per, condition: condition, in: entity)
            return constraint(rule.constraint, definition, of: entity, at: rule.origin)
        case .disjoint(let range, let per, let condition):
            let definition = exclusion(of: range, per: per, condition: condition, in: entity)
            return constraint(rule.constraint, definition, of: entity, at: rule.origin)
        case .unique, .agrees:
            return nil
        }
    }

    private func exclusion(
        start: String,
        end: String,
        per: [String],
        condition: Expression?,
        in entity: Entity
    ) -> String {
        let equal = keys(per, of: entity).map { "\($0) with =" }
        let range = entity.takenRange(from: start, to: end, in: schema) { SQLIdentifier.quoted($0) }
        let elements = equal + ["\(range) with &&"]
        let filter = condition.map { "\n        where (\(sql($0, in: entity)))" } ?? ""
        return "exclude using gist (\(elements.joined(separator: ", ")))\(filter)"
    }

    /// A constraint; a long one goes on below its name, one step deeper than the lines of its table.
    func constraint(
        _ name: String,
        _ demand: String,
        of entity: Entity,
        at origin: Origin,
        kind: SQLObject.Kind = .constraint
    ) -> SQLObject {
        let head = "constraint \(SQLIdentifier.quoted(name))"
        let isLong = demand.hasLineFeed || (head + demand).isLonger(than: 100)
        let definition = head + (isLong ? "\n        " : " ") + demand
        return SQLObject(
            identity: .init(kind: kind, table: entity.table, name: name),
            definition: definition,
            of: entity.sqlTable,
            origin: origin
        )
    }
}
