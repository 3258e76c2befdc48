import PlumblineQuery
import PlumblineSchema

extension Field {
    /// How it can be compared in a list.
    var comparisons: [Comparison] {
        let equality: [Comparison] = [.eq, .ne, .in, .notIn]
        let order: [Comparison] = [.lt, .lte, .gt, .gte]
        switch type {
        case .text, .citext: return equality + order + [.contains, .startsWith, .endsWith, .icontains]
        case .smallint, .integer, .bigint, .decimal, .float, .timestamp, .date, .time, .interval:
            return equality + order
        case .boolean: return [.eq, .ne]
        case .uuid, .bytes, .inet, .enumeration: return equality
        case .array, .range: return [.eq, .ne, .contains, .containedBy, .overlaps]
        case .json, .password: return []
        }
    }
}
