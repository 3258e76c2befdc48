import PlumblineSchema

/// The order of a connection and the positions in it.
///
/// The key comes last, so that the order is total.
struct Keyset {
    /// One term of the order.
    struct Term {
        /// Nil for the name of the row's entity.
        let key: OrderKey?
        let value: OrderPlanner.Value
        let isDescending: Bool
        let nullsFirst: Bool
    }

    /// What is the same for the rows of all entities in one list.
    struct Shared {
        /// The name of the type that they have in common.
        let type: String
        /// Whether the value of each term may be null.
        let isNullable: [Bool]
    }

    /// Which side of a cursor.
    enum Side {
        /// What comes later in the order.
        case after
        /// What comes earlier.
        case before
    }

    private let terms: [Term]
    private let reader: ReadPlanner
    private let form: CursorForm
    /// Whether rows of other entities are in the same order.
    private let isShared: Bool

    /// The order of a row source; what relations lead to is joined to it.
    ///
    /// - Parameter shared: What it shares with the orders of other entities' rows; the entity's name comes last then.
    init(
        _ order: [OrderTerm],
        of row: RowSource,
        joins: Joins,
        reader: ReadPlanner,
        sharing shared: Shared? = nil
    ) throws(QueryError) {
        let planner = OrderPlanner(reader: reader)
        var terms: [Term] = []
        for (index, term) in Self.total(order, of: row.entity).enumerated() {
            var value = try planner.value(term.key, of: row, joins: joins)
            if let shared, shared.isNullable.indices.contains(index) {
                value.isNullable = shared.isNullable[index]
            }
            terms.append(
                Term(
                    key: term.key,
                    value: value,
                    isDescending: term.isDescending,
                    nullsFirst: term.nullsFirst
                )
            )
        }
        if shared != nil { terms.append(try Self.entityName(of: row, after: terms.last)) }
        let form = CursorForm(
            order: Self.mark(of: terms, in: shared?.type ?? row.entity.name),
            codecs: terms.map { ValueCodec($0.value.field, schema: reader.schema, style: .rest) },
            isNullable: terms.map(\.value.isNullable)
        )
        self.init(terms, reader, form, isShared: shared != nil)
    }

    private init(_ terms: [Term], _ reader: ReadPlanner, _ form: CursorForm, isShared: Bool) {
        self.terms = terms
        self.reader = reader
        self.form = form
        self.isShared = isShared
    }

    /// The terms, each once, and the key; what follows the key cannot matter.
    private static func total(_ order: [OrderTerm], of entity: Entity) -> [OrderTerm] {
        let isDescending = order.last?.isDescending ?? false
        let keyTerms = entity.key.map { OrderTerm(field: $0.name, isDescending: isDescending) }
        var missing = Set(keyTerms.map(\.key))
        var terms: [OrderTerm] = []
        for term in order + keyTerms where !terms.contains(where: { $0.key == term.key }) {
            terms.append(term)
            missing.remove(term.key)
            if missing.isEmpty { break }
        }
        return terms
    }

    /// The term that tells rows of several entities apart which have one key, in the direction of the key.
    private static func entityName(of row: RowSource, after last: Term?) throws(QueryError) -> Term {
        let field = try row.entity.required(row.entity.key.first?.name ?? Field.keyName).retyped(.text)
        let sql = "(\(SQLLiteral.quoted(row.entity.name))::text collate \"C\")"
        return Term(
            key: nil,
            value: OrderPlanner.Value(sql: sql, field: field, isNullable: false),
            isDescending: last?.isDescending ?? false,
            nullsFirst: last?.nullsFirst ?? false
        )
    }

    /// Whether the value of each term may be null.
    var isNullable: [Bool] { terms.map(\.value.isNullable) }

    /// What tells the order from others, in a few characters.
    private static func mark(of terms: [Term], in type: String) -> String {
        let words = terms.map { term in
            "\(term.key?.name ?? "type") \(term.isDescending ? "desc" : "asc") \(term.nullsFirst ? "first" : "last")"
        }
        return String(SHA256Digest.hex(of: (type + ":" + words.joined(separator: ",")).utf8).prefix(8))
    }

    // MARK: - Rows

    /// What has to be selected beside a row's columns, for ``inPage(_:)``.
    var columns: String {
        terms.enumerated().filter { isShared || !$1.isColumn }
            .map { ", \($1.value.sql) as \(Self.column($0))" }.joined()
    }

    /// The same order of rows that were selected with ``columns``.
    func inPage(_ page: RowSource) throws(QueryError) -> Keyset {
        let planner = OrderPlanner(reader: reader)
        var moved: [Term] = []
        for (index, term) in terms.enumerated() {
            var value = term.value
            if let key = term.key, !isShared, term.isColumn {
                value = try planner.value(key, of: page, joins: Joins())
            } else {
                value.sql = "\(page.alias).\(Self.column(index))"
            }
            moved.append(
                Term(
                    key: term.key,
                    value: value,
                    isDescending: term.isDescending,
                    nullsFirst: term.nullsFirst
                )
            )
        }
        return Keyset(moved, reader, form, isShared: isShared)
    }

    /// No field can have this name.
    private static func column(_ index: Int) -> String { "\"#\(index)\"" }

    /// What stands after ORDER BY.
    func order(reversed: Bool) -> String {
        terms.map { term in
            let isDescending = term.isDescending != reversed
            let nullsFirst = term.nullsFirst != reversed
            // Where it goes without saying, an index as the spec declares it serves.
            let nulls =
                !term.value.isNullable || nullsFirst == isDescending
                ? "" : nullsFirst ? " nulls first" : " nulls last"
            return term.value.sql + (isDescending ? " desc" : "") + nulls
        }.joined(separator: ", ")
    }

    /// The row's cursor as text: the JSON array of the order's mark and the terms' values in base64url.
    var cursor: String {
        var text = JSONText.constant("[\"\(form.order)\"")
        for term in terms {
            text.append(constant: ",")
            text.append(
                JSONSpelling(style: .rest).json(
                    term.value.sql,
                    term.value.field,
                    isNullable: term.value.isNullable
                )
            )
        }
        text.append(constant: "]")
        return "translate(encode(convert_to(\(text.sql), 'UTF8'), 'base64'), E'+/=\\n', '-_')"
    }

    /// The row's cursor as JSON.
    var quotedCursor: JSONText {
        var text = JSONText.constant("\"")
        text.append(sql: cursor)
        text.append(constant: "\"")
        return text
    }

    // MARK: - Positions

    /// The rows on one side of a cursor, with the cursor's own place or without it.
    func condition(_ side: Side, of cursor: Operand, argument: String, inclusive: Bool) -> String {
        condition(side, terms.map(\.value.sql), bounds(cursor, argument), inclusive: inclusive)
    }

    /// Whether one cursor's place comes before another's.
    func precedes(_ first: Operand, _ firstName: String, _ second: Operand, _ secondName: String) -> String {
        // Columns bring their collation, parameters do not.
        let values = zip(terms, bounds(first, firstName)).map { term, bound in
            reader.schema.sqlName(of: term.value.field.type) == "text" ? "(\(bound) collate \"C\")" : bound
        }
        return "(\(condition(.before, values, bounds(second, secondName), inclusive: false))) is true"
    }

    private func bounds(_ cursor: Operand, _ argument: String) -> [String] {
        terms.indices.map { reader.scope.sql(parameter(cursor, $0, argument: argument)) }
    }

    private func condition(
        _ side: Side,
        _ values: [String],
        _ bounds: [String],
        inclusive: Bool
    ) -> String {
        let isUniform = terms.allSatisfy {
            !$0.value.isNullable && $0.isDescending == terms[0].isDescending
        }
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
            let equality = term.value.isNullable ? "is not distinct from" : "="
            equalities.append("\(values[index]) \(equality) \(bounds[index])")
        }
        if inclusive { alternatives.append("(\(equalities.joined(separator: " and ")))") }
        let condition = "(\(alternatives.joined(separator: " or ")))"
        guard !terms[0].value.isNullable else { return condition }
        // Said by the alternatives already, but so that an index can serve.
        return "\(values[0]) \(operatorSign(terms[0], side, inclusive: true)) \(bounds[0]) and \(condition)"
    }

    private func beyond(_ term: Term, _ side: Side, _ value: String, _ bound: String) -> String {
        let sign = isGreater(term, side) ? ">" : "<"
        guard term.value.isNullable else { return "\(value) \(sign) \(bound)" }
        let nullsAreBeyond = term.nullsFirst != (side == .after)
        return nullsAreBeyond
            ? "(\(value) \(sign) \(bound) or (\(value) is null and \(bound) is not null))"
            : "(\(value) \(sign) \(bound) or (\(value) is not null and \(bound) is null))"
    }

    private func isGreater(_ term: Term, _ side: Side) -> Bool { term.isDescending != (side == .after) }

    private func operatorSign(_ term: Term, _ side: Side, inclusive: Bool) -> String {
        (isGreater(term, side) ? ">" : "<") + (inclusive ? "=" : "")
    }

    /// One value of a cursor.
    func parameter(_ cursor: Operand, _ index: Int, argument: String) -> Parameter {
        Parameter(
            source: .cursor(cursor, form, index),
            type: reader.schema.sqlName(of: form.codecs[index].type),
            path: [argument]
        )
    }
}

extension Keyset.Term {
    /// Whether it is a value of the row itself, and so of every copy of the row.
    fileprivate var isColumn: Bool {
        if case .field = key { true } else { false }
    }
}
