/// Prints expressions of an entity as SQL.
///
/// The SQL has the meaning that ``Expression`` defines:
/// - integer arithmetic is done in 64 bits, whatever the columns' width; overflow and division by zero are
///   errors of the statement (SQLSTATE 22003 and 22012);
/// - text is ordered by code point (`collate "C"`), `lower` and `upper` change ASCII letters only;
/// - a day is 24 hours. A difference of two timestamps that is added to a third counts days, which have 24
///   hours only in a session whose time zone is UTC, as those of this package are.
///
/// `role(…)`, `scope(…)` and `authenticated` have SQL only where the session says who asks; elsewhere fold them first
/// with `foldedAccess`. Where one is left it is null, so that it gives access neither as it is nor under `not`.
public struct SQLExpressionPrinter: Sendable {
    /// How the caller is known.
    enum Caller {
        case none
        /// By the SQL of the key; roles and scopes are folded away.
        case key(String)
        /// By the settings of the session, as row-level security has it.
        case session
    }

    let schema: Schema
    let entity: Entity
    let row: String
    let caller: Caller
    /// How many `any(…)` the expression stands in; their rows have aliases of their own.
    let depth: Int

    /// Creates a printer for the rows of an entity.
    ///
    /// - Parameters:
    ///   - row: The alias or table that the row goes by, quoted where it needs it; empty for bare columns, as
    ///     in a CHECK. Aliases that begin with `via` or `any` are the printer's own.
    ///   - me: The SQL of the caller's key, such as `$1::uuid`; without it `me` is null.
    public init(schema: Schema, entity: Entity, row: String, me: String?) {
        self.init(schema, entity, row, me.map(Caller.key) ?? .none, depth: 0)
    }

    /// Creates a printer of expressions that ask the session who calls, each setting once in a statement.
    public init(forSessionsOf schema: Schema, entity: Entity, row: String) {
        self.init(schema, entity, row, .session, depth: 0)
    }

    init(_ schema: Schema, _ entity: Entity, _ row: String, _ caller: Caller, depth: Int) {
        self.schema = schema
        self.entity = entity
        self.row = row
        self.caller = caller
        self.depth = depth
    }

    /// The value of the expression, exact in all three truth values: for a CHECK, a default, a selected column.
    public func print(_ expression: Expression) -> String {
        value(expression).text
    }

    /// A condition of which only the truth matters, as in WHERE: false and null are the same.
    ///
    /// That freedom is used so that an index can serve: `provider.user = me` is printed as membership in an array
    /// of keys that PostgreSQL finds once, before it reads the first row.
    public func printCondition(_ expression: Expression) -> String {
        condition(expression).text
    }

    // MARK: - Conditions

    func condition(_ expression: Expression) -> SQLFragment {
        switch expression {
        case .binary(let connective, let left, let right) where connective == .and || connective == .or:
            .infix(connective, condition(left), condition(right))
        default:
            callersKeys(expression).map { keys in
                SQLFragment("\(keys.column) = any(array(\(keys.query)))", .comparison)
            } ?? value(expression)
        }
    }

    // MARK: - Values

    private func value(_ expression: Expression) -> SQLFragment {
        switch expression {
        case .literal(let literal): .literal(literal)
        case .path(let path): value(of: path.shortened)
        case .me: SQLFragment(key ?? "null::uuid", .cast)
        case .authenticated: session("plumbline.caller() is not null")
        case .role(let roles): session("plumbline.has_role(\(Self.list(roles)))")
        case .scope(let scopes): session("plumbline.has_scope(\(Self.list(scopes)))")
        case .any(let inverse, let condition): exists(inverse, condition)
        case .unary(let unary, let operand): value(unary, operand)
        case .binary(let binary, let left, let right): value(binary, left, right)
        case .isIn(let operand, let literals): membership(of: operand, in: literals)
        case .call(let function, let arguments): call(function, arguments)
        }
    }

    // MARK: - The caller

    var key: String? {
        switch caller {
        case .none: nil
        case .key(let sql): sql
        case .session: "(select plumbline.caller())"
        }
    }

    /// What the session says; a subquery without a row of its own is answered once for the whole statement.
    private func session(_ question: String) -> SQLFragment {
        guard case .session = caller else { return SQLFragment("null::boolean", .cast) }
        return SQLFragment("(select \(question))", .primary)
    }

    private static func list(_ texts: [String]) -> String {
        texts.map(SQLLiteral.quoted).joined(separator: ", ")
    }

    // MARK: - Operands

    private func value(of path: FieldPath) -> SQLFragment {
        if path.relations.isEmpty {
            return SQLFragment(entity.field(path.field).map { column($0) } ?? "null", .primary)
        }
        guard let way = Way(schema: schema, entity: entity, path: path) else { return .literal(.null) }
        // Inside the subquery a bare name could be the inner table's, so the outer one is always named.
        let outer = column(way.foreignKey, of: row.isEmpty ? SQLIdentifier.quoted(entity.table) : row)
        let text = "(select \(way.last) from \(way.tables) where \(way.firstKey) = \(outer))"
        return SQLFragment(text, .primary)
    }

    private func value(_ unary: UnaryOperator, _ operand: Expression) -> SQLFragment {
        switch unary {
        case .not:
            return SQLFragment("not \(value(operand).text(atLeast: .not))", .not)
        case .isNull:
            return SQLFragment("\(value(operand).text(atLeast: .sum)) is null", .test)
        case .isNotNull:
            return SQLFragment("\(value(operand).text(atLeast: .sum)) is not null", .test)
        case .negate:
            if case .literal(.integer(let number)) = operand, number > 0 {
                return .literal(.integer(-number))
            }
            let number = kind(operand) == .integer ? value(operand).cast(to: "bigint") : value(operand)
            return SQLFragment("-\(number.text(atLeast: .cast))", .negation)
        }
    }

    private func value(_ binary: BinaryOperator, _ left: Expression, _ right: Expression) -> SQLFragment {
        var first = value(left)
        if binary.isOrdering, kind(left) == .text || kind(right) == .text {
            first = SQLFragment("\(first.text(atLeast: .collation)) collate \"C\"", .collation)
        }
        if binary.isArithmetic, kind(left) == .integer, kind(right) == .integer {
            first = first.cast(to: "bigint")
        }
        return .infix(binary, first, value(right))
    }

    private func membership(of operand: Expression, in literals: [Literal]) -> SQLFragment {
        guard !literals.isEmpty else { return .literal(.boolean(false)) }
        let list = literals.map(SQLLiteral.text).joined(separator: ", ")
        return SQLFragment("\(value(operand).text(atLeast: .sum)) in (\(list))", .membership)
    }

    private func call(_ function: Function, _ arguments: [Expression]) -> SQLFragment {
        let argument = arguments.first ?? .literal(.null)
        let operand = value(argument)
        let text =
            switch function {
            case .now: "now()"
            case .uuidV4: "gen_random_uuid()"
            case .uuidV7: "plumbline.uuid_v7()"
            case .next: "nextval(\(operand.text))"
            case .length: "\(kind(argument).lengthFunction)(\(operand.text))"
            case .lower: "lower(\(operand.text(atLeast: .collation)) collate \"C\")"
            case .upper: "upper(\(operand.text(atLeast: .collation)) collate \"C\")"
            case .left: "left(\(arguments.map { value($0).text }.joined(separator: ", ")))"
            case .right: "right(\(arguments.map { value($0).text }.joined(separator: ", ")))"
            case .trim: "btrim(\(operand.text), ' ')"
            case .minutes: "make_interval(mins => \(integer(operand, kind(argument))))"
            case .hours: "make_interval(hours => \(integer(operand, kind(argument))))"
            case .days:
                "make_interval(hours => \(integer(.infix(.multiply, operand, .literal(.integer(24))), kind(argument))))"
            }
        return SQLFragment(text, .primary)
    }

    /// `make_interval` takes 32 bits; a number that does not fit is an error of the statement.
    private func integer(_ fragment: SQLFragment, _ kind: SQLKind) -> String {
        kind == .integer ? fragment.text : fragment.cast(to: "integer").text
    }

    // MARK: - Names and types

    func column(_ field: Field, of qualifier: String? = nil) -> String {
        field.stored(in: qualifier ?? row, of: schema)
    }

    private func kind(_ expression: Expression) -> SQLKind {
        switch expression {
        case .literal(let literal): SQLKind(literal)
        case .path(let path): schema.field(at: path, from: entity).map { SQLKind($0.type) } ?? .other
        case .unary(.negate, .literal(.integer(let number))) where number > 0: SQLKind(.integer(-number))
        case .call(.length, _): .integer
        case .call(.lower, _), .call(.upper, _), .call(.trim, _), .call(.left, _), .call(.right, _): .text
        default: .other
        }
    }
}

/// The part of an expression's type that changes how it is printed.
private enum SQLKind {
    /// At most four bytes: arithmetic on it is widened first.
    case integer
    case text
    case bytes
    case list
    case other

    /// What counts what is in it.
    var lengthFunction: String {
        switch self {
        case .bytes: "octet_length"
        case .list: "cardinality"
        case .integer, .text, .other: "char_length"
        }
    }

    init(_ literal: Literal) {
        switch literal {
        case .integer(let value) where Int32(exactly: value) != nil: self = .integer
        case .text, .enumeration: self = .text
        default: self = .other
        }
    }

    init(_ type: FieldType) {
        switch type {
        case .smallint, .integer: self = .integer
        case .text, .citext, .password, .enumeration: self = .text
        case .bytes: self = .bytes
        case .array: self = .list
        default: self = .other
        }
    }
}
