/// What the parts of an operation cost. The unit is one row read by its key.
///
/// A page costs its size times what each of its rows costs, at every level: it is the most that can be asked for, as
/// nobody knows before how many rows there are. What its filter and its order say is asked once for each page, so that
/// it is dear within the rows of another.
public struct CostWeights: Sendable, Hashable {
    /// A row, wherever it stands.
    public var row: Int
    /// The lookup of a page.
    public var page: Int
    /// What needs all rows of a list, such as their count.
    public var aggregate: Int
    /// A full-text search.
    public var search: Int
    /// A comparison in a filter, or a term of an order.
    public var condition: Int
    /// A comparison that an index of the values does not serve: a part of a text, something within JSON.
    public var scan: Int
    /// A relation in a filter or an order. To one row it costs so much more; to many, so many times what is asked of
    /// each of them.
    public var join: Int
    /// A row that is changed.
    public var change: Int

    /// Weights that follow what the statements do.
    public init(
        row: Int = 1,
        page: Int = 1,
        aggregate: Int = 10,
        search: Int = 10,
        condition: Int = 1,
        scan: Int = 10,
        join: Int = 10,
        change: Int = 10
    ) {
        self.row = row
        self.page = page
        self.aggregate = aggregate
        self.search = search
        self.condition = condition
        self.scan = scan
        self.join = join
        self.change = change
    }
}
