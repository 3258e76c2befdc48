internal import PlumblineSchema

/// What only access rules ask: the token's scopes, and rows that point here.
extension ExpressionChecker {
    func scope(_ names: [ExpressionNode.Name], _ node: ExpressionNode) -> TypedExpression? {
        guard context.allowsScopes else {
            report(
                .notHere,
                node.range,
                "\(context.described.capitalizedSentence) cannot depend on the caller's scopes."
            )
            return nil
        }
        let scopes = symbols.schema.scopes.map(\.name)
        let unknown = names.filter { !scopes.contains($0.text) }
        for name in unknown {
            report(
                .unknownScope,
                name.range,
                "There is no scope '\(name.text)'.",
                fix: Suggestion.didYouMean(name.text, among: scopes)
                    ?? (scopes.isEmpty
                        ? "List it with what it allows under 'scopes:'."
                        : "The scopes are: \(scopes.joined(separator: ", ")).")
            )
        }
        guard unknown.isEmpty else { return nil }
        return TypedExpression(expression: .scope(names.map(\.text)), type: .boolean)
    }

    /// `any(inverse, condition)`; the condition's names are those of the rows behind the inverse.
    func any(
        _ name: ExpressionNode.Name,
        _ condition: ExpressionNode?,
        _ node: ExpressionNode
    ) -> TypedExpression? {
        guard context.allowsOtherRows else {
            report(
                .notHere,
                node.range,
                "\(context.described.capitalizedSentence) cannot look at other rows."
            )
            return nil
        }
        let owner = symbols.schema.entity(entity.name) ?? entity
        guard let inverse = owner.inverse(name.text), let source = symbols.schema.entity(inverse.entity)
        else {
            reportUnknownInverse(name, of: owner)
            return nil
        }
        guard let condition else {
            return TypedExpression(expression: .any(name.text, .literal(.boolean(true))), type: .boolean)
        }
        guard let onward = inverse.onward else {
            return on(source).check(condition, is: .boolean).map {
                TypedExpression(expression: .any(name.text, $0), type: .boolean)
            }
        }
        // Of many-to-many relations the rows at the far end are meant; each is read by way of the row between.
        guard let target = source.field(onward).flatMap({ symbols.schema.target(of: $0) }),
            let checked = on(target).check(condition, is: .boolean)
        else { return nil }
        guard let reached = checked.reached(by: onward) else {
            report(.notHere, node.range, "A many-to-many relation cannot be followed by another any(…).")
            return nil
        }
        return TypedExpression(expression: .any(name.text, reached), type: .boolean)
    }

    private func reportUnknownInverse(_ name: ExpressionNode.Name, of owner: Entity) {
        let names = owner.inverses.map(\.name)
        let isRelation = owner.field(name.text)?.reference != nil
        report(
            .unknownField,
            name.range,
            "No relation of another entity is called '\(name.text)' on \(owner.name).",
            fix: isRelation
                ? "'\(name.text)' leads to one row: write '\(name.text).field' without any(…)."
                : Suggestion.didYouMean(name.text, among: names)
                    ?? (names.isEmpty ? nil : "These lead to many rows: \(names.joined(separator: ", ")).")
        )
    }
}

extension Expression {
    /// The expression over a row, said of a row whose relation leads to it; nil if it looks at rows that point there.
    fileprivate func reached(by relation: String) -> Expression? {
        switch self {
        case .any: return nil
        case .literal, .me, .authenticated, .role, .scope: return self
        case .path(let path): return .path(FieldPath([relation] + path.relations, path.field))
        case .unary(let unary, let operand):
            return operand.reached(by: relation).map { .unary(unary, $0) }
        case .isIn(let operand, let literals):
            return operand.reached(by: relation).map { .isIn($0, literals) }
        case .binary(let binary, let left, let right):
            guard let left = left.reached(by: relation), let right = right.reached(by: relation) else {
                return nil
            }
            return .binary(binary, left, right)
        case .call(let function, let arguments):
            let reached = arguments.compactMap { $0.reached(by: relation) }
            return reached.count == arguments.count ? .call(function, reached) : nil
        }
    }
}
