import PlumblineQuery
public import PlumblineSchema

/// One term of an order.
public struct Ordering: Sendable {
    var term: OrderTerm

    /// The same direction with rows without a value first.
    public var nullsFirst: Ordering { placingNulls(first: true) }
    /// The same direction with rows without a value last.
    public var nullsLast: Ordering { placingNulls(first: false) }

    private func placingNulls(first: Bool) -> Ordering {
        var ordering = self
        ordering.term.nullsFirst = first
        return ordering
    }
}

/// What many rows that point at a row are in an order: their count, the least or greatest of them, or their sum.
public struct OrderingValue: Sendable {
    let key: OrderKey

    /// The least value first.
    public var ascending: Ordering { Ordering(term: OrderTerm(key, isDescending: false)) }
    /// The greatest value first.
    public var descending: Ordering { Ordering(term: OrderTerm(key, isDescending: true)) }
}

extension Column {
    /// The least value first.
    public var ascending: Ordering { orderingValue.ascending }
    /// The greatest value first.
    public var descending: Ordering { orderingValue.descending }

    private var orderingValue: OrderingValue {
        let (steps, field) = shortened
        return OrderingValue(key: OrderKey.field(field).behind(steps))
    }
}

extension ToMany {
    /// How many rows point here.
    public var count: OrderingValue { value { .count(inverse: $0) } }

    /// The least that one of the rows has which point here: `$0.appointments.min { $0.startsAt }`.
    public func min<Value>(_ column: (Columns<Row, Row>) -> Column<Value>) -> OrderingValue {
        let key = column(Row.columns).ascending.term.key
        return value { .min(inverse: $0, key) }
    }

    /// The greatest that one of the rows has which point here.
    public func max<Value>(_ column: (Columns<Row, Row>) -> Column<Value>) -> OrderingValue {
        let key = column(Row.columns).ascending.term.key
        return value { .max(inverse: $0, key) }
    }

    /// What a number, or a length of time, of the rows which point here is together: `$0.services.sum { $0.priceMinor }`.
    ///
    /// Rows without one count as rows without a value.
    public func sum<Value: AddableValue>(_ column: (Columns<Row, Row>) -> Column<Value>) -> OrderingValue {
        let key = column(Row.columns).ascending.term.key
        return value { .sum(inverse: $0, key) }
    }

    /// What it is on average.
    public func average<Value: AddableValue>(
        _ column: (Columns<Row, Row>) -> Column<Value>
    ) -> OrderingValue {
        let key = column(Row.columns).ascending.term.key
        return value { .avg(inverse: $0, key) }
    }

    private func value(_ key: (String) -> OrderKey) -> OrderingValue {
        // The last step always leads to the rows that point here.
        guard case .inverse(let inverse)? = steps.last else {
            return OrderingValue(key: .field(Field.keyName))
        }
        return OrderingValue(key: key(inverse).behind(Array(steps.dropLast())))
    }
}

extension OrderKey {
    /// The key of the row that some steps lead to.
    fileprivate func behind(_ steps: [RelationStep]) -> OrderKey {
        steps.reversed().reduce(self) { key, step in
            switch step {
            case .relation(let relation): .related(relation: relation, key)
            case .inverse(let inverse): .inverse(inverse, key)
            }
        }
    }
}
