/// Why an expression has no value here.
public enum EvaluationError: Error, Sendable, Hashable {
    /// A number, time or duration is out of range; PostgreSQL refuses the statement with SQLSTATE 22003 or 22008.
    case outOfRange
    /// Division by zero; PostgreSQL refuses the statement with SQLSTATE 22012.
    case divisionByZero
    /// Only the database can tell: it reads what is not at hand, or calculates what is not calculated here
    /// (the quotient of decimals, JSON, a new key).
    case undecided
}

extension Expression {
    /// The value for a row, as PostgreSQL would find it.
    ///
    /// `and` and `or` look at their second operand only if the first does not decide. PostgreSQL promises no order, so
    /// where one operand decides, or is null, and the other cannot be calculated, one of the two may refuse what the
    /// other decides.
    ///
    /// - Parameters:
    ///   - principal: Who asks.
    ///   - now: The time, in microseconds since 1970; without it `now()` is undecided.
    ///   - row: The value at a path.
    /// - Throws: ``EvaluationError`` where PostgreSQL would refuse the statement, or knows more.
    public func evaluate(
        principal: Principal = .anonymous,
        now: Int64? = nil,
        row: (FieldPath) throws(EvaluationError) -> Value
    ) throws(EvaluationError) -> Value {
        switch self {
        case .literal(let literal):
            guard let value = Value(literal) else { throw .undecided }
            return value
        case .path(let path):
            return try row(path)
        case .me:
            return principal.id.map(Value.uuid) ?? .null
        case .authenticated:
            return .boolean(principal.id != nil)
        case .role(let names):
            return .boolean(principal.id != nil && names.contains(where: principal.roles.contains))
        case .scope(let names):
            return .boolean(names.contains(where: principal.scopes.contains))
        case .any:
            throw .undecided
        case .unary(let unary, let operand):
            return try unary.value(operand.evaluate(principal: principal, now: now, row: row))
        case .binary(let binary, let left, let right):
            let first = try left.evaluate(principal: principal, now: now, row: row)
            if binary == .and, first == .boolean(false) { return first }
            if binary == .or, first == .boolean(true) { return first }
            return try binary.value(first, right.evaluate(principal: principal, now: now, row: row))
        case .isIn(let operand, let literals):
            return try operand.evaluate(principal: principal, now: now, row: row).isAmong(literals)
        case .call(.now, _):
            guard let now else { throw .undecided }
            return .timestamp(now)
        case .call(.left, let arguments), .call(.right, let arguments):
            guard arguments.count == 2, case .literal(.integer(let count)) = arguments[1] else {
                throw .undecided
            }
            let text = try arguments[0].evaluate(principal: principal, now: now, row: row)
            return try text.part(Int(clamping: count), isFirst: self == .call(.left, arguments))
        case .call(let function, let arguments):
            guard let argument = arguments.first else { throw .undecided }
            return try function.value(argument.evaluate(principal: principal, now: now, row: row))
        }
    }
}

extension Expression {
    /// Whether it has no value here, whatever the row's own fields are: it cannot do without what the database alone knows.
    var isUndecidable: Bool {
        switch self {
        case .path(let path): !path.shortened.relations.isEmpty
        case .any: true
        case .unary(_, let operand), .isIn(let operand, _): operand.isUndecidable
        // These do not always look at their second operand.
        case .binary(.and, let left, _), .binary(.or, let left, _): left.isUndecidable
        case .binary(_, let left, let right): left.isUndecidable || right.isUndecidable
        case .call(_, let arguments): arguments.first?.isUndecidable ?? false
        case .literal, .me, .authenticated, .role, .scope: false
        }
    }
}

extension UnaryOperator {
    fileprivate func value(_ operand: Value) throws(EvaluationError) -> Value {
        switch (self, operand) {
        case (.isNull, _): return .boolean(operand == .null)
        case (.isNotNull, _): return .boolean(operand != .null)
        case (_, .null): return .null
        case (.not, .boolean(let value)): return .boolean(!value)
        case (.negate, .integer(let value)): return .integer(try Int64(0).checkedDifference(value))
        case (.negate, .duration(let value)): return .duration(try Int64(0).checkedDifference(value))
        case (.negate, .float(let value)): return .float(-value)
        case (.negate, .decimal(let value)): return .decimal(-value)
        default: throw .undecided
        }
    }
}

extension BinaryOperator {
    fileprivate func value(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch self {
        case .and:
            if right == .boolean(false) { return right }
            return left == .null ? .null : right
        case .or:
            if right == .boolean(true) { return right }
            return left == .null ? .null : right
        default:
            if left == .null || right == .null { return .null }
            if isArithmetic { return try left.calculated(self, right) }
            return .boolean(accepts(try left.order(right)))
        }
    }

    /// Whether a comparison holds for two values in that order.
    private func accepts(_ order: ValueOrder) -> Bool {
        switch self {
        case .equal: order == .same
        case .notEqual: order != .same
        case .less: order == .ascending
        case .lessOrEqual: order != .descending
        case .greater: order == .descending
        default: order != .ascending
        }
    }
}

extension Function {
    fileprivate func value(_ argument: Value) throws(EvaluationError) -> Value {
        switch (self, argument) {
        case (_, .null): return .null
        case (.length, .text(let text)): return .integer(Int64(text.unicodeScalars.count))
        case (.length, .bytes(let bytes)): return .integer(Int64(bytes.count))
        case (.length, .array(let elements)): return .integer(Int64(elements.count))
        case (.lower, .text(let text)): return .text(text.lowercasedASCII)
        case (.upper, .text(let text)): return .text(text.uppercasedASCII)
        case (.trim, .text(let text)): return .text(text.trimmingSpaces)
        case (.minutes, .integer(let count)): return try duration(count, of: 1, each: 60)
        case (.hours, .integer(let count)): return try duration(count, of: 1, each: 3600)
        case (.days, .integer(let count)): return try duration(count, of: 24, each: 3600)
        default: throw .undecided
        }
    }

    /// `make_interval` counts in 32 bits, and in hours where the language says days.
    private func duration(_ count: Int64, of factor: Int64, each seconds: Int64) throws(EvaluationError)
        -> Value
    {
        guard let units = Int32(exactly: try count.checkedProduct(factor)) else { throw .outOfRange }
        return .duration(try Int64(units).checkedProduct(seconds * 1_000_000))
    }
}

extension Value {
    /// The first or last so many Unicode scalars of a text.
    fileprivate func part(_ count: Int, isFirst: Bool) throws(EvaluationError) -> Value {
        switch self {
        case .null: return .null
        case .text(let text):
            let scalars = text.unicodeScalars
            let part = isFirst ? scalars.prefix(max(0, count)) : scalars.suffix(max(0, count))
            return .text(String(String.UnicodeScalarView(part)))
        default: throw .undecided
        }
    }
}
