internal import PlumblineSchema

/// An expression as it is written, before its names mean anything.
struct ExpressionNode {
    indirect enum Form {
        case literal(Literal)
        /// One name, or several with dots between.
        case path([Name])
        case me
        case authenticated
        case role([Name])
        case scope([Name])
        /// Whether a row behind an inverse meets a condition; without one, whether there is any row.
        case any(Name, ExpressionNode?)
        case call(Name, [ExpressionNode])
        case unary(UnaryOperator, ExpressionNode)
        case binary(BinaryOperator, ExpressionNode, ExpressionNode)
        case isIn(ExpressionNode, [ExpressionNode], isNegated: Bool)
    }

    /// A name with its place in the expression's text.
    struct Name {
        var text: String
        var range: Range<Int>
    }

    var form: Form
    /// In Unicode scalars of the expression's text.
    var range: Range<Int>
}

/// The words that an expression cannot use as names.
enum Keyword {
    static let all: Set<String> = [
        "and", "or", "not", "in", "is", "null", "true", "false", "me", "authenticated", "everyone", "nobody",
        "now",
    ]
}

extension BinaryOperator {
    /// How it is written.
    var symbol: String {
        switch self {
        case .and: "and"
        case .or: "or"
        case .equal: "="
        case .notEqual: "!="
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
