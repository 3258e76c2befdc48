/// Which of two values comes first.
enum ValueOrder {
    case ascending, same, descending
}

extension Value {
    /// Whether it is among the constants; null if it is not but null is.
    func isAmong(_ literals: [Literal]) throws(EvaluationError) -> Value {
        if literals.isEmpty { return .boolean(false) }
        if self == .null { return .null }
        var hasNull = false
        for literal in literals {
            guard let value = Value(literal) else { throw .undecided }
            if value == .null {
                hasNull = true
            } else if try order(value) == .same {
                return .boolean(true)
            }
        }
        return hasNull ? .null : .boolean(false)
    }

    /// Whether it comes before another value of its type.
    public func precedes(_ other: Value) -> Bool { (try? order(other)) == .ascending }

    /// The order of two values that are not null.
    func order(_ other: Value) throws(EvaluationError) -> ValueOrder {
        switch (self, other) {
        case (.boolean(let left), .boolean(let right)): return Self.order(left ? 1 : 0, right ? 1 : 0)
        case (.text(let left), .text(let right)), (.uuid(let left), .uuid(let right)):
            return Self.order(left, right)
        case (.timestamp(let left), .timestamp(let right)), (.date(let left), .date(let right)),
            (.time(let left), .time(let right)), (.duration(let left), .duration(let right)):
            return Self.order(left, right)
        // These have no order in the language: all that counts is whether they are the same.
        case (.bytes, .bytes), (.inet, .inet): return self == other ? .same : .ascending
        case (.range(let start, let end), .range(let otherStart, let otherEnd)):
            for (left, right) in [(start, otherStart), (end, otherEnd)] {
                if left == .null, right == .null { continue }
                guard left != .null, right != .null, try left.order(right) == .same else { return .ascending }
            }
            return .same
        case (.array(let left), .array(let right)):
            guard left.count == right.count else { return .ascending }
            for (left, right) in zip(left, right) where try left.order(right) != .same { return .ascending }
            return .same
        default:
            switch try Numbers(self, other) {
            case .integers(let left, let right): return Self.order(left, right)
            case .decimals(let left, let right): return Self.order(left, right)
            case .floats(let left, let right): return Self.order(left, right)
            }
        }
    }

    /// The result of a calculation with two values that are not null.
    func calculated(_ binary: BinaryOperator, _ other: Value) throws(EvaluationError) -> Value {
        switch (self, binary, other) {
        case (.timestamp(let time), .add, .duration(let length)),
            (.duration(let length), .add, .timestamp(let time)):
            return try .timestamp(time.checkedSum(length)).inRange
        case (.timestamp(let time), .subtract, .duration(let length)):
            return try .timestamp(time.checkedDifference(length)).inRange
        case (.date(let day), .add, .duration(let length)), (.duration(let length), .add, .date(let day)):
            return try Self.date(day, movedBy: length)
        case (.date(let day), .subtract, .duration(let length)):
            return try Self.date(day, movedBy: Int64(0).checkedDifference(length))
        case (.timestamp(let left), .subtract, .timestamp(let right)):
            return .duration(try left.checkedDifference(right))
        case (.duration(let left), .add, .duration(let right)):
            return .duration(try left.checkedSum(right))
        case (.duration(let left), .subtract, .duration(let right)):
            return .duration(try left.checkedDifference(right))
        default:
            switch try Numbers(self, other) {
            case .integers(let left, let right): return .integer(try Self.integer(left, binary, right))
            case .decimals(let left, let right): return .decimal(try Self.decimal(left, binary, right))
            case .floats(let left, let right): return .float(try Self.float(left, binary, right))
            }
        }
    }

    /// PostgreSQL moves a date as the timestamp of its midnight; the spec reader lets only whole days move it.
    private static func date(_ day: Int64, movedBy length: Int64) throws(EvaluationError) -> Value {
        let perDay: Int64 = 86_400_000_000
        let midnight = try day.checkedProduct(perDay)
        _ = try Value.timestamp(midnight).inRange
        let moved = try midnight.checkedSum(length)
        _ = try Value.timestamp(moved).inRange
        return .date(moved.flooredQuotient(perDay))
    }

    /// PostgreSQL's first timestamp is 4714-11-24 BC; its last lies beyond what this type holds.
    private var inRange: Value {
        get throws(EvaluationError) {
            if case .timestamp(let time) = self, time < -210_866_803_200_000_000 { throw .outOfRange }
            return self
        }
    }

    private static func order<Element: Comparable>(_ left: Element, _ right: Element) -> ValueOrder {
        left == right ? .same : left < right ? .ascending : .descending
    }

    /// By code point, which is the order of the bytes of UTF-8; Swift's own order looks through canonical equivalence.
    private static func order(_ left: String, _ right: String) -> ValueOrder {
        if left.utf8.elementsEqual(right.utf8) { return .same }
        return left.utf8.lexicographicallyPrecedes(right.utf8) ? .ascending : .descending
    }
}

/// Two numbers in the narrowest type that holds both, as PostgreSQL chooses it.
private enum Numbers {
    case integers(Int64, Int64)
    case decimals(ExactDecimal, ExactDecimal)
    case floats(Double, Double)

    init(_ left: Value, _ right: Value) throws(EvaluationError) {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): self = .integers(left, right)
        case (.float(let left), .float(let right)): self = .floats(left, right)
        case (.decimal(let left), .decimal(let right)): self = .decimals(left, right)
        case (.integer(let left), .float(let right)): self = .floats(Double(left), right)
        case (.float(let left), .integer(let right)): self = .floats(left, Double(right))
        case (.integer(let left), .decimal(let right)): self = .decimals(ExactDecimal(left), right)
        case (.decimal(let left), .integer(let right)): self = .decimals(left, ExactDecimal(right))
        case (.decimal(let left), .float(let right)): self = .floats(left.approximation, right)
        case (.float(let left), .decimal(let right)): self = .floats(left, right.approximation)
        default: throw .undecided
        }
    }
}

extension Value {
    private static func integer(
        _ left: Int64,
        _ binary: BinaryOperator,
        _ right: Int64
    ) throws(EvaluationError) -> Int64 {
        switch binary {
        case .add: return try left.checkedSum(right)
        case .subtract: return try left.checkedDifference(right)
        case .multiply: return try left.checkedProduct(right)
        case _ where right == 0: throw .divisionByZero
        case .divide: return try left.checkedQuotient(right)
        // The remainder by -1 is 0, also for the least integer, whose quotient overflows.
        case .remainder: return right == -1 ? 0 : left % right
        default: throw .undecided
        }
    }

    private static func decimal(
        _ left: ExactDecimal,
        _ binary: BinaryOperator,
        _ right: ExactDecimal
    ) throws(EvaluationError) -> ExactDecimal {
        switch binary {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        default: throw .undecided
        }
    }

    private static func float(
        _ left: Double,
        _ binary: BinaryOperator,
        _ right: Double
    ) throws(EvaluationError) -> Double {
        let result: Double
        switch binary {
        case .add: result = left + right
        case .subtract: result = left - right
        case .multiply: result = left * right
        case .divide where right == 0: throw .divisionByZero
        case .divide: result = left / right
        default: throw .undecided
        }
        let losesAll = result == 0 && left != 0 && right != 0 && (binary == .multiply || binary == .divide)
        if !result.isFinite || losesAll { throw .outOfRange }
        return result
    }
}

extension Int64 {
    func checkedSum(_ other: Int64) throws(EvaluationError) -> Int64 {
        try Self.checked(addingReportingOverflow(other))
    }

    func checkedDifference(_ other: Int64) throws(EvaluationError) -> Int64 {
        try Self.checked(subtractingReportingOverflow(other))
    }

    func checkedProduct(_ other: Int64) throws(EvaluationError) -> Int64 {
        try Self.checked(multipliedReportingOverflow(by: other))
    }

    fileprivate func checkedQuotient(_ other: Int64) throws(EvaluationError) -> Int64 {
        try Self.checked(dividedReportingOverflow(by: other))
    }

    private static func checked(
        _ result: (partialValue: Int64, overflow: Bool)
    ) throws(EvaluationError) -> Int64 {
        if result.overflow { throw .outOfRange }
        return result.partialValue
    }
}
