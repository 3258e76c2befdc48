import PlumblineQuery
import PlumblineSchema

/// What values of one kind give together: kinds that can do the same share their types.
enum AggregateKind: Hashable {
    /// Values that are only told apart.
    case any
    case boolean
    /// Values with an order.
    case ordered(FieldKind)
    /// Values that can be added.
    case number(FieldKind)

    /// Nil for values that nothing is made of.
    init?(_ field: Field) {
        let kind = FieldKind(field)
        switch kind {
        case .json, .list, .range: return nil
        case .id, .uuid, .bytes, .ipAddress, .enumeration: self = .any
        case .boolean: self = .boolean
        case .string, .dateTime, .date, .localTime: self = .ordered(kind)
        case .int, .bigInt, .decimal, .float, .duration: self = .number(kind)
        }
    }

    /// In the order in which the SDL has them.
    static let all: [AggregateKind] = [
        .any, .boolean, .ordered(.string), .number(.int), .number(.bigInt), .number(.decimal),
        .number(.float), .ordered(.dateTime), .ordered(.date), .ordered(.localTime), .number(.duration),
    ]

    /// The name of the object with the aggregates.
    var typeName: String {
        switch self {
        case .any: "AnyAggregate"
        case .boolean: "BooleanAggregate"
        case .ordered(let kind), .number(let kind): "\(kind.typeName)Aggregate"
        }
    }

    /// The name of the conditions on them.
    var filterName: String { typeName + "Filter" }

    /// The name of the orders by one of them, which needs no more than what can be done with the values.
    var orderName: String {
        switch self {
        case .any, .boolean: "AnyAggregateOrder"
        case .ordered: "OrderedAggregateOrder"
        case .number: "NumberAggregateOrder"
        }
    }

    /// The aggregates with the kinds of their values, in the order of the SDL.
    var functions: [(function: Aggregate.Function, kind: FieldKind)] {
        let counts: [(Aggregate.Function, FieldKind)] = [(.count, .int), (.countDistinct, .int)]
        return switch self {
        case .any: counts
        case .boolean: counts + [(.any, .boolean), (.all, .boolean)]
        case .ordered(let kind): counts + [(.min, kind), (.max, kind)]
        case .number(let kind):
            counts + [(.min, kind), (.max, kind), (.sum, Self.sum(of: kind)), (.avg, Self.average(of: kind))]
        }
    }

    /// The kinds of all that they give.
    var results: [FieldKind] { functions.map(\.kind) }

    private static func sum(of kind: FieldKind) -> FieldKind { kind == .int ? .bigInt : kind }

    private static func average(of kind: FieldKind) -> FieldKind {
        kind == .int || kind == .bigInt ? .decimal : kind
    }
}
