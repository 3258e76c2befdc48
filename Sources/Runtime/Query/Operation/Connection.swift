/// A page of rows: which, in which order, and what of them.
public struct Connection: Sendable, Hashable {
    /// Which rows, among those the caller may read.
    public var filter: Filter?
    /// The order; the key is always added last, so that it is total.
    public var order: [OrderTerm]
    /// Of rows that agree in these fields, only the first one in the order is in the list; all if there are none.
    public var distinct: [String]
    /// Which page.
    public var page: Page
    /// Whether deleted rows are among them, as far as the caller may restore them.
    public var includesDeleted: Bool
    /// The members of the connection's object, in response order.
    public var members: [Member]

    /// Creates a connection.
    public init(
        filter: Filter?,
        order: [OrderTerm],
        distinct: [String] = [],
        page: Page,
        includesDeleted: Bool = false,
        members: [Member]
    ) {
        self.filter = filter
        self.order = order
        self.distinct = distinct
        self.page = page
        self.includesDeleted = includesDeleted
        self.members = members
    }

    /// One member of a connection's object.
    public enum Member: Sendable, Hashable {
        /// A constant type name.
        case typename(key: String, name: String)
        /// The rows with their cursors.
        case edges(key: String, [Edge])
        /// The rows.
        case nodes(key: String, Selection)
        /// What lies before and after.
        case pageInfo(key: String, [PageInfo])
        /// How many rows there are in all pages.
        case totalCount(key: String)
        /// What the rows of all pages give together.
        case aggregate(key: String, [Aggregate.Member])
        /// The rows of all pages by what they have in common.
        case groups(key: String, Groups)
    }

    /// One member of an edge's object.
    public enum Edge: Sendable, Hashable {
        /// A constant type name.
        case typename(key: String, name: String)
        /// The opaque cursor of the row.
        case cursor(key: String)
        /// The row.
        case node(key: String, Selection)
    }

    /// One member of the page's object.
    public enum PageInfo: Sendable, Hashable {
        /// A constant type name.
        case typename(key: String, name: String)
        /// Whether a page follows.
        case hasNextPage(key: String)
        /// Whether a page comes before.
        case hasPreviousPage(key: String)
        /// The first row's cursor.
        case startCursor(key: String)
        /// The last row's cursor.
        case endCursor(key: String)
    }
}

/// Which page of a connection. An argument that is absent or null is nil.
public struct Page: Sendable, Hashable {
    /// At most so many rows from the front.
    public var first: Operand?
    /// Only rows after this cursor.
    public var after: Operand?
    /// At most so many rows from the back, of those that `first` leaves.
    public var last: Operand?
    /// Only rows before this cursor.
    public var before: Operand?
    /// Without so many rows at the front, of those that the cursors leave; not together with `last`.
    public var offset: Operand?
    /// The most rows that its plan has room for, by which PostgreSQL is told what to expect; nil for the greatest page
    /// that there is.
    public var room: Int?

    /// Creates a page; without `first` and `last` the server's default size from the front.
    public init(
        first: Operand? = nil,
        after: Operand? = nil,
        last: Operand? = nil,
        before: Operand? = nil,
        offset: Operand? = nil,
        room: Int? = nil
    ) {
        self.first = first
        self.after = after
        self.last = last
        self.before = before
        self.offset = offset
        self.room = room
    }

    /// The room for a page of these sizes: one of a few, so that few plans are made. It belongs to the shape of a
    /// request. Nil if there is none for them.
    public static func room(for sizes: [InputValue]) -> Int? {
        var largest: Int64?
        for case .integer(let size) in sizes { largest = max(largest ?? size, size) }
        return largest.flatMap { largest in [10, 20, 50].first { $0 >= largest } }
    }
}
