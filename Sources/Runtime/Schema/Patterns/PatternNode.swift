/// What a pattern says, as a tree.
indirect enum PatternNode: Sendable, Hashable {
    /// One scalar of a set.
    case one(PatternSet)
    /// One after the other; nothing when empty.
    case sequence([PatternNode])
    /// Any of several.
    case choice([PatternNode])
    /// The same again, so many times.
    case repeated(PatternNode, least: Int, most: Int?)
}

/// Unicode scalars by their numbers.
struct PatternSet: Sendable, Hashable {
    /// In ascending order, with gaps between them.
    let ranges: [ClosedRange<UInt32>]
    /// Whether it has all other scalars instead.
    let isNegated: Bool

    /// Sorts the ranges, and joins those that touch.
    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
        var joined: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound + 1 {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        self.ranges = joined
        self.isNegated = isNegated
    }

    init(_ scalar: Unicode.Scalar) {
        self.init([scalar.value...scalar.value])
    }

    /// Every scalar.
    static let any = PatternSet([], isNegated: true)

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) } != isNegated
    }
}
