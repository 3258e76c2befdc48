/// What the parts of an operation cost. The unit is one row read by its key.
///
/// A page costs its size times what each of its rows costs, at every level: it is the most that can be asked for, as
/// nobody knows before how many rows there are.
public struct CostWeights: Sendable, Hashable {
    /// A row, wherever it stands.
    public var row: Int
    /// The lookup of a page.
    public var page: Int
    /// What is told of all rows of a list, such as their count.
    public var aggregate: Int
    /// A full-text search.
    public var search: Int
    /// A row that is changed.
    public var change: Int

    /// Weights that follow what the statements do.
    public init(row: Int = 1, page: Int = 1, aggregate: Int = 10, search: Int = 10, change: Int = 10) {
        self.row = row
        self.page = page
        self.aggregate = aggregate
        self.search = search
        self.change = change
    }
}
