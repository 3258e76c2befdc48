import PlumblineSchema

/// Prints access rules as the conditions of row-level security, for sessions whose settings say who asks.
///
/// A policy is evaluated with the rights of whoever queries, so that other tables read in it would be cut by their own
/// policies. What a rule reads of other rows therefore goes through functions that run with their owner's rights. They
/// answer the rule's question and no more: which rows are the caller's, or whether the condition holds.
struct PolicyPrinter {
    /// A function that policies call.
    struct Function {
        /// Its name in the schema `plumbline`.
        let name: String
        /// Its parameters with their types, such as `service_id uuid`.
        let parameters: String
        /// The type of what it returns.
        let result: String
        /// The expression that it returns.
        let body: String
    }

    let schema: Schema
    /// What was needed so far, each once, in the order of need.
    private(set) var functions: [Function] = []

    init(_ schema: Schema) {
        self.schema = schema
    }

    /// The condition of a policy on an entity's table, as alternatives, and the functions it calls.
    mutating func condition(_ rule: Expression, on entity: Entity) -> (any: [String], functions: [Function]) {
        var used: [Function] = []
        let alternatives = rule.alternatives.map { condition($0, on: entity, &used) }
        return (alternatives, used)
    }

    private mutating func condition(_ rule: Expression, on entity: Entity, _ used: inout [Function]) -> String
    {
        switch rule {
        case .binary(let connective, let left, let right) where connective == .and || connective == .or:
            let sides = [left, right].map { side in
                let sql = condition(side, on: entity, &used)
                if connective == .and, case .binary(.or, _, _) = side { return "(\(sql))" }
                return sql
            }
            return sides.joined(separator: connective == .and ? " and " : " or ")
        default:
            let (sql, function) = leaf(rule, on: entity)
            if let function { used.append(function) }
            return sql
        }
    }

    private mutating func leaf(_ rule: Expression, on entity: Entity) -> (String, Function?) {
        guard rule.crossesRelations else {
            return (printer(entity, row: "").printCondition(rule), nil)
        }
        if let keys = printer(entity, row: "").callersKeys(rule) {
            let function = keep(
                Function(
                    name: Naming.databaseName("my", keys.words),
                    parameters: "",
                    result: "\(schema.sqlName(of: keys.type))[]",
                    body: "array(\(keys.query))"
                )
            )
            return (
                "\(keys.column) = any ((select plumbline.\(function.name)())::\(function.result))", function
            )
        }
        return verdict(rule, on: entity)
    }

    /// A call of the function that tells whether the condition holds, given what it reads of the row itself.
    private mutating func verdict(_ rule: Expression, on entity: Entity) -> (String, Function?) {
        let read = Set(rule.ownReads(of: entity))
        let fields = entity.fields.filter { read.contains($0.name) }
        let name = Naming.databaseName(entity.table, "where", rule.words)
        let columns = entity.columns(of: fields)
        let parameters = columns.map { [schema] column in
            let type = if case .field(let field) = column { schema.sqlName(of: field.type) } else { "jsonb" }
            return "\(SQLIdentifier.quoted(column.name)) \(type)"
        }
        let make = { [schema] (name: String) in
            Function(
                name: name,
                parameters: parameters.joined(separator: ", "),
                result: "boolean",
                body: SQLExpressionPrinter(
                    forSessionsOf: schema,
                    entity: entity,
                    row: SQLIdentifier.quoted(name)
                )
                .print(rule)
            )
        }
        let function = keep(make(name), renamed: make)
        let arguments = SQLIdentifier.list(columns.map(\.name))
        return ("plumbline.\(SQLIdentifier.quoted(function.name))(\(arguments))", function)
    }

    /// The function under its name, or under the next free one where another has it.
    private mutating func keep(_ function: Function, renamed: ((String) -> Function)? = nil) -> Function {
        var candidate = function
        var number = 1
        while let known = functions.first(where: { $0.name == candidate.name }) {
            if known.parameters == candidate.parameters, known.body == candidate.body { return known }
            number += 1
            let name = Naming.databaseName(function.name, "\(number)")
            candidate =
                renamed?(name)
                ?? Function(
                    name: name,
                    parameters: function.parameters,
                    result: function.result,
                    body: function.body
                )
        }
        functions.append(candidate)
        return candidate
    }

    private func printer(_ entity: Entity, row: String) -> SQLExpressionPrinter {
        SQLExpressionPrinter(forSessionsOf: schema, entity: entity, row: row)
    }
}

extension Expression {
    /// The expressions of which one must hold.
    fileprivate var alternatives: [Expression] {
        guard case .binary(.or, let left, let right) = self else { return [self] }
        return left.alternatives + right.alternatives
    }

    /// Whether it reads another row than its own.
    fileprivate var crossesRelations: Bool {
        switch self {
        case .any: true
        case .path(let path): !path.shortened.relations.isEmpty
        case .literal, .me, .authenticated, .role, .scope: false
        case .unary(_, let operand), .isIn(let operand, _): operand.crossesRelations
        case .binary(_, let left, let right): left.crossesRelations || right.crossesRelations
        case .call(_, let arguments): arguments.contains(where: \.crossesRelations)
        }
    }

    /// The fields of the row itself that it needs; `any(…)` needs the key.
    fileprivate func ownReads(of entity: Entity) -> [String] {
        paths.map { $0.relations.first ?? $0.field } + (hasAny ? entity.key.map(\.name) : [])
    }

    private var hasAny: Bool {
        switch self {
        case .any: true
        case .literal, .path, .me, .authenticated, .role, .scope: false
        case .unary(_, let operand), .isIn(let operand, _): operand.hasAny
        case .binary(_, let left, let right): left.hasAny || right.hasAny
        case .call(_, let arguments): arguments.contains(where: \.hasAny)
        }
    }

    /// The names in it, as a part of a function's name.
    fileprivate var words: String {
        switch self {
        case .path(let path): (path.relations + [path.field]).joined(separator: "_")
        case .any(let inverse, _): inverse
        case .me: "me"
        case .literal, .authenticated, .role, .scope: ""
        case .unary(let unary, let operand):
            (unary == .not ? ["not", operand.words] : [operand.words]).joined(separator: "_")
        case .isIn(let operand, _): operand.words
        case .binary(_, let left, let right):
            [left.words, right.words].filter { !$0.isEmpty }.joined(separator: "_")
        case .call(_, let arguments): arguments.map(\.words).filter { !$0.isEmpty }.joined(separator: "_")
        }
    }
}
