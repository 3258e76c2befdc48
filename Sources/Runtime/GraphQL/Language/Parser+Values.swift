/// Input values and type references (GraphQL specification, sections 2.9 and 2.11).
extension Parser {
    mutating func argument(isConstant: Bool) throws(GraphQLError) -> Argument {
        let name = try name()
        try expect(.colon)
        return Argument(name: name, value: try value(isConstant: isConstant))
    }

    mutating func value(isConstant: Bool) throws(GraphQLError) -> ValueNode {
        let start = token.start
        switch token.kind {
        case .bracketLeft, .braceLeft:
            return try nested { parser throws(GraphQLError) in
                ValueNode(try parser.container(isConstant: isConstant), at: start)
            }
        case .int: return ValueNode(.int(try advance().text), at: start)
        case .float: return ValueNode(.float(try advance().text), at: start)
        case .string: return ValueNode(.string(try advance().text, isBlock: false), at: start)
        case .blockString: return ValueNode(.string(try advance().text, isBlock: true), at: start)
        case .name: return ValueNode(Self.word(try advance().text), at: start)
        case .dollar: return ValueNode(try variable(isConstant: isConstant), at: start)
        default: throw unexpected()
        }
    }

    private static func word(_ text: String) -> ValueNode.Kind {
        switch text {
        case "true": .boolean(true)
        case "false": .boolean(false)
        case "null": .null
        default: .enumeration(text)
        }
    }

    private mutating func variable(isConstant: Bool) throws(GraphQLError) -> ValueNode.Kind {
        let dollar = try expect(.dollar)
        guard isConstant else { return .variable(try name().text) }
        guard token.kind == .name else {
            throw error("Unexpected \(dollar.description).", at: dollar.start)
        }
        throw error("Unexpected variable \"$\(token.text)\" in constant value.", at: dollar.start)
    }

    private mutating func container(isConstant: Bool) throws(GraphQLError) -> ValueNode.Kind {
        if try skip(.bracketLeft) {
            return .list(
                try any(until: .bracketRight) { parser throws(GraphQLError) in
                    try parser.value(isConstant: isConstant)
                }
            )
        }
        try expect(.braceLeft)
        return .object(
            try any(until: .braceRight) { parser throws(GraphQLError) in
                try parser.argument(isConstant: isConstant)
            }
        )
    }

    /// A type and where the name in it stands.
    mutating func typeReference() throws(GraphQLError) -> (type: TypeReference, nameOffset: Int) {
        var type: TypeReference
        let nameOffset: Int
        if try skip(.bracketLeft) {
            let (item, offset) = try nested { parser throws(GraphQLError) in try parser.typeReference() }
            try expect(.bracketRight)
            (type, nameOffset) = (.list(item), offset)
        } else {
            let name = try name()
            (type, nameOffset) = (.named(name.text), name.offset)
        }
        if try skip(.bang) { type = .nonNull(type) }
        return (type, nameOffset)
    }
}
