import PlumblineEmit
import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema

/// An explanation for programs.
struct ExplanationReport: Encodable {
    struct Caller: Encodable {
        let id: String?
        let roles: [String]
        let scopes: [String]
    }

    struct Parameter: Encodable {
        let type: String
        let origin: String
        let description: String
        let value: String?
    }

    struct Rule: Encodable {
        let rule: String
        let spec: String
        let asked: String
    }

    struct Finding: Encodable {
        let kind: String
        let node: Int
        let advice: String
    }

    struct Statement: Encodable {
        let sql: String
        let parameters: [Parameter]
        let rules: [Rule]
        let plan: PlainJSON?
        let findings: [Finding]?
    }

    struct Cost: Encodable {
        let requested: Int
        let maximum: Int?
    }

    struct Problem: Encodable {
        let message: String
        let line: Int?
        let column: Int?
        let path: [String]?

        init(_ error: GraphQLError) {
            message = error.message
            line = error.locations.first?.line
            column = error.locations.first?.column
            path = error.path?.map(\.words)
        }
    }

    var operation: String?
    var kind: String?
    var caller: Caller?
    var cost: Cost?
    var statements: [Statement] = []
    /// Why there is no statement, or what is null.
    var errors: [Problem] = []

    /// What a client would be told instead.
    init(_ errors: GraphQLErrors) {
        self.errors = errors.errors.map(Problem.init)
    }

    init(_ explanation: OperationExplanation, schema: Schema) {
        operation = explanation.name
        kind = explanation.kind.rawValue
        let principal = explanation.principal
        caller = Caller(id: principal.id, roles: principal.roles, scopes: principal.scopes)
        cost = Cost(requested: explanation.cost, maximum: explanation.maximumCost)
        statements = explanation.statements.map { statement in
            Statement(
                sql: statement.step.statement.sql,
                parameters: zip(statement.parameters, statement.step.values).map { note, value in
                    Parameter(
                        type: note.type,
                        origin: note.origin.rawValue,
                        description: note.words,
                        value: note.isSecret ? nil : value.shownText
                    )
                },
                rules: statement.decisions.map { decision in
                    Rule(
                        rule: decision.name(in: schema, kind: explanation.kind),
                        spec: SpecExpressionPrinter.print(decision.rule),
                        asked: SpecExpressionPrinter.print(decision.folded)
                    )
                },
                plan: statement.plan.map { PlainJSON($0.plan.json) },
                findings: statement.plan?.findings.map {
                    Finding(kind: $0.kind.rawValue, node: $0.node, advice: $0.advice)
                }
            )
        }
        errors = explanation.refusals.map(Problem.init)
    }
}

extension GraphQLError.PathSegment {
    /// The name or the number.
    var words: String {
        switch self {
        case .key(let key): key
        case .index(let index): String(index)
        }
    }
}

/// JSON that is printed as it was read.
struct PlainJSON: Encodable {
    private let value: InputValue

    init(_ value: InputValue) {
        self.value = value
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        switch value {
        case .object(let members):
            var container = encoder.container(keyedBy: Name.self)
            for member in members {
                try container.encode(PlainJSON(member.value), forKey: Name(stringValue: member.name))
            }
        case .list(let values):
            var container = encoder.unkeyedContainer()
            for value in values { try container.encode(PlainJSON(value)) }
        default:
            var container = encoder.singleValueContainer()
            switch value {
            case .boolean(let value): try container.encode(value)
            case .integer(let number): try container.encode(number)
            case .number(let text): try container.encode(Double(text))
            case .string(let text): try container.encode(text)
            case .null, .object, .list: try container.encodeNil()
            }
        }
    }
}
