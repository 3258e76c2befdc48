/// What lies from a start on and before an end: `[start, end)`. A side without a bound is open.
public struct HalfOpenRange<Bound> {
    /// The first that is in it; nil where it has no beginning.
    public var start: Bound?
    /// The first that no longer is; nil where it has no end.
    public var end: Bound?

    /// Creates a range; the end must come after the start, which `validate()` of an input checks.
    public init(from start: Bound? = nil, to end: Bound? = nil) {
        self.start = start
        self.end = end
    }
}

extension HalfOpenRange where Bound: Comparable {
    /// Whether the value is in it.
    public func contains(_ value: Bound) -> Bool {
        (start.map { $0 <= value } ?? true) && (end.map { value < $0 } ?? true)
    }

    /// Whether some value could be in both.
    public func overlaps(_ other: Self) -> Bool {
        func ends(_ end: Bound?, before start: Bound?) -> Bool {
            guard let end, let start else { return false }
            return end <= start
        }
        return !ends(end, before: other.start) && !ends(other.end, before: start)
    }
}

extension HalfOpenRange: Sendable where Bound: Sendable {}
extension HalfOpenRange: Equatable where Bound: Equatable {}
extension HalfOpenRange: Hashable where Bound: Hashable {}
extension HalfOpenRange: Encodable where Bound: Encodable {}
extension HalfOpenRange: Decodable where Bound: Decodable {}
