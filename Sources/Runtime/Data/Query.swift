import PlumblineQuery

/// Which rows are wanted, in which order, and what with them: a value that can be kept, passed on and refined.
///
/// ```swift
/// Appointment.where { $0.provider.id == id && $0.startsAt >= now }.order { $0.startsAt }.limit(20)
/// ```
///
/// `Output` is what each row gives: the row, or a tuple of the row and what it includes.
public struct Query<Row: EntityModel, Output: Sendable>: Sendable {
    var condition: Condition?
    var ordering: [Ordering] = []
    var limit: Int?
    var offset: Int?
    var inclusions: [AnyInclusion] = []
    let decode: @Sendable (RowReader) throws -> Output

    /// Only rows that meet this condition, too.
    public func `where`(_ condition: (Columns<Row, Row>) -> Condition) -> Query {
        var query = self
        let added = condition(Row.columns)
        query.condition = query.condition.map { $0 && added } ?? added
        return query
    }

    /// By a column of the row or of a related one, the least value first; a further call orders rows that are equal until there.
    ///
    /// Rows that are equal in all of it come in the order of their keys. Nulls are the greatest values.
    public func order<Value>(_ column: (Columns<Row, Row>) -> Column<Value>) -> Query {
        order { column($0).ascending }
    }

    /// By a column of the row or of a related one, or by the rows that point here, in a direction:
    /// `.order { $0.client.fullName.descending }`, `.order { $0.appointments.count.descending }`.
    public func order(_ ordering: (Columns<Row, Row>) -> Ordering) -> Query {
        var query = self
        query.ordering.append(ordering(Row.columns))
        return query
    }

    /// So many rows at most.
    public func limit(_ count: Int) -> Query {
        var query = self
        query.limit = max(0, count)
        return query
    }

    /// Without so many rows at the front, all of which are read; ``Session/page(_:size:after:)`` goes on for less.
    public func offset(_ count: Int) -> Query {
        var query = self
        query.offset = max(0, count)
        return query
    }
}

extension EntityModel {
    /// All rows.
    public static var all: Query<Self, Self> {
        Query { try $0.row() }
    }

    /// The rows that meet a condition.
    public static func `where`(_ condition: (Columns<Self, Self>) -> Condition) -> Query<Self, Self> {
        all.where(condition)
    }
}

/// One page of a query's rows.
public struct Page<Output: Sendable>: Sendable {
    /// The rows.
    public let rows: [Output]
    /// Where the next page begins; nil if there is none. Clients of GraphQL and REST get the same text.
    public let nextCursor: String?
}
