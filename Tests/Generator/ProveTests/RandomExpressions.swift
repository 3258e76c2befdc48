import PlumblineProve
import PlumblineSchema

/// Draws well-typed expressions over the entity of `every-type.yaml`, whose fields' names tell their types.
struct RandomExpressions {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    // MARK: - Expressions

    mutating func boolean(_ depth: Int) -> Expression {
        if depth == 0 { return generator.pick([field("flag", "flag_2"), yes, no]) }
        switch Int.random(in: 0..<16, using: &generator) {
        case 0...2: return .binary(.and, boolean(depth - 1), boolean(depth - 1))
        case 3...5: return .binary(.or, boolean(depth - 1), boolean(depth - 1))
        case 6, 7: return .unary(.not, boolean(depth - 1))
        case 8:
            return generator.pick([
                .authenticated, role("admin"), role("staff", "client"), .binary(.and, null, boolean(0)),
            ])
        case 9:
            return .binary(
                generator.pick([.equal, .notEqual]),
                generator.pick([.me, path("owner")]),
                path("owner")
            )
        case 10: return .unary(generator.pick([.isNull, .isNotNull]), operand(depth - 1))
        case 11: return membership(depth - 1)
        default: return comparison(depth - 1)
        }
    }

    private mutating func comparison(_ depth: Int) -> Expression {
        let comparison: BinaryOperator = generator.pick([
            .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
        ])
        if generator.chance(4) { return .binary(comparison, operand(depth), null) }
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return .binary(comparison, boolean(depth), boolean(depth))
        case 1, 2: return .binary(comparison, text(depth), text(depth))
        case 3: return .binary(comparison, timestamp(depth), timestamp(depth))
        case 4: return .binary(comparison, duration(depth), duration(depth))
        case 5: return .binary(comparison, date(depth), path("day_2"))
        case 6: return .binary(comparison, path("time"), path("time_2"))
        case 7:
            let isEqual: BinaryOperator = generator.pick([.equal, .notEqual])
            let kind = generator.pick(["blob", "ip"])
            return .binary(isEqual, path(kind), path(generator.pick([kind, kind + "_2"])))
        default: return .binary(comparison, number(depth), number(depth))
        }
    }

    private mutating func membership(_ depth: Int) -> Expression {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: return .isIn(number(depth), [.integer(1), .decimal("0.5"), .integer(60)])
        case 1: return .isIn(text(depth), [.text("ab"), .null, .text("é"), .text("")])
        default: return .isIn(path("word"), [.enumeration(type: "Role", value: "staff")])
        }
    }

    private mutating func operand(_ depth: Int) -> Expression {
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: boolean(depth)
        case 1: text(depth)
        case 2: timestamp(depth)
        case 3: .me
        default: number(depth)
        }
    }

    private mutating func number(_ depth: Int) -> Expression {
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: decimal(depth)
        case 1: float(depth)
        default: integer(depth)
        }
    }

    private mutating func integer(_ depth: Int) -> Expression {
        if depth == 0 || generator.chance(40) {
            let constants: [Int64] = [
                .min, -2_147_483_648, -5, 0, 1, 2, 60, 2_147_483_647, 2_147_483_648, .max,
            ]
            return generator.chance(50)
                ? field("int", "int_2", "big", "small") : .literal(.integer(generator.pick(constants)))
        }
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: return .unary(.negate, integer(depth - 1))
        case 1: return .call(.length, [text(depth - 1)])
        case 2: return .call(.length, [path("blob")])
        default:
            let operation: BinaryOperator = generator.pick([.add, .subtract, .multiply, .divide, .remainder])
            return .binary(operation, integer(depth - 1), integer(depth - 1))
        }
    }

    private mutating func decimal(_ depth: Int) -> Expression {
        if depth == 0 || generator.chance(40) {
            return generator.chance(50)
                ? path("number") : .literal(.decimal(generator.pick(["0.5", "-1.25", "60.0"])))
        }
        if generator.chance(15) { return .unary(.negate, decimal(depth - 1)) }
        let operation: BinaryOperator = generator.pick([.add, .subtract, .multiply])
        return .binary(
            operation,
            decimal(depth - 1),
            generator.chance(50) ? integer(depth - 1) : decimal(depth - 1)
        )
    }

    private mutating func float(_ depth: Int) -> Expression {
        if depth == 0 || generator.chance(40) { return path("float") }
        if generator.chance(15) { return .unary(.negate, float(depth - 1)) }
        let operation: BinaryOperator = generator.pick([.add, .subtract, .multiply, .divide])
        return .binary(operation, float(depth - 1), number(depth - 1))
    }

    private mutating func text(_ depth: Int) -> Expression {
        if depth == 0 || generator.chance(40) {
            return generator.chance(60)
                ? field("text", "text_2", "word", "nick") : .literal(.text(generator.pick(Self.constants)))
        }
        if generator.chance(30) {
            let count = Expression.literal(.integer(generator.pick([0, 1, 3])))
            return .call(generator.pick([.left, .right]), [text(depth - 1), count])
        }
        return .call(generator.pick([.lower, .upper, .trim]), [text(depth - 1)])
    }

    private mutating func timestamp(_ depth: Int) -> Expression {
        if depth == 0 || generator.chance(40) { return field("at", "at_2") }
        return .binary(generator.pick([.add, .subtract]), timestamp(depth - 1), duration(depth - 1))
    }

    private mutating func date(_ depth: Int) -> Expression {
        if generator.chance(50) { return path("day") }
        return .binary(
            generator.pick([.add, .subtract]),
            path("day"),
            .call(.days, [integer(min(depth, 1))])
        )
    }

    private mutating func duration(_ depth: Int) -> Expression {
        switch Int.random(in: 0..<5, using: &generator) {
        case 0 where depth > 0:
            return .binary(generator.pick([.add, .subtract]), duration(depth - 1), duration(depth - 1))
        case 1: return .binary(.subtract, path("at"), path("at_2"))
        case 2: return .call(generator.pick([.minutes, .hours, .days]), [integer(min(depth, 1))])
        case 3: return field("span", "span_2")
        default: return .call(generator.pick([.minutes, .hours, .days]), [path("int")])
        }
    }

    private static let constants = ["", "a", "ab", "é", "e\u{301}", "ß", "😀", "\u{FFFD}", " z ", "'", "\\"]

    private mutating func field(_ names: String...) -> Expression { path(generator.pick(names)) }
}

/// `path("int")` is the field of that name.
private func path(_ name: String) -> Expression { .path(FieldPath([], name)) }
private func role(_ names: String...) -> Expression { .role(names) }
private let yes = Expression.literal(.boolean(true))
private let no = Expression.literal(.boolean(false))
private let null = Expression.literal(.null)
