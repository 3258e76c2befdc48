public import PlumblineSchema

/// Finds what rows leave free in one statement: the range that is looked at, less all that the rows take of it.
///
/// It counts rows that the caller may not read, as whoever wants to book has to know; `access.gaps` says who may. Nothing
/// but the beginning and the end of what is free is told.
struct GapPlanner {
    let reader: ReadPlanner
    let query: GapQuery

    func select() throws(QueryError) -> SelectSQL {
        let entity = try reader.schema.required(query.entity)
        try refuseUnlessAllowed(entity)
        let row = RowSource(entity: entity, alias: reader.scope.alias(), isCertain: true)
        guard let rule = entity.rules.first(where: { $0.name == query.rule }),
            let taken = taken(rule, of: row), let bound = entity.gapBound(rule)
        else { throw .unplannable("gaps by \(entity.name).\(query.rule)") }
        let range = Field(name: "within", type: .range(of: bound), origin: rule.origin)
        let window = reader.parameter(query.within, range, path: ["within"])
        var conditions = ["\(taken.range) && \(window)"] + taken.conditions
        for value in query.owner {
            let field = try entity.required(value.field)
            let given = reader.parameter(value.value, field, path: [field.apiName], isCompared: true)
            conditions.append("\(field.type.compared(reader.access.source(field, of: row))) = \(given)")
        }
        return free(
            window,
            "select range_agg(\(taken.range)) from \(row.table) where \(conditions.joined(separator: " and "))",
            bound
        )
    }

    private func refuseUnlessAllowed(_ entity: Entity) throws(QueryError) {
        let rule = entity.access.gaps ?? .literal(.boolean(false))
        if reader.caller.fold(rule) == .literal(.boolean(true)) { return }
        let words = "ask what \(Naming.words(entity.plural)) leave free"
        throw reader.caller.isAuthenticated
            ? QueryError(.forbidden, "You may not \(words).")
            : QueryError(.unauthenticated, "Sign in to \(words).")
    }

    /// What a row takes, written as the constraint is, and which rows take anything.
    private func taken(_ rule: Rule, of row: RowSource) -> (range: String, conditions: [String])? {
        let range: String
        let condition: Expression?
        switch rule.demand {
        case .noOverlap(let start, let end, _, let when):
            range = row.entity.takenRange(from: start, to: end, in: reader.schema, column: row.column)
            condition = when
        case .disjoint(let name, _, let when):
            guard let field = row.entity.field(name) else { return nil }
            range = reader.access.source(field, of: row)
            condition = when
        case .check, .unique, .agrees: return nil
        }
        return (range, condition.map { ["(\(reader.access.value($0, on: row)))"] } ?? [])
    }

    /// The list of what is left of the window.
    private func free(_ window: String, _ taken: String, _ bound: FieldType) -> SelectSQL {
        let gap = reader.scope.alias()
        let multirange = reader.schema.sqlName(of: .range(of: bound)).replacing("range", with: "multirange")
        let length = bound == .timestamp ? FieldType.interval : bound == .date ? .integer : bound
        let origin = Origin("", 0)
        // The length of whole numbers need not be one of their type.
        let number = bound == .integer || bound == .bigint ? "::numeric" : ""
        let isLongEnough = query.minimum.map { minimum in
            let field = Field(name: "atLeast", type: length, origin: origin)
            let given = reader.parameter(minimum, field, path: ["atLeast"])
            return " where upper(free)\(number) - lower(free)\(number) >= \(given)"
        }
        let first = Parameter(source: .pageSize(query.first, reader.limits), type: "bigint", path: ["first"])
        let object = JSONSpelling(style: reader.style).range(
            "\(gap).free",
            bound,
            query.members.map { ($0.key, $0.value) }
        )
        return SelectSQL(
            columns: ["concat('[', string_agg(\(object.sql), ',' order by \(gap).free), ']')"],
            from: "(select free from unnest(\(multirange)(\(window)) - coalesce((\(taken)), '{}')) gaps(free)"
                + "\(isLongEnough ?? "") order by free limit \(reader.scope.sql(first))) \(gap)",
            conditions: []
        )
    }
}

extension Entity {
    /// The type of the ends of what rows take that a rule keeps apart; nil for a rule of another kind.
    public func gapBound(_ rule: Rule) -> FieldType? {
        switch rule.demand {
        case .noOverlap(let start, _, _, _): field(start)?.type
        case .disjoint(let name, _, _): field(name)?.boundType
        case .check, .unique, .agrees: nil
        }
    }
}
