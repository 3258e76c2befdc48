import PlumblineQuery
@_exported public import PlumblineSchema

/// A condition on rows: `$0.status == .confirmed && $0.startsAt >= now`.
///
/// It has the meaning of the spec's language and of SQL: a comparison with null is neither true nor false, and only a
/// condition that is true selects a row. Every value in it travels as a parameter.
public struct Condition: Sendable {
    indirect enum Tree: Sendable {
        case all([Tree])
        case any([Tree])
        case not(Tree)
        case compare(String, of: Aspect = .value, Comparison, InputValue)
        case isNull(String, Bool)
        case through(RelationStep, Tree)
        case every(String, Tree)
    }

    let tree: Tree

    /// Both hold.
    public static func && (left: Condition, right: Condition) -> Condition {
        Condition(tree: .all([left.tree, right.tree]))
    }

    /// At least one of the two holds.
    public static func || (left: Condition, right: Condition) -> Condition {
        Condition(tree: .any([left.tree, right.tree]))
    }

    /// It does not hold.
    public static prefix func ! (condition: Condition) -> Condition {
        Condition(tree: .not(condition.tree))
    }
}

extension Condition {
    /// A test of a column; where the column is behind relations, of the row that they lead to.
    init<Value>(_ column: Column<Value>, _ test: (String) -> Tree) {
        let (steps, field) = column.shortened
        tree = steps.reversed().reduce(test(field)) { .through($1, $0) }
    }
}

extension Column {
    /// The same value by the shorter way: the key of a related row is what the relation's own field holds.
    var shortened: (steps: [RelationStep], field: String) {
        guard field == "id", case .relation(let relation)? = steps.last else { return (steps, field) }
        return (steps.dropLast(), relation)
    }

    func compare(_ comparison: Comparison, _ value: some Encodable) -> Condition {
        Condition(self) { .compare($0, comparison, InputValue(coded: CodedValue(value))) }
    }
}

extension Column where Value: Encodable {
    /// The column has that value; `nil` asks whether it is null.
    public static func == (column: Column, value: Value) -> Condition {
        let given = InputValue(coded: CodedValue(value))
        return Condition(column) { given == .null ? .isNull($0, true) : .compare($0, .eq, given) }
    }

    /// The column has another value; `nil` asks whether it is not null. Null itself is not another value.
    public static func != (column: Column, value: Value) -> Condition {
        let given = InputValue(coded: CodedValue(value))
        return Condition(column) { given == .null ? .isNull($0, false) : .compare($0, .ne, given) }
    }

    /// The column has one of those values. They are one parameter, however many they are.
    public func isIn(_ values: some Sequence<Value>) -> Condition {
        let list = InputValue.list(values.map { InputValue(coded: CodedValue($0)) })
        return Condition(self) { .compare($0, .in, list) }
    }
}

extension Column where Value: Encodable & Comparable {
    /// The column's value comes before that one.
    public static func < (column: Column, value: Value) -> Condition { column.compare(.lt, value) }
    /// The column's value comes before that one or is it.
    public static func <= (column: Column, value: Value) -> Condition { column.compare(.lte, value) }
    /// The column's value comes after that one.
    public static func > (column: Column, value: Value) -> Condition { column.compare(.gt, value) }
    /// The column's value comes after that one or is it.
    public static func >= (column: Column, value: Value) -> Condition { column.compare(.gte, value) }

    /// The column's value is in the half-open range.
    public func isIn(_ range: Range<Value>) -> Condition {
        self >= range.lowerBound && self < range.upperBound
    }
}

// A column that may be null is compared with a value that is none.
extension Column {
    /// The column's value comes before that one.
    public static func < <Wrapped: Encodable & Comparable>(column: Column, value: Wrapped) -> Condition
    where Value == Wrapped? { column.compare(.lt, value) }
    /// The column's value comes before that one or is it.
    public static func <= <Wrapped: Encodable & Comparable>(column: Column, value: Wrapped) -> Condition
    where Value == Wrapped? { column.compare(.lte, value) }
    /// The column's value comes after that one.
    public static func > <Wrapped: Encodable & Comparable>(column: Column, value: Wrapped) -> Condition
    where Value == Wrapped? { column.compare(.gt, value) }
    /// The column's value comes after that one or is it.
    public static func >= <Wrapped: Encodable & Comparable>(column: Column, value: Wrapped) -> Condition
    where Value == Wrapped? { column.compare(.gte, value) }
}

extension EntityModel {
    /// The columns of the entity, for conditions that are made outside of a query.
    public static var columns: Columns<Self, Self> { Columns([]) }
}
