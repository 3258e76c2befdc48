import PlumblineSchema

/// Draws well-typed expressions over one row that has a field of every type, and rows for them.
struct RandomExpressions {
    private(set) var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// The entity whose rows are drawn; the names tell the types.
    static let entity = Clinic.entity(
        "Sample",
        fields: [
            ("int", .integer), ("int_2", .integer), ("big", .bigint),
            ("number", .decimal(precision: 12, scale: 3)),
            ("float", .float), ("text", .text), ("text_2", .text), ("word", .enumeration("Role")),
            ("flag", .boolean), ("flag_2", .boolean), ("at", .timestamp), ("at_2", .timestamp),
            ("day", .date),
            ("day_2", .date), ("time", .time), ("time_2", .time), ("owner", .uuid), ("small", .smallint),
            ("span", .interval), ("span_2", .interval), ("blob", .bytes), ("blob_2", .bytes), ("ip", .inet),
            ("ip_2", .inet), ("nick", .citext),
        ].map { Clinic.field($0, $1, isOptional: true) }
    )

    static let callers = ["0190a000-0000-7000-8000-000000000001", "0190a000-0000-7000-8000-000000000002"]

    // MARK: - Rows

    mutating func row() -> [String: Value] {
        var row: [String: Value] = [:]
        for field in Self.entity.fields {
            row[field.name] = generator.chance(12) ? .null : value(of: field.type)
        }
        return row
    }

    mutating func principal() -> Principal {
        if generator.chance(25) { return .anonymous }
        return Principal(
            id: generator.pick(Self.callers),
            roles: [generator.pick(["admin", "staff", "client"])]
        )
    }

    private mutating func value(of type: FieldType) -> Value {
        switch type {
        case .integer: .integer(generator.pick([-2_147_483_648, -7, -1, 0, 1, 2, 60, 90_000, 2_147_483_647]))
        case .bigint: .integer(generator.pick([.min, -3_000_000_000, -1, 0, 1, 5, 4_000_000_000, .max]))
        case .decimal: .decimal(generator.pick(["-999999999.999", "-0.5", "0", "1", "0.001", "2.500", "60"]))
        case .float:
            .float(generator.pick([-1.5, 0, 0.1, 0.2, 1, 2.5, 1e300, 5e-324, 9_007_199_254_740_993]))
        case .enumeration: .text(generator.pick(["admin", "staff", "client"]))
        case .boolean: .boolean(generator.chance(50))
        case .uuid: .uuid(generator.pick(Self.callers))
        case .timestamp:
            .timestamp(Int64.random(in: -4_000_000_000...4_000_000_000, using: &generator) * 1_000_003)
        case .date: .date(Int64.random(in: -700_000...1_000_000, using: &generator))
        case .time: .time(Int64.random(in: 0..<86_400_000_000, using: &generator))
        case .smallint: .integer(generator.pick([-32768, -1, 0, 1, 60, 32767]))
        case .interval:
            .duration(
                generator.pick([-3_600_000_000, 0, 1, 90_061_000_001, 86_400_000_000, 9_000_000_000_000_000])
            )
        case .bytes: .bytes(generator.pick([[], [0], [0, 255], [255], [92, 120, 48]]))
        case .inet: .inet(generator.pick(Self.addresses))
        default: .text(text())
        }
    }

    private static let addresses = [
        "192.0.2.1", "192.0.2.1/24", "::1", "2001:db8::a:0:0:1", "::ffff:192.0.2.1", "0.0.0.0/0", "::1:2",
    ].compactMap { InternetAddress($0) }

    private mutating func text() -> String {
        let parts = [
            "a", "B", "ab", " ", "", "_", "z", "Z", "é", "e\u{301}", "ß", "É", "İ", "ǆ", "😀", "\u{FFFD}", "'",
            "\\",
        ]
        return (0..<Int.random(in: 0...3, using: &generator)).map { _ in generator.pick(parts) }.joined()
    }

    // MARK: - Expressions

    mutating func boolean(_ depth: Int) -> Expression {
        if depth == 0 { return generator.pick([field("flag", "flag_2"), .true, .false]) }
        switch Int.random(in: 0..<16, using: &generator) {
        case 0...2: return boolean(depth - 1) && boolean(depth - 1)
        case 3...5: return boolean(depth - 1) || boolean(depth - 1)
        case 6, 7: return !boolean(depth - 1)
        case 8:
            return generator.pick([
                .authenticated, role("admin"), role("staff", "client"), .null && boolean(0),
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
        if generator.chance(4) { return .binary(comparison, operand(depth), .null) }
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return .binary(comparison, boolean(depth), boolean(depth))
        case 1, 2: return .binary(comparison, text(depth), text(depth))
        case 3: return .binary(comparison, timestamp(depth), timestamp(depth))
        case 4: return .binary(comparison, duration(depth), duration(depth))
        case 5: return .binary(comparison, path("day"), path("day_2"))
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
                ? field("int", "int_2", "big", "small") : .integer(generator.pick(constants))
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
            return generator.chance(60) ? field("text", "text_2", "word", "nick") : .text(text())
        }
        return .call(generator.pick([.lower, .upper, .trim]), [text(depth - 1)])
    }

    private mutating func timestamp(_ depth: Int) -> Expression {
        if depth == 0 || generator.chance(40) { return field("at", "at_2") }
        return .binary(generator.pick([.add, .subtract]), timestamp(depth - 1), duration(depth - 1))
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

    private mutating func field(_ names: String...) -> Expression { path(generator.pick(names)) }
}

extension Value {
    /// The value as SQL of a given type; text in a collation that orders and folds case unlike "C".
    func sql(as type: FieldType) -> String {
        switch (self, type) {
        case (.null, _): "null::\(type.sql)"
        case (.boolean(let value), _): "\(value)"
        case (.integer(let value), _): "'\(value)'::\(type.sql)"
        case (.float(let value), _): "'\(value)'::\(type.sql)"
        case (.decimal(let value), _): "'\(value)'::\(type.sql)"
        case (.text(let value), _): "\(SQLLiteral.quoted(value))::\(type.sql)"
        case (.uuid(let value), _): "'\(value)'::uuid"
        case (.timestamp(let value), _): "'\(TimestampText.text(microseconds: value))'::timestamptz"
        case (.date(let value), _): "'\(CivilDate(daysSince1970: value))'::date"
        case (.time(let value), _): "'\(TimeText.text(microseconds: value))'::time"
        case (.duration(let value), _): "'\(value) microseconds'::interval"
        case (.bytes(let bytes), _):
            "'\\x\(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())'::bytea"
        case (.inet(let address), _): "'\(address)'::inet"
        case (.json, _): "null"
        }
    }
}

extension FieldType {
    fileprivate var sql: String {
        switch self {
        case .smallint: "smallint"
        case .integer: "integer"
        case .bigint: "bigint"
        case .decimal(let precision, let scale): "numeric(\(precision), \(scale))"
        case .float: "float8"
        case .boolean: "boolean"
        case .uuid: "uuid"
        case .timestamp: "timestamptz"
        case .date: "date"
        case .time: "time"
        case .interval: "interval"
        case .bytes: "bytea"
        case .inet: "inet"
        case .json: "jsonb"
        case .text, .citext, .password, .enumeration: "text collate \"und-x-icu\""
        }
    }
}
