/// Documents, operations, fragments and selections (GraphQL specification, sections 2.4 to 2.8).
extension Parser {
    mutating func definition() throws(GraphQLError) -> Definition {
        let start = token.start
        if token.kind == .braceLeft {
            let selections = try selectionSet()
            return .operation(OperationDefinition(kind: .query, selections: selections, offset: start))
        }
        let description = try description()
        if description != nil, token.kind == .braceLeft {
            throw error(
                "Unexpected description, descriptions are not supported on shorthand queries.",
                at: start
            )
        }
        guard token.kind == .name else { throw unexpected() }
        if token.text == "fragment" {
            return .fragment(try fragmentDefinition(start: start, description: description))
        }
        if let kind = OperationKind(rawValue: token.text) {
            return .operation(try operation(kind, start: start, description: description))
        }
        if let definition = try typeSystemDefinition(start: start, description: description) {
            return .typeSystem(definition)
        }
        if description != nil {
            throw error("Unexpected description, only GraphQL definitions support descriptions.", at: start)
        }
        guard isKeyword("extend") else { throw unexpected() }
        try advance()
        return .typeSystem(try typeSystemExtension(start: start))
    }

    mutating func description() throws(GraphQLError) -> String? {
        guard token.kind == .string || token.kind == .blockString else { return nil }
        return try advance().text
    }

    private mutating func operation(
        _ kind: OperationKind,
        start: Int,
        description: String?
    ) throws(GraphQLError) -> OperationDefinition {
        try advance()
        let name = token.kind == .name ? try name() : nil
        let variables = try optionalMany(.parenthesisLeft, .parenthesisRight) {
            parser throws(GraphQLError) in try parser.variableDefinition()
        }
        return OperationDefinition(
            kind: kind,
            name: name,
            variables: variables,
            directives: try directives(isConstant: false),
            selections: try selectionSet(),
            offset: start,
            description: description
        )
    }

    private mutating func variableDefinition() throws(GraphQLError) -> VariableDefinition {
        let start = token.start
        let description = try description()
        let variableOffset = try expect(.dollar).start
        let name = try name()
        try expect(.colon)
        let typeOffset = token.start
        let (type, typeNameOffset) = try typeReference()
        return VariableDefinition(
            name: name.text,
            type: type,
            defaultValue: try skip(.equals) ? try value(isConstant: true) : nil,
            directives: try directives(isConstant: true),
            offset: start,
            variableOffset: variableOffset,
            typeOffset: typeOffset,
            typeNameOffset: typeNameOffset,
            description: description
        )
    }

    private mutating func fragmentDefinition(
        start: Int,
        description: String?
    ) throws(GraphQLError) -> FragmentDefinition {
        try expectKeyword("fragment")
        if isKeyword("on") { throw unexpected() }
        let name = try name()
        try expectKeyword("on")
        return FragmentDefinition(
            name: name,
            typeCondition: try self.name(),
            directives: try directives(isConstant: false),
            selections: try selectionSet(),
            offset: start,
            description: description
        )
    }
}

extension Parser {
    /// A selection set holds at least one selection.
    mutating func selectionSet() throws(GraphQLError) -> [SelectionNode] {
        guard token.kind == .braceLeft else {
            try expect(.braceLeft)
            return []
        }
        return try nested { parser throws(GraphQLError) in
            try parser.optionalMany(.braceLeft, .braceRight) {
                parser throws(GraphQLError) in try parser.selection()
            }
        }
    }

    private mutating func selection() throws(GraphQLError) -> SelectionNode {
        token.kind == .spread ? try fragment() : .field(try field())
    }

    private mutating func field() throws(GraphQLError) -> FieldNode {
        let first = try name()
        let isAliased = try skip(.colon)
        return FieldNode(
            alias: isAliased ? first : nil,
            name: isAliased ? try name() : first,
            arguments: try arguments(isConstant: false),
            directives: try directives(isConstant: false),
            selections: token.kind == .braceLeft ? try selectionSet() : [],
            offset: first.offset
        )
    }

    private mutating func fragment() throws(GraphQLError) -> SelectionNode {
        let start = try expect(.spread).start
        if token.kind == .name, token.text != "on" {
            return .spread(
                FragmentSpread(name: try name(), directives: try directives(isConstant: false), offset: start)
            )
        }
        let isConditioned = isKeyword("on")
        if isConditioned { try advance() }
        return .inline(
            InlineFragment(
                typeCondition: isConditioned ? try name() : nil,
                directives: try directives(isConstant: false),
                selections: try selectionSet(),
                offset: start
            )
        )
    }

    mutating func arguments(isConstant: Bool) throws(GraphQLError) -> [Argument] {
        try optionalMany(.parenthesisLeft, .parenthesisRight) { parser throws(GraphQLError) in
            try parser.argument(isConstant: isConstant)
        }
    }

    mutating func directives(isConstant: Bool) throws(GraphQLError) -> [Directive] {
        var directives: [Directive] = []
        while token.kind == .at {
            let start = try advance().start
            let name = try name()
            directives.append(
                Directive(name: name, arguments: try arguments(isConstant: isConstant), offset: start)
            )
        }
        return directives
    }
}
