public import Foundation
import PlumblineQuery
public import PlumblineSchema

/// The rows of a query by what they have in common, and what those of each group give together: a value that can be kept,
/// passed on and refined, as a ``Query`` is.
///
/// ```swift
/// Appointment.all.grouped(by: { $0.status }, giving: { ($0.rowCount, $0.startsAt.max) })
///     .having { $0.rowCount > 1 }.order { $0.rowCount.descending }.limit(5)
/// ```
public struct Grouping<Row: EntityModel, Key, Values>: Sendable {
    let condition: Condition?
    let keys: [AnyGroupKey]
    let measures: [AnyMeasure]
    var having: GroupCondition?
    var ordering: [GroupOrdering] = []
    var limit: Int?
    var offset: Int?
    let decode: @Sendable (inout ValueReader, inout ValueReader) throws -> Group

    /// Only groups that meet this condition, too.
    public func having(_ condition: (Columns<Row, Row>) -> GroupCondition) -> Grouping {
        var grouping = self
        let added = condition(Row.columns)
        grouping.having = grouping.having.map { $0 && added } ?? added
        return grouping
    }

    /// By what the rows of a group give together; a further call orders groups that are equal until there.
    ///
    /// Groups that are equal in all of it come in the order of what their rows have in common.
    public func order(_ ordering: (Columns<Row, Row>) -> GroupOrdering) -> Grouping {
        var grouping = self
        grouping.ordering.append(ordering(Row.columns))
        return grouping
    }

    /// By what the rows of a group have in common.
    public func order(_ ordering: (Columns<Row, Row>) -> Ordering) -> Grouping {
        let term = ordering(Row.columns).term
        var grouping = self
        grouping.ordering.append(
            GroupOrdering(
                subject: .key(term.key),
                isDescending: term.isDescending,
                placesNullsFirst: term.nullsFirst
            )
        )
        return grouping
    }

    /// So many groups at most.
    public func limit(_ count: Int) -> Grouping {
        var grouping = self
        grouping.limit = max(0, count)
        return grouping
    }

    /// Without so many groups at the front.
    public func offset(_ count: Int) -> Grouping {
        var grouping = self
        grouping.offset = max(0, count)
        return grouping
    }
}

extension Grouping {
    /// Rows that have something in common.
    public struct Group {
        /// What they have in common: of a stretch of time its beginning.
        public let key: Key
        /// What they give together.
        public let values: Values
    }
}

extension Grouping.Group: Sendable where Key: Sendable, Values: Sendable {}

extension Query {
    /// The rows by what they have in common, whatever the query's order, limit and inclusions.
    ///
    /// - Parameters:
    ///   - keys: One or several columns, or stretches of time: `{ ($0.status, $0.startsAt.by(.month)) }`.
    ///   - measures: What the rows of each group give together, one value or several.
    public func grouped<each Part: Groupable, each Value: Decodable & Sendable>(
        by keys: (Columns<Row, Row>) -> (repeat each Part),
        giving measures: (Columns<Row, Row>) -> (repeat Measure<each Value>)
    ) -> Grouping<Row, (repeat (each Part).Key), (repeat each Value)> {
        let parts = keys(Row.columns)
        let wanted = measures(Row.columns)
        var untypedKeys: [AnyGroupKey] = []
        repeat untypedKeys.append((each parts).groupKey.untyped)
        var untypedMeasures: [AnyMeasure] = []
        repeat untypedMeasures.append((each wanted).untyped)
        return Grouping(condition: condition, keys: untypedKeys, measures: untypedMeasures) { keys, values in
            Grouping.Group(
                key: (repeat try keys.next((each Part).Key.self)),
                values: (repeat try values.next((each Value).self))
            )
        }
    }
}

// MARK: - Keys

/// What rows can be grouped by: a column, or a stretch of its time.
public protocol Groupable<Key>: Sendable {
    /// What the rows of a group have in common.
    associatedtype Key: Decodable & Sendable
    /// How they are grouped.
    var groupKey: GroupKey<Key> { get }
}

/// A column by which rows are grouped, perhaps by a stretch of its time.
public struct GroupKey<Key: Decodable & Sendable>: Groupable {
    let untyped: AnyGroupKey

    /// Itself.
    public var groupKey: GroupKey<Key> { self }
}

/// A key without the type of its values.
struct AnyGroupKey: Sendable {
    let field: String
    /// What leads to the rows whose field it is; nothing for those of the query itself.
    let steps: [RelationStep]
    var unit: Groups.Bucket.Unit?
    var zone: String?
}

extension Column: Groupable where Value: Decodable {
    /// The column's value.
    public var groupKey: GroupKey<Value> { key() }

    fileprivate func key(_ unit: String? = nil, zone: String? = nil) -> GroupKey<Value> {
        let (steps, field) = shortened
        let unit = unit.flatMap { Groups.Bucket.Unit(rawValue: $0) }
        return GroupKey(untyped: AnyGroupKey(field: field, steps: steps, unit: unit, zone: zone))
    }
}

/// A stretch of time. A week begins on Monday.
public enum TimeUnit: String, Sendable, Hashable, CaseIterable {
    case minute, hour, day, week, month, quarter, year
}

/// A stretch of days. A week begins on Monday.
public enum DateUnit: String, Sendable, Hashable, CaseIterable {
    case day, week, month, quarter, year
}

extension Column where Value == Date {
    /// The stretch of time that it is in, by the clocks and calendars of a zone.
    public func by(_ unit: TimeUnit, in zone: TimeZone = .gmt) -> GroupKey<Date> {
        key(unit.rawValue, zone: zone.identifier)
    }
}

extension Column where Value == Date? {
    /// The stretch of time that it is in, by the clocks and calendars of a zone.
    public func by(_ unit: TimeUnit, in zone: TimeZone = .gmt) -> GroupKey<Date?> {
        key(unit.rawValue, zone: zone.identifier)
    }
}

extension Column where Value == CivilDate {
    /// The stretch of days that it is in.
    public func by(_ unit: DateUnit) -> GroupKey<CivilDate> { key(unit.rawValue) }
}

extension Column where Value == CivilDate? {
    /// The stretch of days that it is in.
    public func by(_ unit: DateUnit) -> GroupKey<CivilDate?> { key(unit.rawValue) }
}

// MARK: - Order

/// One term of an order of groups.
public struct GroupOrdering: Sendable {
    enum Subject: Sendable {
        case measure(AnyMeasure)
        case key(OrderKey)
    }

    let subject: Subject
    let isDescending: Bool
    var placesNullsFirst: Bool?

    /// The same direction with groups that have no value first.
    public var nullsFirst: GroupOrdering { placingNulls(first: true) }

    /// The same direction with groups that have no value last.
    public var nullsLast: GroupOrdering { placingNulls(first: false) }

    private func placingNulls(first: Bool) -> GroupOrdering {
        GroupOrdering(subject: subject, isDescending: isDescending, placesNullsFirst: first)
    }
}
