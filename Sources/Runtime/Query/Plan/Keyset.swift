import PlumblineSchema

/// The order of a connection and the positions in it.
///
/// The key comes last, so that the order is total. Nulls are the greatest values, as in PostgreSQL.
struct Keyset {
    /// One term of the order.
    struct Term {
        let field: Field
        let isDescending: Bool
        /// Whether its value may be null, also for want of the right to see it.
        let isNullable: Bool
    }

    /// Which side of a cursor.
    enum Side {
        /// What comes later in the order.
        case after
        /// What comes earlier.
        case before
    }

    let terms: [Term]
    private let reader: ReadPlanner
    private let codecs: [ValueCodec]

    init(_ order: [OrderTerm], of entity: Entity, reader: ReadPlanner) throws(QueryError) {
        self.reader = reader
        var terms: [Term] = []
        let isDescending = order.last?.isDescending ?? false
        let keyTerms = entity.key.map { OrderTerm(field: $0.name, isDescending: isDescending) }
        var missing = Set(keyTerms.map(\.field))
        for term in order + keyTerms where !terms.contains(where: { $0.field.name == term.field }) {
            let field = try entity.required(term.field)
            guard reader.access.shows(field), !field.classes.isEncrypted, field.type.isOrderable else {
                throw .unplannable("order by \(entity.name).\(field.name)")
            }
            let rule = reader.caller.fold(reading: field)
            let isPlain = rule == .literal(.boolean(true))
            terms.append(
                Term(
                    field: field,
                    isDescending: term.isDescending,
                    isNullable: field.isOptional || !isPlain
                )
            )
            // What follows the key cannot matter.
            missing.remove(field.name)
            if missing.isEmpty { break }
        }
        self.terms = terms
        codecs = terms.map { ValueCodec($0.field, schema: reader.schema, style: .rest) }
    }

    /// What stands after ORDER BY.
    func order(_ row: RowSource, reversed: Bool) -> String {
        terms.map { term in
            let direction = term.isDescending != reversed ? " desc" : ""
            return compared(term, of: row) + direction
        }.joined(separator: ", ")
    }

    /// The row's cursor as text: the JSON array of the terms' values in base64url.
    func cursor(_ row: RowSource) -> String {
        var text = JSONText.constant("[")
        for (index, term) in terms.enumerated() {
            if index > 0 { text.append(constant: ",") }
            let value = compared(term, of: row)
            text.append(
                JSONSpelling(style: .rest).json(value, term.field, isNullable: term.isNullable)
            )
        }
        text.append(constant: "]")
        return "translate(encode(convert_to(\(text.sql), 'UTF8'), 'base64'), E'+/=\\n', '-_')"
    }

    private func compared(_ term: Term, of row: RowSource) -> String {
        term.field.type.compared(reader.access.value(term.field, of: row).operand)
    }

    // MARK: - Positions

    /// The rows on one side of a cursor, with the cursor's own place or without it.
    func condition(
        _ side: Side,
        of cursor: Operand,
        argument: String,
        on row: RowSource,
        inclusive: Bool
    ) -> String {
        let values = terms.map { compared($0, of: row) }
        let bounds = terms.indices.map { reader.scope.sql(parameter(cursor, $0, argument: argument)) }
        let isUniform = terms.allSatisfy { !$0.isNullable && $0.isDescending == terms[0].isDescending }
        if isUniform {
            let sign = operatorSign(terms[0], side, inclusive: inclusive)
            return terms.count == 1
                ? "\(values[0]) \(sign) \(bounds[0])"
                : "(\(values.joined(separator: ", "))) \(sign) (\(bounds.joined(separator: ", ")))"
        }
        return nullSafe(side, values, bounds, inclusive: inclusive)
    }

    /// Equal in the first terms and beyond the cursor in the next, for each number of first terms.
    private func nullSafe(_ side: Side, _ values: [String], _ bounds: [String], inclusive: Bool) -> String {
        var alternatives: [String] = []
        var equalities: [String] = []
        for (index, term) in terms.enumerated() {
            let beyond = beyond(term, side, values[index], bounds[index])
            alternatives.append("(\((equalities + [beyond]).joined(separator: " and ")))")
            let equality = term.isNullable ? "is not distinct from" : "="
            equalities.append("\(values[index]) \(equality) \(bounds[index])")
        }
        if inclusive { alternatives.append("(\(equalities.joined(separator: " and ")))") }
        let condition = "(\(alternatives.joined(separator: " or ")))"
        guard !terms[0].isNullable else { return condition }
        // Said by the alternatives already, but so that an index can serve.
        return "\(values[0]) \(operatorSign(terms[0], side, inclusive: true)) \(bounds[0]) and \(condition)"
    }

    private func beyond(_ term: Term, _ side: Side, _ value: String, _ bound: String) -> String {
        let isGreater = term.isDescending != (side == .after)
        guard term.isNullable else { return "\(value) \(isGreater ? ">" : "<") \(bound)" }
        return isGreater
            ? "(\(value) > \(bound) or (\(value) is null and \(bound) is not null))"
            : "(\(value) < \(bound) or (\(value) is not null and \(bound) is null))"
    }

    private func operatorSign(_ term: Term, _ side: Side, inclusive: Bool) -> String {
        (term.isDescending != (side == .after) ? ">" : "<") + (inclusive ? "=" : "")
    }

    /// One value of a cursor.
    func parameter(_ cursor: Operand, _ index: Int, argument: String) -> Parameter {
        Parameter(
            source: .cursor(cursor, codecs, index),
            type: reader.schema.sqlName(of: codecs[index].type),
            path: [argument]
        )
    }
}
