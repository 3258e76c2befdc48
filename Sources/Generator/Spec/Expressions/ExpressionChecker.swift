internal import PlumblineSchema

/// Gives an expression's names a meaning and checks its types.
///
/// Each method returns nil after it has reported why there is no result.
struct ExpressionChecker {
    let symbols: SymbolTable
    /// The entity whose row names are looked up in.
    private(set) var entity: Entity
    let context: ExpressionContext
    let source: ExpressionSource
    let reporter: Reporter

    init(
        _ source: ExpressionSource,
        on entity: Entity,
        as context: ExpressionContext,
        symbols: SymbolTable,
        reporter: Reporter
    ) {
        self.symbols = symbols
        self.entity = entity
        self.context = context
        self.source = source
        self.reporter = reporter
    }

    /// The checker of the same text where names mean another entity's row.
    func on(_ entity: Entity) -> Self {
        var checker = self
        checker.entity = entity
        return checker
    }

    /// The form of the expression.
    func parse() -> ExpressionNode? {
        do {
            return try ExpressionParser.parse(source.text)
        } catch {
            report(.expressionSyntax, error.range, error.message, fix: error.fix)
            return nil
        }
    }

    /// The expression, which must have that type.
    func check(_ node: ExpressionNode, is expected: ValueType) -> Expression? {
        guard let found = infer(node, hint: expected)?.adapted(to: expected) else { return nil }
        // What a citext holds is a text; only comparisons treat it differently.
        let isText = [expected, found.type].allSatisfy { $0.type == .text || $0.type == .citext }
        guard isText || found.type == expected else {
            report(
                .wrongType,
                node.range,
                "Expected \(expected.described), but \(snippet(node)) is \(found.type.described).",
                fix: enumFix(found, expected)
            )
            return nil
        }
        return found.expression
    }

    /// The expression and its type. The hint is the type that a bare enum value is taken to have.
    func infer(_ node: ExpressionNode, hint: ValueType? = nil) -> TypedExpression? {
        switch node.form {
        case .literal(let literal): infer(literal)
        case .path(let names): path(names, hint: hint)
        case .me: me(node)
        case .authenticated: authenticated(node)
        case .role(let names): role(names, node)
        case .scope(let names): scope(names, node)
        case .any(let inverse, let condition): any(inverse, condition, node)
        case .call(let name, let arguments): call(name, arguments, node)
        case .unary(let symbol, let operand): unary(symbol, operand)
        case .binary(let symbol, let left, let right): binary(symbol, left, right, node)
        case .isIn(let left, let items, let isNegated): membership(left, items, isNegated: isNegated)
        }
    }

    private func infer(_ literal: Literal) -> TypedExpression {
        let type: ExpressionType
        switch literal {
        case .null: type = .null
        case .boolean: type = .boolean
        case .integer: type = .integer
        case .decimal: type = .decimal
        case .text: type = .text
        case .enumeration(let name, _): type = .enumeration(name)
        }
        return TypedExpression(expression: .literal(literal), type: ValueType(type))
    }

    private func unary(_ symbol: UnaryOperator, _ operand: ExpressionNode) -> TypedExpression? {
        switch symbol {
        case .not:
            return check(operand, is: .boolean).map {
                TypedExpression(expression: .unary(.not, $0), type: .boolean)
            }
        case .isNull, .isNotNull:
            return infer(operand).map {
                TypedExpression(expression: .unary(symbol, $0.expression), type: .boolean)
            }
        case .negate:
            guard let found = infer(operand) else { return nil }
            guard found.type.isNumber || found.type.type == .duration else {
                report(
                    .wrongType,
                    operand.range,
                    "'-' stands before a number or a duration, but \(snippet(operand)) is \(found.type.described)."
                )
                return nil
            }
            return TypedExpression(expression: .unary(.negate, found.expression), type: found.type)
        }
    }

    private func binary(
        _ symbol: BinaryOperator,
        _ left: ExpressionNode,
        _ right: ExpressionNode,
        _ node: ExpressionNode
    ) -> TypedExpression? {
        switch symbol {
        case .and, .or:
            let (left, right) = (check(left, is: .boolean), check(right, is: .boolean))
            guard let left, let right else { return nil }
            return TypedExpression(expression: .binary(symbol, left, right), type: .boolean)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            return comparison(symbol, left, right, node)
        case .add, .subtract, .multiply, .divide, .remainder:
            return arithmetic(symbol, left, right, node)
        }
    }

    // MARK: Reports

    /// What to do about a text where a value of an enum is expected.
    func enumFix(_ found: TypedExpression, _ expected: ValueType) -> String? {
        guard case .literal(.text(let text)) = found.expression, case .enumeration = expected.type else {
            return nil
        }
        return "Write a value of an enum without quotes: \(text)."
    }

    func report(_ code: DiagnosticCode, _ range: Range<Int>, _ message: String, fix: String? = nil) {
        reporter.error(code, at: source.place(of: range, reporter), message, fix: fix)
    }

    /// The node as it was written, or "this" when that is long.
    func snippet(_ node: ExpressionNode) -> String {
        let scalars = Array(source.text.unicodeScalars)
        guard node.range.count <= 40, node.range.upperBound <= scalars.count else { return "this" }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[node.range].map { $0 == "\n" ? " " : $0 })
        let text = String(view)
        return text.hasPrefix("'") ? text : "'\(text)'"
    }
}
