internal import PlumblineSchema

/// Reads what a field is generated or computed from.
struct DerivationChecker {
    let entity: Entity
    let symbols: SymbolTable
    let reporter: Reporter

    /// What the field is derived from; nil after a report. A computed field's nullness follows from what it reads.
    func check(_ syntax: DerivationSyntax, of field: inout Field) -> Derivation? {
        if field.type == .password || field.type == .json, !syntax.isSQL {
            reporter.error(
                .wrongDerivation,
                at: syntax.place,
                "No expression gives a value of the type \(field.type.specName)."
            )
            return nil
        }
        switch syntax.form {
        case nil: return nil
        case .generated(let source):
            return expression(source, as: .generated, field).map { .generated($0) }
        case .computed(let source):
            field.constraints = .none
            guard let expression = expression(source, as: .computed, field) else { return nil }
            field.isOptional = expression.isNullable(in: symbols.schema, of: entity)
            return .computed(expression)
        case .sql(let text):
            field.constraints = .none
            field.isOptional = true
            return isClosed(text) ? .sql(text.value) : nil
        }
    }

    private func expression(
        _ source: ExpressionSource,
        as context: ExpressionContext,
        _ field: Field
    ) -> Expression? {
        let checker = ExpressionChecker(
            source,
            on: entity,
            as: context,
            symbols: symbols,
            reporter: reporter
        )
        guard let type = ValueType(of: field, in: entity), let node = checker.parse() else { return nil }
        return checker.check(node, is: type)
    }

    private func isClosed(_ text: Word) -> Bool {
        guard let problem = SQLShape.problem(of: text.value) else { return true }
        reporter.error(
            .wrongDerivation,
            at: text.place,
            "The SQL of a computed field is one expression, but \(problem).",
            fix: "Write an expression over the row 'this', such as 'this.first_name || this.last_name'."
        )
        return false
    }
}

extension DerivationSyntax {
    var isSQL: Bool {
        if case .sql = form { true } else { false }
    }

    /// What tells other expressions what kind of field it is, before its own expression is known.
    var unchecked: Derivation {
        switch form {
        case .generated: .generated(.literal(.null))
        case .computed, .sql, nil: .computed(.literal(.null))
        }
    }
}

extension Expression {
    /// Whether it can be null: whether something that it reads can.
    fileprivate func isNullable(in schema: Schema, of entity: Entity) -> Bool {
        switch self {
        case .literal(let literal): literal == .null
        case .path(let path): schema.isNullable(path, from: entity)
        case .me: true
        case .authenticated, .role, .scope, .any: false
        case .unary(.isNull, _), .unary(.isNotNull, _): false
        case .unary(_, let operand), .isIn(let operand, _): operand.isNullable(in: schema, of: entity)
        case .binary(_, let left, let right):
            left.isNullable(in: schema, of: entity) || right.isNullable(in: schema, of: entity)
        case .call(_, let arguments): arguments.contains { $0.isNullable(in: schema, of: entity) }
        }
    }
}

extension Schema {
    fileprivate func isNullable(_ path: FieldPath, from entity: Entity) -> Bool {
        var current = entity
        for relation in path.relations {
            guard let field = current.field(relation), !field.isOptional, let target = target(of: field)
            else { return true }
            current = target
        }
        return current.field(path.field)?.isOptional ?? true
    }
}
