import PlumblineQuery
import PlumblineSchema

/// A condition on what the rows of a group give together: `$0.rowCount > 1 && $0.priceMinor.sum < 100_000`.
///
/// It has SQL's meaning, as a ``Condition`` has.
public struct GroupCondition: Sendable {
    indirect enum Tree: Sendable {
        case all([Tree])
        case any([Tree])
        case not(Tree)
        case compare(AnyMeasure, Comparison, InputValue)
        case isNull(AnyMeasure, Bool)
    }

    let tree: Tree

    /// Both hold.
    public static func && (left: GroupCondition, right: GroupCondition) -> GroupCondition {
        GroupCondition(tree: .all([left.tree, right.tree]))
    }

    /// At least one of the two holds.
    public static func || (left: GroupCondition, right: GroupCondition) -> GroupCondition {
        GroupCondition(tree: .any([left.tree, right.tree]))
    }

    /// It does not hold.
    public static prefix func ! (condition: GroupCondition) -> GroupCondition {
        GroupCondition(tree: .not(condition.tree))
    }
}

extension Measure where Value: Encodable {
    /// It has that value; `nil` asks whether there is none.
    public static func == (measure: Measure, value: Value) -> GroupCondition {
        measure.compare(.eq, value, ifNull: true)
    }

    /// It has another value; `nil` asks whether there is one. No value is not another value.
    public static func != (measure: Measure, value: Value) -> GroupCondition {
        measure.compare(.ne, value, ifNull: false)
    }

    private func compare(_ comparison: Comparison, _ value: Value, ifNull: Bool) -> GroupCondition {
        let given = InputValue(coded: CodedValue(value))
        guard given == .null else { return compare(comparison, value) }
        return GroupCondition(tree: .isNull(untyped, ifNull))
    }
}

extension Measure {
    fileprivate func compare(_ comparison: Comparison, _ value: some Encodable) -> GroupCondition {
        let given = InputValue(coded: CodedValue(value))
        return GroupCondition(tree: .compare(untyped, comparison, given))
    }
}

extension Measure where Value: Encodable & Comparable {
    /// It is less than that value.
    public static func < (measure: Measure, value: Value) -> GroupCondition { measure.compare(.lt, value) }
    /// It is at most that value.
    public static func <= (measure: Measure, value: Value) -> GroupCondition { measure.compare(.lte, value) }
    /// It is greater than that value.
    public static func > (measure: Measure, value: Value) -> GroupCondition { measure.compare(.gt, value) }
    /// It is at least that value.
    public static func >= (measure: Measure, value: Value) -> GroupCondition { measure.compare(.gte, value) }
}

// What may be missing is compared with a value that is not.
extension Measure {
    /// It is less than that value.
    public static func < <Wrapped: Encodable & Comparable>(left: Measure, right: Wrapped) -> GroupCondition
    where Value == Wrapped? { left.compare(.lt, right) }
    /// It is at most that value.
    public static func <= <Wrapped: Encodable & Comparable>(left: Measure, right: Wrapped) -> GroupCondition
    where Value == Wrapped? { left.compare(.lte, right) }
    /// It is greater than that value.
    public static func > <Wrapped: Encodable & Comparable>(left: Measure, right: Wrapped) -> GroupCondition
    where Value == Wrapped? { left.compare(.gt, right) }
    /// It is at least that value.
    public static func >= <Wrapped: Encodable & Comparable>(left: Measure, right: Wrapped) -> GroupCondition
    where Value == Wrapped? { left.compare(.gte, right) }
}
