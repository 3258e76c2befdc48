/// Definitions and extensions of the type system (GraphQL specification, section 3).
extension Parser {
    /// The definition whose keyword is the current token; nil if that is no keyword of the type system.
    mutating func typeSystemDefinition(
        start: Int,
        description: String?
    ) throws(GraphQLError) -> TypeSystemNode? {
        guard let parse = Self.kinds[token.text] else { return nil }
        let keyword = try advance().text
        var node = TypeSystemNode(kind: .scalar, offset: start, description: description)
        try parse(&self, &node)
        if keyword == "schema", node.operationTypes.isEmpty { try expect(.braceLeft) }
        return node
    }

    /// What follows the word `extend`; it has to add something.
    mutating func typeSystemExtension(start: Int) throws(GraphQLError) -> TypeSystemNode {
        guard token.kind == .name, token.text != "directive", let parse = Self.kinds[token.text] else {
            throw unexpected()
        }
        try advance()
        var node = TypeSystemNode(kind: .scalar, isExtension: true, offset: start)
        try parse(&self, &node)
        if node.directives.isEmpty, node.isEmpty { throw unexpected() }
        return node
    }

    private typealias KindParser = @Sendable (inout Parser, inout TypeSystemNode) throws(GraphQLError) -> Void

    /// What stands behind each keyword.
    private static let kinds: [String: KindParser] = [
        "schema": { (parser, node) throws(GraphQLError) in try parser.schema(&node) },
        "scalar": { (parser, node) throws(GraphQLError) in try parser.header(&node) },
        "type": { (parser, node) throws(GraphQLError) in
            let (interfaces, fields) = try parser.objectBody(&node)
            node.kind = .object(interfaces: interfaces, fields: fields)
        },
        "interface": { (parser, node) throws(GraphQLError) in
            let (interfaces, fields) = try parser.objectBody(&node)
            node.kind = .interface(interfaces: interfaces, fields: fields)
        },
        "union": { (parser, node) throws(GraphQLError) in
            try parser.header(&node)
            let members = try parser.skip(.equals) ? try parser.names(between: .pipe) : []
            node.kind = .union(members)
        },
        "enum": { (parser, node) throws(GraphQLError) in
            try parser.header(&node)
            node.kind = .enumeration(
                try parser.optionalMany(.braceLeft, .braceRight) { parser throws(GraphQLError) in
                    try parser.enumValue()
                }
            )
        },
        "input": { (parser, node) throws(GraphQLError) in
            try parser.header(&node)
            node.kind = .input(try parser.inputValues(.braceLeft, .braceRight))
        },
        "directive": { (parser, node) throws(GraphQLError) in try parser.directiveDefinition(&node) },
    ]

    private mutating func header(_ node: inout TypeSystemNode) throws(GraphQLError) {
        node.name = try name()
        node.directives = try directives(isConstant: true)
    }

    private mutating func schema(_ node: inout TypeSystemNode) throws(GraphQLError) {
        node.directives = try directives(isConstant: true)
        node.kind = .schema(
            try optionalMany(.braceLeft, .braceRight) { parser throws(GraphQLError) in
                try parser.operationType()
            }
        )
    }

    private mutating func operationType() throws(GraphQLError) -> OperationTypeNode {
        guard token.kind == .name, let kind = OperationKind(rawValue: token.text) else {
            if token.kind != .name { try expect(.name) }
            throw unexpected()
        }
        let start = try advance().start
        try expect(.colon)
        return OperationTypeNode(kind: kind, type: try name(), offset: start)
    }

    private mutating func objectBody(
        _ node: inout TypeSystemNode
    ) throws(GraphQLError) -> (interfaces: [Name], fields: [FieldDefinitionNode]) {
        node.name = try name()
        var interfaces: [Name] = []
        if isKeyword("implements") {
            try advance()
            interfaces = try names(between: .ampersand)
        }
        node.directives = try directives(isConstant: true)
        let fields = try optionalMany(.braceLeft, .braceRight) { parser throws(GraphQLError) in
            try parser.fieldDefinition()
        }
        return (interfaces, fields)
    }

    private mutating func directiveDefinition(_ node: inout TypeSystemNode) throws(GraphQLError) {
        try expect(.at)
        node.name = try name()
        let arguments = try inputValues(.parenthesisLeft, .parenthesisRight)
        let isRepeatable = isKeyword("repeatable")
        if isRepeatable { try advance() }
        try expectKeyword("on")
        var locations: [Name] = []
        _ = try skip(.pipe)
        repeat {
            if token.kind == .name, DirectiveDefinition.Location(rawValue: token.text) == nil {
                throw unexpected()
            }
            locations.append(try name())
        } while try skip(.pipe)
        node.kind = .directive(arguments: arguments, isRepeatable: isRepeatable, locations: locations)
    }
}

extension Parser {
    /// Names with a delimiter between them, and perhaps one before the first.
    private mutating func names(between delimiter: Token.Kind) throws(GraphQLError) -> [Name] {
        _ = try skip(delimiter)
        var names: [Name] = []
        repeat {
            names.append(try name())
        } while try skip(delimiter)
        return names
    }

    private mutating func fieldDefinition() throws(GraphQLError) -> FieldDefinitionNode {
        let start = token.start
        let description = try description()
        let name = try name()
        let arguments = try inputValues(.parenthesisLeft, .parenthesisRight)
        try expect(.colon)
        return FieldDefinitionNode(
            name: name,
            arguments: arguments,
            type: try typeNode(),
            directives: try directives(isConstant: true),
            offset: start,
            description: description
        )
    }

    private mutating func inputValues(
        _ open: Token.Kind,
        _ close: Token.Kind
    ) throws(GraphQLError) -> [InputValueNode] {
        try optionalMany(open, close) { parser throws(GraphQLError) in try parser.inputValue() }
    }

    private mutating func inputValue() throws(GraphQLError) -> InputValueNode {
        let start = token.start
        let description = try description()
        let name = try name()
        try expect(.colon)
        return InputValueNode(
            name: name,
            type: try typeNode(),
            defaultValue: try skip(.equals) ? try value(isConstant: true) : nil,
            directives: try directives(isConstant: true),
            offset: start,
            description: description
        )
    }

    private mutating func enumValue() throws(GraphQLError) -> EnumValueNode {
        let start = token.start
        let description = try description()
        if token.kind == .name, ["true", "false", "null"].contains(token.text) {
            throw error(
                "\(token.description) is reserved and cannot be used for an enum value.",
                at: token.start
            )
        }
        return EnumValueNode(
            name: try name(),
            directives: try directives(isConstant: true),
            offset: start,
            description: description
        )
    }

    private mutating func typeNode() throws(GraphQLError) -> TypeNode {
        let start = token.start
        let (type, nameOffset) = try typeReference()
        return TypeNode(reference: type, offset: start, nameOffset: nameOffset)
    }
}

extension TypeSystemNode {
    /// Whether it has nothing but a name and directives.
    fileprivate var isEmpty: Bool {
        fields.isEmpty && interfaces.isEmpty && members.isEmpty && values.isEmpty && inputFields.isEmpty
            && operationTypes.isEmpty
    }
}
