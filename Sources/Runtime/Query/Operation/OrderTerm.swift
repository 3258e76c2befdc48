/// One term of an order.
public struct OrderTerm: Sendable, Hashable {
    /// What rows are ordered by.
    public var key: OrderKey
    /// Whether the greatest comes first.
    public var isDescending: Bool
    /// Whether rows without a value come first.
    public var nullsFirst: Bool

    /// Creates a term.
    ///
    /// - Parameter nullsFirst: Where rows without a value come; as if null were the greatest unless given, as in
    ///   PostgreSQL.
    public init(_ key: OrderKey, isDescending: Bool, nullsFirst: Bool? = nil) {
        self.key = key
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst ?? isDescending
    }

    /// Creates a term that orders by a field of the rows.
    public init(field: String, isDescending: Bool, nullsFirst: Bool? = nil) {
        self.init(.field(field), isDescending: isDescending, nullsFirst: nullsFirst)
    }
}

/// What rows are ordered by. Values and rows that the caller may not read count as null and as absent.
public indirect enum OrderKey: Sendable, Hashable {
    /// A field of the row.
    case field(String)
    /// Of the row that a to-one relation points at.
    case related(relation: String, OrderKey)
    /// Of the one row that points here.
    case inverse(String, OrderKey)
    /// How many rows of an inverse there are.
    case count(inverse: String)
    /// The least that a row of an inverse has.
    case min(inverse: String, OrderKey)
    /// The greatest that a row of an inverse has.
    case max(inverse: String, OrderKey)
    /// What a number, or a length of time, of the rows of an inverse is together; null where none has a value.
    case sum(inverse: String, OrderKey)
    /// What it is on average.
    case avg(inverse: String, OrderKey)
    /// How well the words of a search fit the row (`ts_rank` of PostgreSQL); needs the entity's `search`.
    case searchRank(Operand)

    /// The key in words, without any value.
    var name: String {
        switch self {
        case .field(let field): field
        case .related(let relation, let key): "\(relation).\(key.name)"
        case .inverse(let inverse, let key): "\(inverse).\(key.name)"
        case .count(let inverse): "count(\(inverse))"
        case .min(let inverse, let key): "min(\(inverse).\(key.name))"
        case .max(let inverse, let key): "max(\(inverse).\(key.name))"
        case .sum(let inverse, let key): "sum(\(inverse).\(key.name))"
        case .avg(let inverse, let key): "avg(\(inverse).\(key.name))"
        case .searchRank: "rank()"
        }
    }
}
