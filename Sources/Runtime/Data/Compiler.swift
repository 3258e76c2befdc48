import PlumblineQuery

/// Turns queries into the planner's operations: their shape, with every value apart from it.
struct Compiler {
    /// Whether no access rule is asked.
    let isUnrestricted: Bool
    /// The values, in the order in which the operation's operands count them.
    private(set) var values: [InputValue] = []

    init(isUnrestricted: Bool) {
        self.isUnrestricted = isUnrestricted
    }

    /// The object that the operands look into.
    var variables: InputValue { .object([.init("v", .list(values))]) }

    mutating func operand(_ value: InputValue) -> Operand {
        values.append(value)
        return .variable("v", path: [.element(values.count - 1)])
    }

    // MARK: - Rows

    /// The connection that a query is.
    mutating func connection<Row, Output>(
        _ query: Query<Row, Output>,
        members: [Connection.Member]? = nil,
        page: PlumblineQuery.Page? = nil
    ) throws -> Connection {
        let condition = query.condition.map { filter($0.tree) }
        let limit = query.limit.map { operand(.integer(Int64($0))) }
        let offset = query.offset.map { operand(.integer(Int64($0))) }
        return Connection(
            filter: condition,
            order: query.ordering.map(\.term),
            page: page ?? PlumblineQuery.Page(first: limit, offset: offset),
            members: try members ?? [.nodes(key: "n", selection(query))]
        )
    }

    /// A row's fields and all that the query includes.
    mutating func selection<Row, Output>(_ query: Query<Row, Output>) throws -> Selection {
        var members = fields(of: Row.entity)
        for (index, inclusion) in query.inclusions.enumerated() {
            members.append(try inclusion.member("+\(index)", &self))
        }
        return Selection(members)
    }

    /// The fields that the struct of a row holds, as far as callers ever see them.
    func fields(of entity: Entity) -> [Selection.Member] {
        entity.selection(
            of: entity.storedFields.filter { isUnrestricted ? $0.type != .password : !$0.isHidden }
        )
    }

    // MARK: - Relations

    /// The row at the end of some relations; each step is an object with the one member `+`.
    func member(_ key: String, along steps: [RelationStep], _ selection: Selection) throws -> Selection.Member
    {
        guard let first = steps.first else { throw DatabaseError.fault("an inclusion of the row itself") }
        let rest = Array(steps.dropFirst())
        let inner = rest.isEmpty ? selection : Selection([try member("+", along: rest, selection)])
        return switch first {
        case .relation(let relation): .toOne(key: key, relation: relation, inner)
        case .inverse(let inverse): .inverseOne(key: key, inverse: inverse, inner)
        }
    }

    /// The rows that point at the row at the end of some relations.
    mutating func member<Row, Output>(
        _ key: String,
        along steps: [RelationStep],
        _ query: Query<Row, Output>
    ) throws -> Selection.Member {
        guard case .inverse(let inverse)? = steps.last else {
            throw DatabaseError.fault("an inclusion of rows without an inverse")
        }
        let connection = try connection(query)
        let before = Array(steps.dropLast())
        guard !before.isEmpty else { return .toMany(key: key, inverse: inverse, connection) }
        return try member(
            key,
            along: before,
            Selection([.toMany(key: "+", inverse: inverse, connection)])
        )
    }

    // MARK: - Conditions

    /// The rows that a query means, for a change of all of them.
    mutating func find<Row, Output>(
        _ query: Query<Row, Output>,
        for purpose: Lock.Purpose,
        atMost: Int
    ) throws -> Find {
        guard query.ordering.isEmpty, query.limit == nil, query.inclusions.isEmpty else {
            throw DatabaseError("BAD_QUERY", "A change of many rows takes a condition alone.")
        }
        return Find(
            entity: Row.entity.name,
            purpose: purpose,
            filter: query.condition.map { filter($0.tree) },
            atMost: operand(.integer(Int64(atMost)))
        )
    }

    private mutating func filter(_ tree: Condition.Tree) -> Filter {
        switch tree {
        case .all(let trees): .and(trees.map { filter($0) })
        case .any(let trees): .or(trees.map { filter($0) })
        case .not(let tree): .not(filter(tree))
        case .compare(let field, let aspect, let comparison, let value):
            .compare(field: field, of: aspect, comparison, operand(value))
        case .isNull(let field, let isNull): .isNull(field: field, isNull)
        case .through(.relation(let relation), let tree): .related(relation: relation, filter(tree))
        case .through(.inverse(let inverse), let tree): .some(inverse: inverse, filter(tree))
        case .every(let inverse, let tree): .every(inverse: inverse, filter(tree))
        }
    }
}
