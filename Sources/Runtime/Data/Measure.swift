public import Foundation
import PlumblineQuery
public import PlumblineSchema

/// One value that many rows give together: `$0.rowCount`, `$0.priceMinor.sum`, `$0.startsAt.max`.
///
/// What the caller may not see of a row takes no part, as in the APIs.
public struct Measure<Value: Decodable & Sendable>: Sendable {
    let untyped: AnyMeasure

    /// The least value first, in an order of groups.
    public var ascending: GroupOrdering { GroupOrdering(subject: .measure(untyped), isDescending: false) }
    /// The greatest value first, in an order of groups.
    public var descending: GroupOrdering { GroupOrdering(subject: .measure(untyped), isDescending: true) }
}

/// A measure without the type of its value.
struct AnyMeasure: Sendable {
    let aggregate: Aggregate
    /// What leads to the rows it is made of; nothing for those of the query itself.
    let steps: [RelationStep]
}

extension Columns {
    /// How many rows there are.
    public var rowCount: Measure<Int> {
        Measure(untyped: AnyMeasure(aggregate: Aggregate(.count, of: nil), steps: steps))
    }
}

extension Column {
    /// How many rows have a value.
    public var count: Measure<Int> { measure(.count) }
    /// How many different values there are.
    public var distinctCount: Measure<Int> { measure(.countDistinct) }

    fileprivate func measure<Result>(_ function: Aggregate.Function) -> Measure<Result> {
        let (steps, field) = shortened
        return Measure(untyped: AnyMeasure(aggregate: Aggregate(function, of: field), steps: steps))
    }
}

extension Column where Value: OrderedValue {
    /// The least value; `nil` where there is none.
    public var min: Measure<Value.Present?> { measure(.min) }
    /// The greatest value; `nil` where there is none.
    public var max: Measure<Value.Present?> { measure(.max) }
}

extension Column where Value: AddableValue {
    /// All values together, exact but for `Double`; `nil` where there is none.
    public var sum: Measure<Value.Sum?> { measure(.sum) }
    /// The sum divided by the number of values; `nil` where there is none.
    public var average: Measure<Value.Average?> { measure(.avg) }
}

extension Column where Value: BooleanValue {
    /// Whether some value is true; `nil` where there is none.
    public var any: Measure<Bool?> { measure(.any) }
    /// Whether every value is true; `nil` where there is none.
    public var all: Measure<Bool?> { measure(.all) }
}

// MARK: - Which values

/// A value of a column that is true or false.
public protocol BooleanValue: Decodable, Sendable {}

extension Bool: BooleanValue {}
extension Optional: BooleanValue where Wrapped: BooleanValue {}

/// A value of a column, of which there is a least and a greatest one.
public protocol OrderedValue: Decodable, Sendable {
    /// The value itself, where it may be missing.
    associatedtype Present: Decodable & Sendable = Self
}

/// A value of a column that can be added.
public protocol AddableValue: OrderedValue {
    /// What several give together.
    associatedtype Sum: Decodable & Sendable = Self
    /// What several give on average.
    associatedtype Average: Decodable & Sendable = Self
}

extension Optional: OrderedValue where Wrapped: OrderedValue {
    /// The value itself.
    public typealias Present = Wrapped.Present
}

extension Optional: AddableValue where Wrapped: AddableValue {
    /// What several give together.
    public typealias Sum = Wrapped.Sum
    /// What several give on average.
    public typealias Average = Wrapped.Average
}

extension String: OrderedValue {}
extension Date: OrderedValue {}
extension CivilDate: OrderedValue {}
extension TimeOfDay: OrderedValue {}
extension Interval: AddableValue {}
extension Double: AddableValue {}
extension Decimal: AddableValue {}

extension Int: AddableValue {
    /// An exact fraction.
    public typealias Average = Decimal
}

extension Int64: AddableValue {
    /// Sums of 64 bits can be greater than these.
    public typealias Sum = Decimal
    /// An exact fraction.
    public typealias Average = Decimal
}
