import PlumblineQuery

/// CoerceArgumentValues() of section 6.4.1 of the GraphQL specification.
struct ArgumentCoercion {
    let types: TypeSystem
    /// Coerced.
    let variables: InputValue

    /// The arguments by the names of the field's or directive's definitions.
    func values(
        of given: [Argument],
        for definitions: NamedList<InputValueDefinition>
    ) throws(GraphQLError) -> InputValue {
        var members: [InputValue.Member] = []
        for definition in definitions {
            let argument = given.first { $0.name.text == definition.name }
            if let value = try argument.flatMap({ node throws(GraphQLError) in
                try value(of: node.value, for: definition)
            }) {
                members.append(.init(definition.name, value))
            } else if let value = definition.defaultValue {
                members.append(.init(definition.name, types.coerced(value, as: definition.type)))
            } else if definition.type.isNonNull {
                throw GraphQLError(
                    "Argument \"\(definition.name)\" of required type \"\(definition.type)\" was not provided."
                )
            }
        }
        return .object(members)
    }

    /// The value of one argument; nil if it is a variable that is not given.
    private func value(
        of node: ValueNode,
        for definition: InputValueDefinition
    ) throws(GraphQLError) -> InputValue? {
        let subject = "Argument \"\(definition.name)\""
        if case .variable(let name) = node.kind {
            guard let value = variables[name] else { return nil }
            if value != .null || !definition.type.isNonNull { return value }
            throw GraphQLError("\(subject) of non-null type \"\(definition.type)\" must not be null.")
        }
        guard let value = coerced(node, as: definition.type) else {
            throw GraphQLError("\(subject) has invalid value \(Printer.print(node)).")
        }
        return value
    }

    /// A literal, which may hold variables, as a value of the type; nil if it is none.
    private func coerced(_ node: ValueNode, as type: TypeReference) -> InputValue? {
        guard node.hasVariable else { return types.coerced(node, as: type) }
        switch (node.kind, type) {
        case (_, .nonNull(let inner)):
            return coerced(node, as: inner).flatMap { $0 == .null ? nil : $0 }
        case (.variable(let name), _):
            return variables[name] ?? .null  // In a list, which has a place for it (section 3.11).
        case (.list(let items), .list(let item)):
            let values = items.compactMap { coerced($0, as: item) }
            return values.count == items.count ? .list(values) : nil
        case (_, .list(let item)):
            return coerced(node, as: item).map { .list([$0]) }
        case (.object(let given), .named(let name)):
            switch types[name]?.kind {
            case .input(let fields, let isOneOf):
                return coerced(given, as: fields, isOneOf: isOneOf)
            default:  // A scalar that takes any JSON.
                return .object(given.map { .init($0.name.text, untyped($0.value)) })
            }
        case (.list, .named):
            return untyped(node)
        default:
            return nil
        }
    }

    private func coerced(
        _ given: [Argument],
        as fields: NamedList<InputValueDefinition>,
        isOneOf: Bool
    ) -> InputValue? {
        var members: [InputValue.Member] = []
        for field in fields {
            if let node = given.first(where: { $0.name.text == field.name })?.value, isGiven(node) {
                guard let value = coerced(node, as: field.type) else { return nil }
                members.append(.init(field.name, value))
            } else if let value = field.defaultValue {
                members.append(.init(field.name, types.coerced(value, as: field.type)))
            } else if field.type.isNonNull {
                return nil
            }
        }
        if isOneOf, members.count != 1 || members[0].value == .null { return nil }
        return .object(members)
    }

    private func isGiven(_ node: ValueNode) -> Bool {
        if case .variable(let name) = node.kind { variables[name] != nil } else { true }
    }

    private func untyped(_ node: ValueNode) -> InputValue {
        switch node.kind {
        case .variable(let name): variables[name] ?? .null
        case .list(let items): .list(items.map(untyped))
        case .object(let fields): .object(fields.map { .init($0.name.text, untyped($0.value)) })
        default: InputValue(literal: node)
        }
    }
}
