package import PlumblineSchema

/// Writes an expression as the spec does.
package enum SpecExpressionPrinter {
    /// The text, with no bracket more than it needs.
    package static func print(_ expression: Expression) -> String {
        switch expression {
        case .literal(.boolean(true)): "everyone"
        case .literal(.boolean(false)): "nobody"
        default: print(expression, .or)
        }
    }

    /// How tightly an operator holds its operands, the loosest first.
    private enum Strength: Int {
        case or, and, not, comparison, sum, product, negation, primary
    }

    private static func print(_ expression: Expression, _ least: Strength) -> String {
        let (text, strength) = spelt(expression)
        return strength.rawValue < least.rawValue ? "(\(text))" : text
    }

    private static func spelt(_ expression: Expression) -> (String, Strength) {
        switch expression {
        case .literal(let literal): (print(literal), .primary)
        case .path(let path): ((path.relations + [path.field]).joined(separator: "."), .primary)
        case .me: ("me", .primary)
        case .authenticated: ("authenticated", .primary)
        case .role(let names): ("role(\(names.joined(separator: ", ")))", .primary)
        case .scope(let names): ("scope(\(names.joined(separator: ", ")))", .primary)
        case .any(let inverse, .literal(.boolean(true))): ("any(\(inverse))", .primary)
        case .any(let inverse, let condition): ("any(\(inverse), \(print(condition, .or)))", .primary)
        case .unary(.not, let operand): ("not \(print(operand, .not))", .not)
        case .unary(.negate, let operand): ("-\(print(operand, .primary))", .negation)
        case .unary(.isNull, let operand): ("\(print(operand, .sum)) is null", .comparison)
        case .unary(.isNotNull, let operand): ("\(print(operand, .sum)) is not null", .comparison)
        case .binary(let symbol, let left, let right): binary(symbol, left, right)
        case .isIn(let value, let list):
            ("\(print(value, .sum)) in [\(list.map(print).joined(separator: ", "))]", .comparison)
        case .call(let function, let arguments):
            ("\(function.rawValue)(\(arguments.map { print($0, .or) }.joined(separator: ", ")))", .primary)
        }
    }

    private static func binary(_ symbol: BinaryOperator, _ left: Expression, _ right: Expression) -> (
        String, Strength
    ) {
        let (word, strength, next): (String, Strength, Strength) =
            switch symbol {
            case .or: ("or", .or, .and)
            case .and: ("and", .and, .not)
            case .equal: ("=", .comparison, .sum)
            case .notEqual: ("!=", .comparison, .sum)
            case .less: ("<", .comparison, .sum)
            case .lessOrEqual: ("<=", .comparison, .sum)
            case .greater: (">", .comparison, .sum)
            case .greaterOrEqual: (">=", .comparison, .sum)
            case .add: ("+", .sum, .product)
            case .subtract: ("-", .sum, .product)
            case .multiply: ("*", .product, .negation)
            case .divide: ("/", .product, .negation)
            case .remainder: ("%", .product, .negation)
            }
        let first = print(left, strength == .comparison ? .sum : strength)
        return ("\(first) \(word) \(print(right, next))", strength)
    }

    private static func print(_ literal: Literal) -> String {
        switch literal {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .decimal(let text): text
        case .text(let text):
            "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
        case .enumeration(_, let value): value
        }
    }
}
