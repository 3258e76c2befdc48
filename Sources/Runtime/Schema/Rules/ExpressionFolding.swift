extension Expression {
    /// The expression for callers of whom roles and scopes are known, and of whose key only whether there is one.
    ///
    /// `role`, `scope`, `authenticated` and, for an anonymous caller, `me` are replaced by what they are, and what
    /// then is constant is calculated. The result has the same three-valued meaning and no `role`, `scope` or
    /// `authenticated` in it; it depends on nothing but the arguments, so that it can be cached by them.
    public func folded(roles: [String], scopes: [String], isAuthenticated: Bool) -> Expression {
        func fold(_ part: Expression) -> Expression {
            part.folded(roles: roles, scopes: scopes, isAuthenticated: isAuthenticated)
        }
        return switch self {
        case .literal, .path: self
        case .me: isAuthenticated ? .me : .literal(.null)
        case .authenticated: .literal(.boolean(isAuthenticated))
        case .role(let names):
            .literal(.boolean(isAuthenticated && names.contains(where: roles.contains)))
        case .scope(let names): .literal(.boolean(names.contains(where: scopes.contains)))
        case .any(let inverse, let condition): .folded(anyOf: inverse, fold(condition).truth)
        case .unary(let unary, let operand): .folded(unary, fold(operand))
        case .binary(let binary, let left, let right): .folded(binary, fold(left), fold(right))
        case .isIn(let operand, let literals): .folded(fold(operand), in: literals)
        case .call(let function, let arguments): .folded(function, arguments.map(fold))
        }
    }

    /// As ``folded(roles:scopes:isAuthenticated:)``, for this caller.
    public func folded(for principal: Principal) -> Expression {
        folded(roles: principal.roles, scopes: principal.scopes, isAuthenticated: principal.id != nil)
    }

    /// The expression as an access rule for these callers: only its truth is kept, null has become false.
    ///
    /// `.literal(.boolean(false))` means that no row is allowed, `.literal(.boolean(true))` that every row is.
    public func foldedAccess(roles: [String], scopes: [String], isAuthenticated: Bool) -> Expression {
        folded(roles: roles, scopes: scopes, isAuthenticated: isAuthenticated).truth
    }

    /// As ``foldedAccess(roles:scopes:isAuthenticated:)``, for this caller.
    public func foldedAccess(for principal: Principal) -> Expression {
        folded(for: principal).truth
    }

    /// True where the expression is, never null in its constants.
    ///
    /// Null may become false only below `and` and `or`: below `not` it would become true.
    private var truth: Expression {
        switch self {
        case .literal(.null): .literal(.boolean(false))
        case .binary(.and, let left, let right): .folded(.and, left.truth, right.truth)
        case .binary(.or, let left, let right): .folded(.or, left.truth, right.truth)
        default: self
        }
    }
}

// MARK: - One step

extension Expression {
    private static func folded(_ unary: UnaryOperator, _ operand: Expression) -> Expression {
        switch (unary, operand) {
        case (.not, .literal(.boolean(let value))): .literal(.boolean(!value))
        case (.not, .literal(.null)), (.negate, .literal(.null)): .literal(.null)
        case (.not, .unary(.not, let inner)): inner
        case (.isNull, .literal(let literal)): .literal(.boolean(literal == .null))
        case (.isNotNull, .literal(let literal)): .literal(.boolean(literal != .null))
        // What is left of `me` is that of a caller who has one.
        case (.isNull, .me): .literal(.boolean(false))
        case (.isNotNull, .me): .literal(.boolean(true))
        default: .unary(unary, operand)
        }
    }

    private static func folded(_ binary: BinaryOperator, _ left: Expression, _ right: Expression)
        -> Expression
    {
        switch (binary, left, right) {
        case (.and, .literal(.boolean(false)), _), (.and, _, .literal(.boolean(false))):
            .literal(.boolean(false))
        case (.or, .literal(.boolean(true)), _), (.or, _, .literal(.boolean(true))):
            .literal(.boolean(true))
        case (.and, .literal(.boolean(true)), let other), (.and, let other, .literal(.boolean(true))),
            (.or, .literal(.boolean(false)), let other), (.or, let other, .literal(.boolean(false))):
            other
        case (.and, .literal(.null), .literal(.null)), (.or, .literal(.null), .literal(.null)):
            .literal(.null)
        case (.and, _, _), (.or, _, _):
            .binary(binary, left, right)
        case (_, .literal(.null), _), (_, _, .literal(.null)):
            .literal(.null)
        default:
            .binary(binary, left, right)
        }
    }

    /// No row meets a condition that is never true; whether there is any row at all, only the database can tell.
    private static func folded(anyOf inverse: String, _ condition: Expression) -> Expression {
        condition.isNever ? condition : .any(inverse, condition)
    }

    private static func folded(_ operand: Expression, in literals: [Literal]) -> Expression {
        if literals.isEmpty { return .literal(.boolean(false)) }
        return operand == .literal(.null) ? .literal(.null) : .isIn(operand, literals)
    }

    private static func folded(_ function: Function, _ arguments: [Expression]) -> Expression {
        arguments.contains(.literal(.null)) ? .literal(.null) : .call(function, arguments)
    }
}
