extension Expression {
    /// The value that relations and then a field lead to, as the spec writes it with dots between:
    /// `.field("provider", "user")` is `provider.user`.
    public static func field(_ first: String, _ rest: String...) -> Expression {
        let names = [first] + rest
        return .path(FieldPath(Array(names.dropLast()), rest.last ?? first))
    }
}

// Short forms of two operands, as generated tables write them.
extension Expression {
    /// The spec's `and`.
    public static func and(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.and, left, right)
    }

    /// The spec's `or`.
    public static func or(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.or, left, right)
    }

    /// The spec's `=`.
    public static func equal(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.equal, left, right)
    }

    /// The spec's `!=`.
    public static func notEqual(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.notEqual, left, right)
    }

    /// The spec's `<`.
    public static func less(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.less, left, right)
    }

    /// The spec's `<=`.
    public static func lessOrEqual(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.lessOrEqual, left, right)
    }

    /// The spec's `>`.
    public static func greater(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.greater, left, right)
    }

    /// The spec's `>=`.
    public static func greaterOrEqual(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.greaterOrEqual, left, right)
    }

    /// The spec's `+`.
    public static func add(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.add, left, right)
    }

    /// The spec's `-`.
    public static func subtract(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.subtract, left, right)
    }

    /// The spec's `*`.
    public static func multiply(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.multiply, left, right)
    }

    /// The spec's `/`.
    public static func divide(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.divide, left, right)
    }

    /// The spec's `%`.
    public static func remainder(_ left: Expression, _ right: Expression) -> Expression {
        .binary(.remainder, left, right)
    }
}

// Lengths of time.
extension Expression {
    /// The spec's `minutes()`.
    public static func minutes(_ count: Expression) -> Expression { .call(.minutes, [count]) }

    /// The spec's `hours()`.
    public static func hours(_ count: Expression) -> Expression { .call(.hours, [count]) }

    /// The spec's `days()`.
    public static func days(_ count: Expression) -> Expression { .call(.days, [count]) }
}

// Constants as Swift spells them.
extension Expression: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    /// The spec's `true` or `false`.
    public init(booleanLiteral value: Bool) {
        self = .literal(.boolean(value))
    }

    /// A whole number of the spec.
    public init(integerLiteral value: Int64) {
        self = .literal(.integer(value))
    }
}

extension Expression {
    /// One of an enum's values.
    public static func word(_ value: String, of type: String) -> Expression {
        .literal(.enumeration(type: type, value: value))
    }
}

extension [Literal] {
    /// Some of an enum's values.
    public static func words(_ values: [String], of type: String) -> [Literal] {
        values.map { .enumeration(type: type, value: $0) }
    }
}
