/// A typed expression of the spec: a rule, a condition, a default, an access rule.
///
/// It has one meaning, with SQL's three-valued logic: a comparison with null is null, `and`/`or`/`not` follow
/// Kleene, a rule is broken only by false, and access is given only by true. Text is compared by code point.
public indirect enum Expression: Sendable, Hashable {
    /// A constant.
    case literal(Literal)
    /// A field of the row, or of a row that to-one relations lead to.
    case path(FieldPath)
    /// The caller's key; null for an anonymous caller.
    case me
    /// Whether the caller is signed in.
    case authenticated
    /// Whether the caller has one of these roles. Roles that include one of them are listed as well.
    case role([String])
    /// Whether the caller's token carries one of these scopes.
    case scope([String])
    /// Whether there is a row behind the inverse of that name for which the condition is true; the condition reads
    /// that row. It is never null.
    case any(String, Expression)
    /// One operand.
    case unary(UnaryOperator, Expression)
    /// Two operands.
    case binary(BinaryOperator, Expression, Expression)
    /// Whether the value is among the constants.
    case isIn(Expression, [Literal])
    /// A function of the language.
    case call(Function, [Expression])
}

/// The way to a value: relations, then a field, all by their names in the spec.
///
/// A path that ends in a relation (`client`) is the key that the relation holds.
public struct FieldPath: Sendable, Hashable {
    /// The to-one relations to follow, outermost first; empty for a field of the row itself.
    public var relations: [String]
    /// The field.
    public var field: String

    /// Creates a path.
    public init(_ relations: [String] = [], _ field: String) {
        self.relations = relations
        self.field = field
    }
}

/// A constant in an expression.
public enum Literal: Sendable, Hashable {
    /// Unknown.
    case null
    /// `true`, `false`.
    case boolean(Bool)
    /// A whole number.
    case integer(Int64)
    /// A decimal number as written, such as `0.5`.
    case decimal(String)
    /// A quoted text.
    case text(String)
    /// A value of an enum.
    case enumeration(type: String, value: String)
}

extension Literal {
    /// The constant as `citext` compares it.
    public var lowercasedASCII: Literal {
        if case .text(let text) = self { .text(text.lowercasedASCII) } else { self }
    }
}

/// Operators with one operand.
public enum UnaryOperator: String, Sendable, Hashable, Codable {
    case not, negate, isNull, isNotNull
}

/// Operators with two operands.
public enum BinaryOperator: String, Sendable, Hashable, Codable {
    case and, or
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case add, subtract, multiply, divide, remainder
}

/// The functions of the language.
public enum Function: String, Sendable, Hashable, Codable, CaseIterable {
    /// The time of the statement.
    case now
    /// The length of a text in Unicode scalars, of bytes, or of a list.
    case length
    /// The text in lower case (ASCII letters only, so that every target agrees).
    case lower
    /// The text in upper case (ASCII letters only).
    case upper
    /// The text without spaces at both ends.
    case trim
    /// The first so many Unicode scalars of a text; the number is a constant.
    case left
    /// The last so many Unicode scalars of a text; the number is a constant.
    case right
    /// So many minutes, as a duration.
    case minutes
    /// So many hours, as a duration.
    case hours
    /// So many days of 24 hours, as a duration.
    case days
    /// A new UUID, version 4.
    case uuidV4 = "uuid_v4"
    /// A new UUID, version 7.
    case uuidV7 = "uuid_v7"
    /// The next number of the sequence that the argument, a text, names.
    case next
}

/// The type of an expression.
public indirect enum ExpressionType: Sendable, Hashable {
    case null, boolean, text, citext, integer, decimal, float, uuid, timestamp, date, time, duration, bytes,
        inet, json
    case enumeration(String)
    case array(ExpressionType)
    case range(ExpressionType)
}
