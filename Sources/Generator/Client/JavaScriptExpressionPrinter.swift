public import PlumblineSchema

/// Prints expressions of an entity as JavaScript that calls the functions of `language.js`.
///
/// What the row is asked for is `row.get("startsAt")`, by the API's names, and `row.now()`; what no browser can know
/// (other rows, the caller, new keys) is `undecided()`, which leaves the verdict to the server.
public struct JavaScriptExpressionPrinter: Sendable {
    private let schema: Schema
    private let entity: Entity

    /// Creates a printer for the rows of an entity.
    public init(schema: Schema, entity: Entity) {
        self.schema = schema
        self.entity = entity
    }

    /// The value of the expression, exact in all three truth values.
    public func print(_ expression: Expression) -> String { fragment(expression).text }

    /// The functions of `language.js` that the printed expression calls.
    public func functions(of expression: Expression) -> Set<String> { fragment(expression).functions }

    private func fragment(_ expression: Expression) -> JavaScriptFragment {
        switch expression {
        case .literal(let literal): .literal(literal)
        case .path(let path): field(at: path.shortened)
        case .me, .authenticated, .role, .scope, .any: .undecided
        case .unary(.negate, .literal(.integer(let number))) where number > 0: .literal(.integer(-number))
        case .unary(let unary, let operand): .call(unary.rawValue, [fragment(operand)])
        case .binary(let binary, let left, let right): calculation(binary, left, right)
        case .isIn(let operand, let literals): .call("isAmong", [fragment(operand), .list(literals)])
        case .call(let function, let arguments): call(function, arguments.map(fragment))
        }
    }

    private func field(at path: FieldPath) -> JavaScriptFragment {
        // How addresses compare is left to the server.
        guard path.relations.isEmpty, let field = entity.field(path.field), field.type != .inet,
            field.elementType != .inet
        else { return .undecided }
        return JavaScriptFragment("row.get(\(JavaScriptText.quoted(field.apiName)))")
    }

    private func calculation(_ binary: BinaryOperator, _ left: Expression, _ right: Expression)
        -> JavaScriptFragment
    {
        let (first, second) = (fragment(left), fragment(right))
        return switch (binary, kind(left), kind(right)) {
        case (.and, _, _), (.or, _, _): .call(binary.rawValue, [first, second.deferred])
        case (.add, .timestamp, _): .call("moved", [first, second])
        case (.add, _, .timestamp): .call("moved", [second, first])
        case (.subtract, .timestamp, .duration): .call("movedBack", [first, second])
        case (.add, .date, _): .call("movedDate", [first, second])
        case (.subtract, .date, .duration): .call("movedDateBack", [first, second])
        default: .call(binary.rawValue, [first, second])
        }
    }

    private func call(_ function: Function, _ arguments: [JavaScriptFragment]) -> JavaScriptFragment {
        switch function {
        case .now: JavaScriptFragment("row.now()")
        case .uuidV4, .uuidV7, .next: .undecided
        case .length, .lower, .upper, .trim, .left, .right, .minutes, .hours, .days:
            .call(function.rawValue, arguments)
        }
    }

    // MARK: - Types

    /// The part of an expression's type that changes how it is calculated.
    private enum Kind {
        case timestamp, date, duration, other
    }

    private func kind(_ expression: Expression) -> Kind {
        switch expression {
        case .path(let path):
            switch schema.field(at: path, from: entity)?.type {
            case .timestamp: .timestamp
            case .date: .date
            case .interval: .duration
            default: .other
            }
        case .call(.now, _): .timestamp
        case .call(.minutes, _), .call(.hours, _), .call(.days, _): .duration
        case .unary(.negate, let operand): kind(operand)
        case .binary(.add, let left, let right), .binary(.subtract, let left, let right):
            switch (kind(left), kind(right)) {
            case (.timestamp, .timestamp): .duration
            case (.other, let other), (.duration, let other): other
            case (let other, _): other
            }
        default: .other
        }
    }
}

/// A piece of JavaScript, with the functions of `language.js` in it.
private struct JavaScriptFragment {
    let text: String
    let functions: Set<String>

    init(_ text: String, _ functions: Set<String> = []) {
        self.text = text
        self.functions = functions
    }

    static let undecided = call("undecided", [])

    static func call(_ function: String, _ arguments: [Self]) -> Self {
        Self(
            "\(function)(\(arguments.map(\.text).joined(separator: ", ")))",
            arguments.reduce([function]) { $0.union($1.functions) }
        )
    }

    static func list(_ literals: [Literal]) -> Self {
        let items = literals.map(literal)
        let functions = items.reduce(into: Set<String>()) { $0.formUnion($1.functions) }
        return Self("[\(items.map(\.text).joined(separator: ", "))]", functions)
    }

    static func literal(_ literal: Literal) -> Self {
        switch literal {
        case .null: Self("null")
        case .boolean(let value): Self("\(value)")
        case .integer(let value): Self("\(value)n")
        case .decimal(let digits): call("decimal", [Self(JavaScriptText.quoted(digits))])
        case .text(let value), .enumeration(_, let value): Self(JavaScriptText.quoted(value))
        }
    }

    /// Calculated only when it is asked for.
    var deferred: Self { Self("() => \(text)", functions) }
}
