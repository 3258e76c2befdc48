import PlumblineQuery

/// What an operation costs: a number, and what depends on variables that say how many rows are wanted.
///
/// It is made once for a plan; a request only fills in its numbers.
struct OperationCost: Sendable, Hashable {
    /// How many rows a list has.
    enum Size: Sendable, Hashable {
        case number(Int)
        /// As many as these say together, each up to a bound; else so many.
        case sum([Given], atMost: Int, else: Int)
        /// What the first variable says that has a value, up to a bound; else so many.
        case variables([String], atMost: Int, else: Int)
        /// As many as that variable has elements.
        case elements(of: String)
    }

    /// A number of an argument.
    enum Given: Sendable, Hashable {
        case number(Int)
        case variable(String)
    }

    private struct List: Sendable, Hashable {
        var size: Size
        var each: OperationCost
    }

    private var fixed: Int
    private var lists: [List] = []
    /// Of each of these only the dearest counts.
    private var choices: [[OperationCost]] = []

    /// Sums stop here: nothing near it is allowed.
    private static let ceiling = 1 << 40

    /// More than any limit.
    static let tooMuch = OperationCost(ceiling)

    init(_ fixed: Int = 0) {
        self.fixed = min(fixed, Self.ceiling)
    }

    mutating func add(_ other: OperationCost) {
        fixed = min(fixed + other.fixed, Self.ceiling)
        lists += other.lists
        choices += other.choices
    }

    /// Adds the dearest of what one object may be.
    mutating func add(dearestOf costs: [OperationCost]) {
        if costs.count > 1 { choices.append(costs) } else { costs.forEach { add($0) } }
    }

    /// Adds what each row of a list costs.
    mutating func add(_ each: OperationCost, times size: Size) {
        if size.isKnown {
            add(each.multiplied(by: size.count(.null)))
        } else if each != OperationCost() {
            lists.append(List(size: size, each: each))
        }
    }

    /// The cost for a request.
    /// - Parameter variables: Coerced.
    func total(_ variables: InputValue) -> Int {
        let dearest = choices.map { costs in costs.map { $0.total(variables) }.max() ?? 0 }
        let start = min(dearest.reduce(fixed, +), Self.ceiling)
        return lists.reduce(start) { sum, list in
            min(sum + Self.product(list.each.total(variables), list.size.count(variables)), Self.ceiling)
        }
    }

    private func multiplied(by count: Int) -> OperationCost {
        var result = OperationCost(Self.product(fixed, count))
        result.choices = choices.map { costs in costs.map { $0.multiplied(by: count) } }
        result.lists = lists.map { List(size: $0.size, each: $0.each.multiplied(by: count)) }
        return result
    }

    private static func product(_ left: Int, _ right: Int) -> Int {
        let (product, overflows) = left.multipliedReportingOverflow(by: right)
        return overflows ? ceiling : min(product, ceiling)
    }
}

extension OperationCost.Size {
    fileprivate func count(_ variables: InputValue) -> Int {
        switch self {
        case .number(let number): return number
        case .sum(let given, let most, let fallback):
            let numbers = given.compactMap { $0.value(variables) }.map { max(0, min($0, most)) }
            return numbers.isEmpty ? fallback : numbers.reduce(0, +)
        case .variables(let names, let most, let fallback):
            for name in names {
                // A size that is too large is refused in time; it need not look dear before.
                if case .integer(let size)? = variables[name] { return max(0, min(Int(size), most)) }
            }
            return fallback
        case .elements(let name):
            guard case .list(let elements)? = variables[name] else { return 1 }
            return elements.count
        }
    }
}

extension OperationCost.Size {
    /// Whether it is the same for every request.
    fileprivate var isKnown: Bool {
        switch self {
        case .number: true
        case .sum(let given, _, _):
            given.allSatisfy { if case .number = $0 { true } else { false } }
        case .variables, .elements: false
        }
    }
}

extension OperationCost.Given {
    fileprivate func value(_ variables: InputValue) -> Int? {
        switch self {
        case .number(let number): number
        case .variable(let name):
            if case .integer(let number)? = variables[name] { Int(number) } else { nil }
        }
    }
}
