internal import PlumblineSchema

/// Reads what a field is generated or computed from.
struct DerivationChecker {
    let entity: Entity
    let symbols: SymbolTable
    let reporter: Reporter

    /// What the field is derived from; nil after a report. A computed field's nullness follows from what it reads.
    func check(_ syntax: DerivationSyntax, of field: inout Field) -> Derivation? {
        if field.type == .password || field.type == .json, !syntax.isCode {
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
        case .swift(let words):
            field.constraints = .none
            return source(words, of: field, at: syntax.place).map { .swift($0) }
        }
    }

    /// The fields that Swift computes it from; nil after a report.
    private func source(_ words: [Word], of field: Field, at place: Place) -> [String]? {
        guard !words.isEmpty else {
            reporter.error(
                .wrongSource,
                at: place,
                "'swift' lists the fields that '\(field.name)' is computed from, and here is none.",
                fix: "List at least one, such as the key: 'swift: [id]'."
            )
            return nil
        }
        guard field.type != .password, field.boundType == nil else {
            reporter.error(
                .wrongSource,
                at: place,
                "Swift computes no field of the type \(field.type.specName).",
                fix: field.boundType == nil
                    ? "Give it another type." : "Compute each end in a field of its own."
            )
            return nil
        }
        var names: [String] = []
        for word in words {
            guard let name = source(word, of: field) else { continue }
            if names.contains(name) {
                reporter.error(
                    .duplicateName,
                    at: word.place,
                    "'\(word.value)' is listed twice.",
                    fix: "Remove one."
                )
            }
            names.append(name)
        }
        return names.count == words.count && Set(names).count == names.count ? names : nil
    }

    /// One of them, which the statement can read.
    private func source(_ word: Word, of computed: Field) -> String? {
        let parts = word.value.split(separator: ".").map(String.init)
        let member =
            parts.count == 2 ? entity.object(parts[0])?.fields.first { $0.part?.member == parts[1] } : nil
        guard let field = member ?? entity.field(word.value) else {
            guard !symbols.isBroken(word.value, of: entity) else { return nil }
            reporter.error(
                .unknownField,
                at: word.place,
                "\(entity.name) has no field '\(word.value)'.",
                fix: Suggestion.didYouMean(word.value, among: entity.fields.map(\.name))
            )
            return nil
        }
        let problem: String? =
            if field.type == .password {
                "is a password, which is kept as a hash"
            } else if field.classes.isEncrypted {
                "is encrypted"
            } else if !field.isStored {
                "is computed itself"
            } else {
                nil
            }
        guard let problem else { return field.name }
        reporter.error(
            .wrongSource,
            at: word.place,
            "'\(computed.name)' cannot be computed from '\(word.value)', which \(problem).",
            fix: "List stored fields; the rest Swift can read for itself."
        )
        return nil
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
    /// Whether it is written in another language, which may give a value of any type.
    var isCode: Bool {
        switch form {
        case .sql, .swift: true
        case .generated, .computed, nil: false
        }
    }

    /// What tells other expressions what kind of field it is, before its own expression is known.
    var unchecked: Derivation {
        switch form {
        case .generated: .generated(.literal(.null))
        case .computed, .sql, .swift, nil: .computed(.literal(.null))
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
