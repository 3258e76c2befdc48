extension Expression {
    /// Whether neither the row nor the caller has a say, so that it can be a column's default.
    public var isConstant: Bool {
        switch self {
        case .literal: true
        case .path, .me, .authenticated, .role, .scope, .any: false
        case .unary(_, let operand), .isIn(let operand, _): operand.isConstant
        case .binary(_, let left, let right): left.isConstant && right.isConstant
        case .call(_, let arguments): arguments.allSatisfy(\.isConstant)
        }
    }
}
