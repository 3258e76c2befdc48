import PlumblineSchema

/// The rows that an inverse of one row gives: those that point at it, or those that its many-to-many relation leads
/// to. A caller who may not read what ties a row to this one does not find it.
struct InversePlanner {
    /// The entity of the rows.
    let rows: Entity
    private let row: RowSource
    private let reader: ReadPlanner
    private let source: Entity
    private let pointer: Field
    private let onward: Field?

    init(_ inverse: Inverse, of row: RowSource, reader: ReadPlanner) throws(QueryError) {
        self.row = row
        self.reader = reader
        source = try reader.schema.required(inverse.entity)
        pointer = try source.required(inverse.field)
        if let name = inverse.onward {
            let field = try source.required(name)
            onward = field
            rows = try reader.schema.requiredTarget(of: field)
        } else {
            onward = nil
            rows = source
        }
    }

    /// What ties a row of the entity to the row that is looked from.
    func tie(_ candidate: RowSource) -> Condition {
        guard let onward else { return pointsHere(candidate) }
        let between = RowSource(entity: source, alias: reader.scope.alias(), isCertain: true)
        let leadsOn = Condition.sql(
            "\(reader.access.value(onward, of: between).operand) = \(candidate.key)"
        )
        let conditions = [pointsHere(between), leadsOn, reader.access.readable(between)]
        guard let all = Condition.all(conditions) else { return .never }
        let table = source.sqlTable
        return .sql("exists (select from \(table) \(between.alias) where \(all.joined(separator: " and ")))")
    }

    private func pointsHere(_ candidate: RowSource) -> Condition {
        .sql("\(reader.access.value(pointer, of: candidate).operand) = \(row.key)")
    }
}
