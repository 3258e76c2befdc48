import PlumblineSchema

/// Prints access rules and masked values for callers of one shape.
struct AccessPlanner {
    let schema: Schema
    let caller: CallerShape
    let scope: StatementScope

    /// An access rule on a row.
    func condition(_ rule: Expression, on row: RowSource) -> Condition {
        condition(rule, folded: caller.fold(rule), on: row)
    }

    /// The rule of seeing a field of a row.
    func condition(reading field: Field, on row: RowSource) -> Condition {
        condition(field.access.read, folded: caller.fold(reading: field), on: row, field: field.name)
    }

    private func condition(
        _ rule: Expression,
        folded: Expression,
        on row: RowSource,
        field: String? = nil
    ) -> Condition {
        scope.note(AccessDecision(entity: row.entity.name, field: field, rule: rule, folded: folded))
        return switch folded {
        case .literal(.boolean(true)): .always
        case .literal: .never
        default: .sql("(\(printer(for: folded, on: row).printCondition(folded)))")
        }
    }

    /// Whether the row may be read, and is there: not deleted, or one that the caller asks for and may restore.
    func readable(_ row: RowSource, includingDeleted: Bool = false) -> Condition {
        let rule = condition(row.entity.access.read, on: row)
        guard let conditions = Condition.all([rule, present(row, includingDeleted)]) else { return .never }
        return conditions.isEmpty ? .always : .sql(conditions.joined(separator: " and "))
    }

    private func present(_ row: RowSource, _ includingDeleted: Bool) -> Condition {
        guard let field = row.entity.deletionField else { return .always }
        let isPresent = "\(row.column(field.column)) is null"
        guard includingDeleted, let rule = row.entity.access.restore else { return .sql(isPresent) }
        switch condition(rule, on: row) {
        case .always: return .always
        case .never: return .sql(isPresent)
        case .sql(let rule): return .sql("(\(isPresent) or \(rule))")
        }
    }

    /// Whether the field is one that callers of this shape ever see; a password is seen by nobody.
    func shows(_ field: Field) -> Bool {
        caller.exemption == .all ? field.type != .password : !field.isHidden
    }

    /// A field's value as far as the caller may see it; nil where it may not at all.
    func value(_ field: Field, of row: RowSource) -> MaskedValue {
        let column = source(field, of: row)
        switch condition(reading: field, on: row) {
        case .always:
            return MaskedValue(sql: column, isNullable: isNullable(field, of: row.entity), isMasked: false)
        case .never:
            let mask = field.access.mask.map { "(\(value($0, on: row)))" } ?? "null"
            return MaskedValue(
                sql: "\(mask)::\(schema.sqlName(of: field.type))",
                isNullable: isNullable(field, of: row.entity),
                isMasked: true
            )
        case .sql(let rule):
            let mask = field.access.mask.map { " else \(value($0, on: row))" } ?? ""
            let sql = "case when \(rule) then \(column)\(mask) end"
            return MaskedValue(sql: sql, isNullable: isNullable(field, of: row.entity), isMasked: true)
        }
    }

    /// What others keep, and what an author's SQL computes, may be null whatever the spec says.
    private func isNullable(_ field: Field, of entity: Entity) -> Bool {
        if case .sql = field.derivation { return true }
        return field.isOptional || !field.isAlwaysShown || !entity.isManaged
    }

    /// The column of a field, or what it is computed from.
    ///
    /// Texts are compared by code point wherever they come from, as those of columns are.
    func source(_ field: Field, of row: RowSource) -> String {
        let sql: String
        switch field.derivation {
        case .generated, nil: return field.stored(in: row.alias, of: schema)
        case .computed(let expression): sql = "(\(value(expression, on: row)))"
        case .sql(let text): sql = "(select (\(text)) from (select \(row.alias).*) this)"
        // No statement knows it: where it is selected, it leaves a gap.
        case .swift: sql = "null"
        }
        return "\(sql)::\(schema.sqlName(of: field.type))"
            + (schema.sqlName(of: field.type) == "text" ? " collate \"C\"" : "")
    }

    /// An expression with no `role` or `authenticated` in it.
    func value(_ expression: Expression, on row: RowSource) -> String {
        printer(for: expression, on: row).print(expression)
    }

    private func printer(for expression: Expression, on row: RowSource) -> SQLExpressionPrinter {
        // A parameter that the text does not use has no type, and PostgreSQL refuses it.
        let me = expression.readsCaller ? scope.caller() : nil
        return SQLExpressionPrinter(schema: schema, entity: row.entity, row: row.alias, me: me)
    }
}

/// A value as far as the caller may see it.
struct MaskedValue {
    /// The SQL.
    let sql: String
    /// Whether it may be null, also for want of the right to see it.
    let isNullable: Bool
    /// Whether a rule stands before the column.
    let isMasked: Bool

    /// The SQL as the operand of an operator.
    var operand: String { isMasked ? "(\(sql))" : sql }
}

extension Expression {
    /// Whether the caller's key has a part in it.
    var readsCaller: Bool {
        switch self {
        case .me: true
        case .literal, .path, .authenticated, .role, .scope: false
        case .any(_, let condition): condition.readsCaller
        case .unary(_, let operand), .isIn(let operand, _): operand.readsCaller
        case .binary(_, let left, let right): left.readsCaller || right.readsCaller
        case .call(_, let arguments): arguments.contains(where: \.readsCaller)
        }
    }

    /// Whether it reads rows beside the one that it is about.
    var readsOtherRows: Bool {
        switch self {
        case .any: true
        case .path(let path): !path.relations.isEmpty
        case .literal, .me, .authenticated, .role, .scope: false
        case .unary(_, let operand), .isIn(let operand, _): operand.readsOtherRows
        case .binary(_, let left, let right): left.readsOtherRows || right.readsOtherRows
        case .call(_, let arguments): arguments.contains(where: \.readsOtherRows)
        }
    }
}
