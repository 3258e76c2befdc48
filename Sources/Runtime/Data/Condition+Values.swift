import PlumblineQuery
public import PlumblineSchema

/// The values of columns that hold text: `String` and `String?`.
public protocol TextValue: Sendable {}
extension String: TextValue {}
extension String?: TextValue {}

extension Column where Value: TextValue {
    /// The text has that part, compared by code point.
    public func contains(_ part: String) -> Condition { compare(.contains, part) }
    /// The text begins so.
    public func hasPrefix(_ prefix: String) -> Condition { compare(.startsWith, prefix) }
    /// The text ends so.
    public func hasSuffix(_ suffix: String) -> Condition { compare(.endsWith, suffix) }
    /// The text is that one, whatever the case of letters.
    public func equalsIgnoringCase(_ text: String) -> Condition { compare(.ieq, text) }
    /// The text has that part, whatever the case of letters.
    public func containsIgnoringCase(_ part: String) -> Condition { compare(.icontains, part) }
    /// The text begins so, whatever the case of letters.
    public func hasPrefixIgnoringCase(_ prefix: String) -> Condition { compare(.istartsWith, prefix) }
    /// The text ends so, whatever the case of letters.
    public func hasSuffixIgnoringCase(_ suffix: String) -> Condition { compare(.iendsWith, suffix) }
}

/// The values of columns that hold a list: `[Item]` and `[Item]?`.
public protocol ListValue {
    /// What is in the list.
    associatedtype Item: Encodable
}
extension Array: ListValue where Element: Encodable {
    /// What is in the list.
    public typealias Item = Element
}
extension Optional: ListValue where Wrapped: ListValue {
    /// What is in the list.
    public typealias Item = Wrapped.Item
}

extension Column where Value: ListValue {
    /// The list has that item.
    public func contains(_ item: Value.Item) -> Condition { compare(.contains, [item]) }
    /// The list has all of those items.
    public func contains(allOf items: [Value.Item]) -> Condition { compare(.contains, items) }
    /// The list has one of those items at least.
    public func contains(anyOf items: [Value.Item]) -> Condition { compare(.overlaps, items) }
    /// The list has no other items than those.
    public func isContained(in items: [Value.Item]) -> Condition { compare(.containedBy, items) }
    /// The list has no items.
    public var isEmpty: Condition {
        Condition(self) { .compare($0, of: .length, .eq, .integer(0)) }
    }
}

/// The values of columns that hold a range: `HalfOpenRange` and an optional one.
public protocol RangeValue {
    /// What the range lies between.
    associatedtype Bound: Encodable
}
extension HalfOpenRange: RangeValue where Bound: Encodable {}
extension Optional: RangeValue where Wrapped: RangeValue {
    /// What the range lies between.
    public typealias Bound = Wrapped.Bound
}

extension Column where Value: RangeValue {
    /// The value is in the range.
    public func contains(_ value: Value.Bound) -> Condition { compare(.contains, value) }
    /// All of that range is in this one.
    public func contains(_ range: HalfOpenRange<Value.Bound>) -> Condition { compare(.containsRange, range) }
    /// All of this range is in that one.
    public func isContained(in range: HalfOpenRange<Value.Bound>) -> Condition {
        compare(.containedBy, range)
    }
    /// Some value is in both.
    public func overlaps(_ range: HalfOpenRange<Value.Bound>) -> Condition { compare(.overlaps, range) }
    /// One ends where the other begins.
    public func isAdjacent(to range: HalfOpenRange<Value.Bound>) -> Condition { compare(.adjacent, range) }
    /// All of this range comes before that one.
    public func isBefore(_ range: HalfOpenRange<Value.Bound>) -> Condition { compare(.before, range) }
    /// All of this range comes after that one.
    public func isAfter(_ range: HalfOpenRange<Value.Bound>) -> Condition { compare(.after, range) }
}

/// The values of columns that hold an address: `InternetAddress` and an optional one.
public protocol AddressValue: Sendable {}
extension InternetAddress: AddressValue {}
extension InternetAddress?: AddressValue {}

extension Column where Value: AddressValue {
    /// The address or network is within that network, or is it.
    public func isWithin(_ network: InternetAddress) -> Condition { compare(.within, network) }
    /// The network has that address or network in it, or is it.
    public func contains(_ address: InternetAddress) -> Condition { compare(.contains, address) }
}

/// The values of columns that hold JSON: `JSONValue` and an optional one.
public protocol JSONColumnValue: Sendable {}
extension JSONValue: JSONColumnValue {}
extension JSONValue?: JSONColumnValue {}

extension Column where Value: JSONColumnValue {
    /// The JSON has all that is in that one, as `@>` of PostgreSQL compares them.
    public func contains(_ part: JSONValue) -> Condition { compare(.contains, part) }
    /// The object has that key, or the list that text.
    public func hasKey(_ key: String) -> Condition { compare(.hasKey, key) }
}

extension ToMany {
    /// At least one of the rows that point here meets a condition.
    public func contains(_ condition: (Columns<Row, Row>) -> Condition) -> Condition {
        let tree = condition(Row.columns).tree
        return Condition(tree: steps.reversed().reduce(tree) { .through($1, $0) })
    }

    /// Each of the rows that point here meets a condition; so it is where there is none.
    public func allSatisfy(_ condition: (Columns<Row, Row>) -> Condition) -> Condition {
        let tree = condition(Row.columns).tree
        guard case .inverse(let inverse)? = steps.last else { return Condition(tree: tree) }
        let every = Condition.Tree.every(inverse, tree)
        return Condition(tree: steps.dropLast().reversed().reduce(every) { .through($1, $0) })
    }
}
