internal import PlumblineSchema

/// Parses an expression by recursive descent; each method is a level of precedence, loosest first.
struct ExpressionParser {
    /// How deep brackets and prefixes may stand in each other.
    private static let depthLimit = 50

    private let tokens: [Token]
    private var index = 0
    private var depth = 0

    private init(_ tokens: [Token]) {
        self.tokens = tokens
    }

    /// The expression that the whole text is.
    static func parse(_ text: String) throws(ExpressionSyntaxError) -> ExpressionNode {
        var lexer = Lexer(text)
        var parser = ExpressionParser(try lexer.tokens())
        guard parser.current.kind != .end else {
            throw ExpressionSyntaxError(range: parser.current.range, message: "The expression is empty.")
        }
        let node = try parser.or()
        guard parser.current.kind == .end else {
            throw parser.unexpected("the end, or an operator such as 'and'")
        }
        return node
    }

    // MARK: Tokens

    private var current: Token { tokens[index] }

    private mutating func advance() {
        if index + 1 < tokens.count { index += 1 }
    }

    private mutating func accept(_ kind: Token.Kind) -> Bool {
        guard current.kind == kind else { return false }
        advance()
        return true
    }

    private mutating func expect(_ symbol: String) throws(ExpressionSyntaxError) {
        guard accept(.symbol(symbol)) else { throw unexpected("'\(symbol)'") }
    }

    private func unexpected(_ expected: String) -> ExpressionSyntaxError {
        ExpressionSyntaxError(
            range: current.range,
            message: "Expected \(expected), but here is \(current.described)."
        )
    }

    /// The range from a token's begin to the token before the current one.
    private func range(from start: Int) -> Range<Int> {
        start..<max(start, tokens[max(0, index - 1)].range.upperBound)
    }

    private mutating func nested<T>(
        _ body: (inout Self) throws(ExpressionSyntaxError) -> T
    ) throws(ExpressionSyntaxError) -> T {
        guard depth < Self.depthLimit else {
            throw ExpressionSyntaxError(
                range: current.range,
                message: "The expression is nested more than \(Self.depthLimit) deep."
            )
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    // MARK: Logic

    private mutating func or() throws(ExpressionSyntaxError) -> ExpressionNode {
        var left = try and()
        while accept(.word("or")) { left = binary(.or, left, try and()) }
        return left
    }

    private mutating func and() throws(ExpressionSyntaxError) -> ExpressionNode {
        var left = try not()
        while accept(.word("and")) { left = binary(.and, left, try not()) }
        return left
    }

    private mutating func not() throws(ExpressionSyntaxError) -> ExpressionNode {
        let start = current.range.lowerBound
        guard accept(.word("not")) else { return try comparison() }
        let operand = try nested { (parser) throws(ExpressionSyntaxError) in try parser.not() }
        return ExpressionNode(form: .unary(.not, operand), range: range(from: start))
    }

    private func binary(
        _ symbol: BinaryOperator,
        _ left: ExpressionNode,
        _ right: ExpressionNode
    ) -> ExpressionNode {
        ExpressionNode(
            form: .binary(symbol, left, right),
            range: left.range.lowerBound..<right.range.upperBound
        )
    }

    // MARK: Comparisons

    private static let comparisons: [String: BinaryOperator] = [
        "=": .equal, "!=": .notEqual, "<": .less, "<=": .lessOrEqual, ">": .greater, ">=": .greaterOrEqual,
    ]

    private var comparisonHere: BinaryOperator? {
        guard case .symbol(let symbol) = current.kind else { return nil }
        return Self.comparisons[symbol]
    }

    private mutating func comparison() throws(ExpressionSyntaxError) -> ExpressionNode {
        let left = try sum()
        if let symbol = comparisonHere {
            advance()
            let node = binary(symbol, left, try sum())
            guard comparisonHere == nil else {
                throw ExpressionSyntaxError(
                    range: current.range,
                    message: "Comparisons cannot be chained.",
                    fix: "Write two of them with 'and' between."
                )
            }
            return node
        }
        if accept(.word("is")) { return try nullTest(of: left) }
        if current.kind == .word("in") { return try membership(of: left, isNegated: false) }
        if accept(.word("not")) {
            guard current.kind == .word("in") else { throw unexpected("'in'") }
            return try membership(of: left, isNegated: true)
        }
        return left
    }

    private mutating func nullTest(of left: ExpressionNode) throws(ExpressionSyntaxError) -> ExpressionNode {
        let test: UnaryOperator = accept(.word("not")) ? .isNotNull : .isNull
        guard accept(.word("null")) else {
            throw unexpected(test == .isNull ? "'null' or 'not null'" : "'null'")
        }
        return ExpressionNode(form: .unary(test, left), range: range(from: left.range.lowerBound))
    }

    private mutating func membership(
        of left: ExpressionNode,
        isNegated: Bool
    ) throws(ExpressionSyntaxError) -> ExpressionNode {
        advance()
        try expect("[")
        var items: [ExpressionNode] = []
        repeat { items.append(try sum()) } while accept(.symbol(","))
        try expect("]")
        return ExpressionNode(
            form: .isIn(left, items, isNegated: isNegated),
            range: range(from: left.range.lowerBound)
        )
    }

    // MARK: Arithmetic

    private mutating func sum() throws(ExpressionSyntaxError) -> ExpressionNode {
        var left = try product()
        while true {
            if accept(.symbol("+")) {
                left = binary(.add, left, try product())
            } else if accept(.symbol("-")) {
                left = binary(.subtract, left, try product())
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(ExpressionSyntaxError) -> ExpressionNode {
        var left = try prefix()
        while true {
            if accept(.symbol("*")) {
                left = binary(.multiply, left, try prefix())
            } else if accept(.symbol("/")) {
                left = binary(.divide, left, try prefix())
            } else if accept(.symbol("%")) {
                left = binary(.remainder, left, try prefix())
            } else {
                return left
            }
        }
    }

    private mutating func prefix() throws(ExpressionSyntaxError) -> ExpressionNode {
        let start = current.range.lowerBound
        guard accept(.symbol("-")) else { return try primary() }
        let operand = try nested { (parser) throws(ExpressionSyntaxError) in try parser.prefix() }
        let range = range(from: start)
        switch operand.form {
        case .literal(.integer(let value)):
            return ExpressionNode(form: .literal(.integer(-value)), range: range)
        case .literal(.decimal(let value)) where !value.hasPrefix("-"):
            return ExpressionNode(form: .literal(.decimal("-" + value)), range: range)
        default: return ExpressionNode(form: .unary(.negate, operand), range: range)
        }
    }

    // MARK: Primaries

    private mutating func primary() throws(ExpressionSyntaxError) -> ExpressionNode {
        let token = current
        switch token.kind {
        case .integer(let value): return literal(.integer(value))
        case .decimal(let value): return literal(.decimal(value))
        case .text(let value): return literal(.text(value))
        case .word(let word): return try name(word)
        case .symbol("("):
            advance()
            let inner = try nested { (parser) throws(ExpressionSyntaxError) in try parser.or() }
            try expect(")")
            return ExpressionNode(form: inner.form, range: range(from: token.range.lowerBound))
        case .symbol, .end: throw unexpected("a value")
        }
    }

    private mutating func literal(_ literal: Literal) -> ExpressionNode {
        let range = current.range
        advance()
        return ExpressionNode(form: .literal(literal), range: range)
    }

    private mutating func name(_ word: String) throws(ExpressionSyntaxError) -> ExpressionNode {
        let start = current.range.lowerBound
        switch word {
        case "true", "everyone": return literal(.boolean(true))
        case "false", "nobody": return literal(.boolean(false))
        case "null": return literal(.null)
        case "me", "authenticated":
            advance()
            return ExpressionNode(form: word == "me" ? .me : .authenticated, range: range(from: start))
        case "now":
            let name = ExpressionNode.Name(text: word, range: current.range)
            advance()
            if accept(.symbol("(")) { try expect(")") }
            return ExpressionNode(form: .call(name, []), range: range(from: start))
        case _ where Keyword.all.contains(word): throw unexpected("a value")
        default: return try pathOrCall(word)
        }
    }

    private mutating func pathOrCall(_ word: String) throws(ExpressionSyntaxError) -> ExpressionNode {
        let start = current.range.lowerBound
        var names = [ExpressionNode.Name(text: word, range: current.range)]
        advance()
        if accept(.symbol("(")) { return try call(names[0], from: start) }
        while accept(.symbol(".")) {
            guard case .word(let next) = current.kind else { throw unexpected("a field's name") }
            names.append(ExpressionNode.Name(text: next, range: current.range))
            advance()
        }
        return ExpressionNode(form: .path(names), range: range(from: start))
    }

    private mutating func call(
        _ name: ExpressionNode.Name,
        from start: Int
    ) throws(ExpressionSyntaxError) -> ExpressionNode {
        switch name.text {
        case "role": return try role(from: start)
        case "scope": return try scope(from: start)
        case "any": return try any(from: start)
        default: break
        }
        var arguments: [ExpressionNode] = []
        if !accept(.symbol(")")) {
            repeat {
                arguments.append(try nested { (parser) throws(ExpressionSyntaxError) in try parser.or() })
            } while accept(.symbol(","))
            try expect(")")
        }
        return ExpressionNode(form: .call(name, arguments), range: range(from: start))
    }

    private mutating func role(from start: Int) throws(ExpressionSyntaxError) -> ExpressionNode {
        var roles: [ExpressionNode.Name] = []
        repeat {
            guard case .word(let role) = current.kind else { throw unexpected("a role's name") }
            roles.append(ExpressionNode.Name(text: role, range: current.range))
            advance()
        } while accept(.symbol(","))
        try expect(")")
        return ExpressionNode(form: .role(roles), range: range(from: start))
    }

    /// `any(inverse, condition)`
    private mutating func any(from start: Int) throws(ExpressionSyntaxError) -> ExpressionNode {
        guard case .word(let inverse) = current.kind else { throw unexpected("the name of an inverse") }
        let name = ExpressionNode.Name(text: inverse, range: current.range)
        advance()
        var condition: ExpressionNode?
        if accept(.symbol(",")) {
            condition = try nested { (parser) throws(ExpressionSyntaxError) in try parser.or() }
        }
        try expect(")")
        return ExpressionNode(form: .any(name, condition), range: range(from: start))
    }

    private mutating func scope(from start: Int) throws(ExpressionSyntaxError) -> ExpressionNode {
        var scopes: [ExpressionNode.Name] = []
        repeat { scopes.append(try scopeName()) } while accept(.symbol(","))
        try expect(")")
        return ExpressionNode(form: .scope(scopes), range: range(from: start))
    }

    /// A scope's name is several tokens of the language without a space between: `read:appointments`.
    private mutating func scopeName() throws(ExpressionSyntaxError) -> ExpressionNode.Name {
        let start = current.range.lowerBound
        var text = ""
        while text.isEmpty || current.range.lowerBound == tokens[index - 1].range.upperBound {
            switch current.kind {
            case .word(let word): text += word
            case .integer(let number) where !text.isEmpty: text += String(number)
            case .symbol(let symbol) where !text.isEmpty && [":", ".", "-", "/"].contains(symbol):
                text += symbol
            default:
                guard !text.isEmpty else { throw unexpected("a scope's name") }
                return ExpressionNode.Name(text: text, range: range(from: start))
            }
            advance()
        }
        return ExpressionNode.Name(text: text, range: range(from: start))
    }
}
