import PlumblineSchema

extension SwiftEmitter {
    /// The expression as a Swift value.
    func node(_ expression: Expression) -> SwiftNode {
        switch expression {
        case .literal(.enumeration(let type, let value)):
            .call(".word", [.init(nil, .string(value)), .init("of", .string(type))])
        case .literal(.boolean(let value)): .text("\(value)")
        case .literal(.integer(let value)): .text("\(value)")
        case .literal(let literal): .call(".literal", [.init(nil, node(literal))])
        case .path(let path):
            .call(".field", (path.relations + [path.field]).map { .init(nil, .string($0)) })
        case .me: .text(".me")
        case .authenticated: .text(".authenticated")
        case .role(let roles): .call(".role", [.init(nil, .list(roles.map(SwiftNode.string)))])
        case .scope(let scopes): .call(".scope", [.init(nil, .list(scopes.map(SwiftNode.string)))])
        case .any(let inverse, let condition):
            .call(".any", [.init(nil, .string(inverse)), .init(nil, node(condition))])
        case .unary(let unary, let operand):
            .call(".unary", [.init(nil, .text(".\(unary.rawValue)")), .init(nil, node(operand))])
        case .binary(let binary, let left, let right):
            .call(".\(binary.rawValue)", [.init(nil, node(left)), .init(nil, node(right))])
        case .isIn(let operand, let literals):
            .call(".isIn", [.init(nil, node(operand)), .init(nil, node(literals))])
        case .call(let function, let arguments) where [.minutes, .hours, .days].contains(function):
            .call(caseName(function), arguments.map { .init(nil, node($0)) })
        case .call(let function, let arguments):
            .call(
                ".call",
                [.init(nil, .text(caseName(function))), .init(nil, .list(arguments.map { node($0) }))]
            )
        }
    }

    /// A list of constants, which are mostly values of one enum.
    private func node(_ literals: [Literal]) -> SwiftNode {
        var values: [SwiftNode] = []
        var types: Set<String> = []
        for case .enumeration(let type, let value) in literals {
            values.append(.string(value))
            types.insert(type)
        }
        guard values.count == literals.count, let type = types.first, types.count == 1 else {
            return .list(literals.map { node($0) })
        }
        return .call(".words", [.init(nil, .list(values)), .init("of", .string(type))])
    }

    func node(_ literal: Literal) -> SwiftNode {
        switch literal {
        case .null: .text(".null")
        case .boolean(let value): .call(".boolean", [.init(nil, .text("\(value)"))])
        case .integer(let value): .call(".integer", [.init(nil, .text("\(value)"))])
        case .decimal(let digits): .call(".decimal", [.init(nil, .string(digits))])
        case .text(let text): .call(".text", [.init(nil, .string(text))])
        case .enumeration(let type, let value):
            .call(".enumeration", [.init("type", .string(type)), .init("value", .string(value))])
        }
    }
}
