extension Entity {
    /// The SQL of the half-open range between two fields that a row takes.
    ///
    /// A null bound would mean "without end" and a reversed one is an error without a constraint's name; where the
    /// spec does not rule both out, such a row has no range and overlaps with nothing. The constraint and the queries must
    /// write it the same way, so that its index serves them.
    ///
    /// - Parameter column: Writes a column of the row.
    public func takenRange(
        from start: String,
        to end: String,
        in schema: Schema,
        column: (String) -> String
    ) -> String {
        guard let first = field(start), let last = field(end) else { return "null" }
        let (lower, upper) = (column(first.column), column(last.column))
        let range = "\(schema.sqlName(of: .range(of: first.type)))(\(lower), \(upper))"
        let isOrdered = rules.contains { $0.demand.demands(start, before: end) }
        if isOrdered, !first.isOptional, !last.isOptional { return range }
        return "(case when \(lower) <= \(upper) then \(range) end)"
    }
}

extension Rule.Demand {
    /// Whether this is the CHECK that one field is not after the other.
    fileprivate func demands(_ start: String, before end: String) -> Bool {
        guard case .check(.binary(let comparison, .path(let left), .path(let right))) = self else {
            return false
        }
        return switch comparison {
        case .less, .lessOrEqual: left == FieldPath([], start) && right == FieldPath([], end)
        case .greater, .greaterOrEqual: left == FieldPath([], end) && right == FieldPath([], start)
        default: false
        }
    }
}
