internal import PlumblineSchema

/// Comparisons and arithmetic.
extension ExpressionChecker {
    func comparison(
        _ symbol: BinaryOperator,
        _ left: ExpressionNode,
        _ right: ExpressionNode,
        _ node: ExpressionNode
    ) -> TypedExpression? {
        guard var (first, second) = operands(left, right) else { return nil }
        (first, second) = (first.folded(besides: second.type), second.folded(besides: first.type))
        if first.type.type == .null || second.type.type == .null {
            report(
                .wrongType,
                node.range,
                "A comparison with null is neither true nor false.",
                fix: symbol == .notEqual ? "Write 'is not null'." : "Write 'is null'."
            )
            return nil
        }
        guard first.type == second.type else {
            report(
                .wrongType,
                node.range,
                "'\(symbol.symbol)' compares \(first.type.described) with \(second.type.described).",
                fix: enumFix(first, second.type) ?? enumFix(second, first.type)
            )
            return nil
        }
        let isEquality = symbol == .equal || symbol == .notEqual
        guard isEquality ? first.type.type != .json : first.type.isOrdered else {
            report(.wrongType, node.range, "'\(symbol.symbol)' cannot compare \(first.type.described).")
            return nil
        }
        return TypedExpression(
            expression: .binary(symbol, first.expression, second.expression),
            type: .boolean
        )
    }

    /// Both sides; a bare word on one side may be a value of the enum on the other.
    private func operands(
        _ left: ExpressionNode,
        _ right: ExpressionNode
    ) -> (TypedExpression, TypedExpression)? {
        let first: TypedExpression?
        let second: TypedExpression?
        if isBareWord(left) {
            second = infer(right)
            // Without the other side's type, nothing can be said about the word.
            first = second.flatMap { infer(left, hint: $0.type) }
        } else {
            first = infer(left)
            second = first == nil && isBareWord(right) ? nil : infer(right, hint: first?.type)
        }
        guard let first, let second else { return nil }
        return (first.adapted(to: second.type), second.adapted(to: first.type))
    }

    private func isBareWord(_ node: ExpressionNode) -> Bool {
        guard case .path(let names) = node.form, let name = names.first else { return false }
        return names.count == 1 && entity.field(name.text) == nil
    }

    func membership(_ left: ExpressionNode, _ items: [ExpressionNode], isNegated: Bool) -> TypedExpression? {
        guard let operand = infer(left) else { return nil }
        let found = operand.folded(besides: operand.type)
        let literals = items.compactMap { item -> Literal? in
            guard let expression = check(item, is: found.type) else { return nil }
            guard case .literal(let literal) = expression else {
                report(
                    .wrongType,
                    item.range,
                    "A list holds constants, but \(snippet(item)) is none.",
                    fix: "Write comparisons with 'or' between."
                )
                return nil
            }
            return found.type == operand.type ? literal : literal.lowercasedASCII
        }
        guard literals.count == items.count else { return nil }
        let test = Expression.isIn(found.expression, literals)
        return TypedExpression(expression: isNegated ? .unary(.not, test) : test, type: .boolean)
    }

    // MARK: Arithmetic

    func arithmetic(
        _ symbol: BinaryOperator,
        _ left: ExpressionNode,
        _ right: ExpressionNode,
        _ node: ExpressionNode
    ) -> TypedExpression? {
        guard let (first, second) = operands(left, right) else { return nil }
        guard let result = resultType(of: symbol, first, second) else {
            report(
                .wrongType,
                node.range,
                "'\(symbol.symbol)' has no meaning for \(first.type.described) and \(second.type.described).",
                fix: arithmeticFix(symbol, first.type, second.type)
            )
            return nil
        }
        if !context.allowsMovedTimestamps, result == .timestamp {
            report(
                .notHere,
                node.range,
                "\(context.described.capitalizedSentence) cannot move a timestamp: PostgreSQL keeps no index by it.",
                fix: "Compare the difference of two timestamps with a duration."
            )
            return nil
        }
        if symbol == .divide || symbol == .remainder, second.expression == .literal(.integer(0)) {
            report(.wrongType, right.range, "Nothing can be divided by zero.")
            return nil
        }
        return TypedExpression(
            expression: .binary(symbol, first.expression, second.expression),
            type: ValueType(result)
        )
    }

    private func resultType(
        of symbol: BinaryOperator,
        _ left: TypedExpression,
        _ right: TypedExpression
    ) -> ExpressionType? {
        let isSum = symbol == .add || symbol == .subtract
        switch (left.type.type, right.type.type) {
        case (.integer, .integer): return .integer
        case (.decimal, .decimal), (.float, .float): return symbol == .remainder ? nil : left.type.type
        case (.timestamp, .duration) where isSum: return .timestamp
        case (.duration, .timestamp) where symbol == .add: return .timestamp
        case (.timestamp, .timestamp) where symbol == .subtract: return .duration
        case (.duration, .duration) where isSum: return .duration
        case (.date, .duration) where isSum:
            // A date has no time of day, so only whole days can move it.
            if case .call(.days, _) = right.expression { return .date }
            return nil
        default: return nil
        }
    }

    private func arithmeticFix(_ symbol: BinaryOperator, _ left: ValueType, _ right: ValueType) -> String? {
        switch (left.type, right.type) {
        case (.timestamp, .integer): "Say the unit: minutes(…), hours(…) or days(…)."
        case (.date, .integer), (.date, .duration): "Only days(…) can move a date."
        case _ where left.isNumber && right.isNumber && left != right:
            "Numbers of different types are not mixed; give the fields the same type."
        default: nil
        }
    }
}
