/// A piece of SQL that knows how strongly it holds together, so that parentheses are set only where needed.
struct SQLFragment {
    /// How strongly an expression binds, weakest first (PostgreSQL 15, section 4.1.6).
    enum Precedence: Int, Comparable {
        case or, and, not, test, comparison, membership, sum, product, collation, negation, cast, primary

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    let text: String
    let precedence: Precedence

    init(_ text: String, _ precedence: Precedence) {
        self.text = text
        self.precedence = precedence
    }

    /// A constant; a negative number holds no stronger than its sign.
    static func literal(_ literal: Literal) -> SQLFragment {
        let text = SQLLiteral.text(literal)
        return SQLFragment(text, text.hasPrefix("-") ? .negation : .primary)
    }

    /// Two operands with the operator between them.
    static func infix(_ binary: BinaryOperator, _ left: SQLFragment, _ right: SQLFragment) -> SQLFragment {
        let precedence = binary.precedence
        // `and` and `or` read the same however they are grouped; comparisons do not chain, and nor is
        // `a is null = b` clear to a reader; arithmetic groups from the left.
        let (leftLeast, rightLeast): (Precedence, Precedence) =
            switch precedence {
            case .and, .or: (precedence, precedence)
            case .comparison: (.sum, .sum)
            case .sum: (.sum, .product)
            default: (.product, .collation)
            }
        let text = "\(left.text(atLeast: leftLeast)) \(binary.sql) \(right.text(atLeast: rightLeast))"
        return SQLFragment(text, precedence)
    }

    /// The text, in parentheses if it binds less strongly than that.
    func text(atLeast least: Precedence) -> String {
        precedence < least ? "(\(text))" : text
    }

    /// The value in another type.
    func cast(to type: String) -> SQLFragment {
        SQLFragment("\(text(atLeast: .cast))::\(type)", .cast)
    }
}

extension BinaryOperator {
    /// Whether it asks which of two values comes first.
    var isOrdering: Bool {
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }

    /// Whether it calculates.
    var isArithmetic: Bool {
        switch self {
        case .add, .subtract, .multiply, .divide, .remainder: true
        default: false
        }
    }

    fileprivate var precedence: SQLFragment.Precedence {
        switch self {
        case .or: .or
        case .and: .and
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
        case .add, .subtract: .sum
        case .multiply, .divide, .remainder: .product
        }
    }

    fileprivate var sql: String {
        switch self {
        case .or: "or"
        case .and: "and"
        case .equal: "="
        case .notEqual: "<>"
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        case .remainder: "%"
        }
    }
}
