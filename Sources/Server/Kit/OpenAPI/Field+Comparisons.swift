import PlumblineQuery
import PlumblineSchema

extension Field {
    /// How it can be compared in a list.
    var comparisons: [Comparison] {
        let equality: [Comparison] = [.eq, .ne, .in, .notIn]
        let order: [Comparison] = [.lt, .lte, .gt, .gte]
        switch type {
        case .text, .citext:
            return equality + order
                + [.contains, .startsWith, .endsWith, .ieq, .icontains, .istartsWith, .iendsWith]
        case .smallint, .integer, .bigint, .decimal, .float, .timestamp, .date, .time, .interval:
            return equality + order
        case .boolean: return [.eq, .ne]
        case .uuid, .bytes, .enumeration: return equality
        case .inet: return equality + [.contains, .within]
        case .array: return [.eq, .ne, .contains, .containedBy, .overlaps]
        case .range:
            return [.eq, .ne, .contains, .containsRange, .containedBy, .overlaps, .adjacent, .before, .after]
        case .json: return [.hasKey, .hasAllKeys, .hasAnyKey]
        case .password: return []
        }
    }
}

extension Comparison {
    /// Whether it compares with several values.
    var takesList: Bool { self == .in || self == .notIn || self == .hasAllKeys || self == .hasAnyKey }

    /// Whether it compares with keys of JSON.
    var takesKeys: Bool { self == .hasKey || self == .hasAllKeys || self == .hasAnyKey }
}
