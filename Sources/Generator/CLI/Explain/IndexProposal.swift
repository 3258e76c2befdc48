import PlumblineSchema

/// An index that a spec could list.
struct IndexProposal: Hashable {
    /// The entity, or the table where no entity has it.
    let owner: String
    /// Where the entity is.
    let origin: Origin?
    /// The fields by their names in the spec, or the columns of a table that no entity has.
    let fields: [String]
    /// Whether it finds texts by parts of them.
    var isTrigram = false

    /// The line under `indexes:` of the entity.
    var line: String {
        let manner = isTrigram ? ", using: gin, operator_class: gin_trgm_ops" : ""
        return "- { fields: [\(fields.joined(separator: ", "))]\(manner) }"
    }

    /// The proposal as part of a sentence.
    var words: String {
        guard let origin else { return "An index on \(fields.joined(separator: ", "))" }
        return "The index `\(line)`, in the `indexes:` of \(owner) (\(origin)),"
    }

    private init(owner: String, origin: Origin?, fields: [String]) {
        self.owner = owner
        self.origin = origin
        self.fields = fields
    }

    /// An index over fields of an entity.
    init(_ entity: Entity, _ fields: [Field]) {
        let names = fields.map { field in field.part.map { "\($0.object).\($0.member)" } ?? field.name }
        self.init(owner: entity.name, origin: entity.origin, fields: names)
    }

    /// The index that leads to the rows of a condition; nil if no index on columns does.
    ///
    /// - Parameter condition: As PostgreSQL prints it in a plan.
    init?(condition: String, table: String, schema: Schema) {
        let comparisons = SQLComparisons(condition)
        guard comparisons.isWhole else { return nil }
        let isTrigram = comparisons.indexable.isEmpty
        let columns = isTrigram ? Array(comparisons.patterns.prefix(1)) : comparisons.indexable
        guard !columns.isEmpty else { return nil }
        guard let entity = schema.entities.first(where: { $0.table == table }) else {
            self.init(owner: table, origin: nil, fields: columns)
            return
        }
        let known = columns.compactMap { column in entity.storedFields.first { $0.column == column } }
        guard known.count == columns.count else { return nil }
        self.init(entity, known)
        self.isTrigram = isTrigram
    }

    /// What to do about a scan that throws nearly all away.
    static func remedy(for condition: String, table: String, schema: Schema) -> String {
        guard let proposal = IndexProposal(condition: condition, table: table, schema: schema) else {
            return """
                The condition has a part, such as an `or`, that no single index serves: ask for less, or for an order \
                that an index of the other parts has.
                """
        }
        let orders = schema.entities.first { $0.table == table }?.indexOrders ?? []
        if !proposal.isTrigram, orders.contains(where: { $0.starts(with: proposal.fields) }) {
            return """
                There is an index on \(proposal.fields.joined(separator: ", ")), which PostgreSQL did not take: \
                `analyze \(table)`, and see whether the order that is asked for is that of an index.
                """
        }
        return "\(proposal.words) would find them."
    }
}

extension Entity {
    /// The fields of each index, key and rule of uniqueness that holds all rows, in their order.
    var indexOrders: [[String]] {
        let unique = rules.compactMap { rule -> [String]? in
            if case .unique(let fields, condition: nil) = rule.demand { fields } else { nil }
        }
        return [key.map(\.name)] + unique + indexes.filter(\.leadsToItsFirstField).map(\.fields)
    }
}

/// The comparisons of columns with values that must all hold, in a condition as PostgreSQL prints it.
struct SQLComparisons {
    /// Columns that must have one of some values.
    private(set) var equal: [String] = []
    /// Columns that must lie in a range.
    private(set) var ranged: [String] = []

    /// Columns that must be like a pattern.
    private(set) var patterns: [String] = []

    /// Whether nothing else stands in the condition.
    private(set) var isWhole = true

    /// The columns that an index on them finds rows by: those with given values, then one with a range.
    var indexable: [String] {
        (equal + ranged.filter { !equal.contains($0) }.prefix(1)).reduce(into: []) { columns, column in
            if !columns.contains(column) { columns.append(column) }
        }
    }

    init(_ condition: String) {
        read(SQLPiece.pieces(of: SQLTokens.of(condition)))
    }

    private mutating func read(_ pieces: [SQLPiece]) {
        if pieces.count == 1, case .group(let open, let inside, _) = pieces[0], open.text == "(" {
            return read(inside)
        }
        let parts = pieces.split { $0.word == "and" }
        guard parts.count < 2 else {
            for part in parts { read(Array(part)) }
            return
        }
        guard !pieces.contains(where: { $0.word == "or" }), pieces.count >= 3,
            let column = Self.column(pieces[0]), case .token(let sign) = pieces[1]
        else {
            isWhole = false
            return
        }
        switch sign.text.lowercased() {
        case "=": equal.append(column)
        case "is" where pieces[2].word == "null": equal.append(column)
        case "<", "<=", ">", ">=": ranged.append(column)
        case "~~", "~~*": patterns.append(column)
        default: isWhole = false
        }
    }

    /// A column, perhaps in brackets and behind its table's name.
    private static func column(_ piece: SQLPiece) -> String? {
        switch piece {
        case .group(let open, let inside, _) where open.text == "(" && inside.count == 1: column(inside[0])
        case .group: nil
        case .token(let token):
            if let last = token.text.split(separator: ".").last, token.text.first?.isNumber == false,
                token.text.first != "$", token.text.first != "'"
            {
                last.first == "\"" ? String(last.dropFirst().dropLast()) : String(last)
            } else {
                nil
            }
        }
    }
}
