extension TypeSystem {
    /// The API as schema definition language, in the order in which it was built and the same for every run.
    ///
    /// What every GraphQL service has (built-in scalars, introspection, specified directives) is left out.
    public var sdl: String {
        var printer = Printer()
        if let schemaNode { printer.add(schemaNode) }
        for directive in directives where !DirectiveDefinition.specifiedNames.contains(directive.name) {
            printer.add(directive.node)
        }
        for type in types where !TypeDefinition.builtInScalarNames.contains(type.name) {
            printer.add(type.node)
        }
        return printer.document
    }

    /// Nothing where it would say what is understood without it (section 3.3.1).
    private var schemaNode: TypeSystemNode? {
        let roots: [(kind: OperationKind, type: String?)] = [
            (.query, queryType), (.mutation, mutationType), (.subscription, subscriptionType),
        ]
        // Without a schema definition, a type with the usual name of a root would be that root.
        let isUsual = roots.allSatisfy { kind, type in
            type == kind.usualType || (type == nil && types[kind.usualType] == nil)
        }
        if isUsual, description == nil { return nil }
        let operations = roots.compactMap { kind, type in
            type.map { OperationTypeNode(kind: kind, type: Name($0), offset: 0) }
        }
        return TypeSystemNode(kind: .schema(operations), offset: 0, description: description?.nonEmpty)
    }
}

extension OperationKind {
    /// The name that a root type has unless the schema says otherwise.
    var usualType: String {
        switch self {
        case .query: "Query"
        case .mutation: "Mutation"
        case .subscription: "Subscription"
        }
    }
}

extension TypeDefinition {
    fileprivate var node: TypeSystemNode {
        var node = TypeSystemNode(
            kind: .scalar,
            name: Name(name),
            offset: 0,
            description: description?.nonEmpty
        )
        switch kind {
        case .scalar(_, let url):
            node.directives = url.map { [Directive("specifiedBy", "url", $0)] } ?? []
        case .object(let fields, let interfaces):
            node.kind = .object(interfaces: interfaces.map { Name($0) }, fields: fields.map(\.node))
        case .interface(let fields, let interfaces):
            node.kind = .interface(interfaces: interfaces.map { Name($0) }, fields: fields.map(\.node))
        case .union(let members):
            node.kind = .union(members.map { Name($0) })
        case .enumeration(let values):
            node.kind = .enumeration(
                values.map { value in
                    EnumValueNode(
                        name: Name(value.name),
                        directives: Directive.deprecation(value.deprecationReason),
                        offset: 0,
                        description: value.description?.nonEmpty
                    )
                }
            )
        case .input(let fields, let isOneOf):
            node.directives = isOneOf ? [Directive("oneOf")] : []
            node.kind = .input(fields.map(\.node))
        }
        return node
    }
}

extension FieldDefinition {
    fileprivate var node: FieldDefinitionNode {
        FieldDefinitionNode(
            name: Name(name),
            arguments: arguments.map(\.node),
            type: TypeNode(reference: type, offset: 0, nameOffset: 0),
            directives: Directive.deprecation(deprecationReason),
            offset: 0,
            description: description?.nonEmpty
        )
    }
}

extension InputValueDefinition {
    fileprivate var node: InputValueNode {
        InputValueNode(
            name: Name(name),
            type: TypeNode(reference: type, offset: 0, nameOffset: 0),
            defaultValue: defaultValue,
            directives: Directive.deprecation(deprecationReason),
            offset: 0,
            description: description?.nonEmpty
        )
    }
}

extension DirectiveDefinition {
    fileprivate var node: TypeSystemNode {
        let kind = TypeSystemNode.Kind.directive(
            arguments: arguments.map(\.node),
            isRepeatable: isRepeatable,
            locations: locations.map { Name($0.rawValue) }
        )
        return TypeSystemNode(kind: kind, name: Name(name), offset: 0, description: description?.nonEmpty)
    }
}

extension Name {
    /// A name that was never written.
    fileprivate init(_ text: String) {
        self.init(text: text, offset: 0)
    }
}

extension Directive {
    fileprivate init(_ name: String, _ argument: String? = nil, _ value: String = "") {
        let arguments = argument.map {
            [Argument(name: Name($0), value: ValueNode(.string(value, isBlock: false)))]
        }
        self.init(name: Name(name), arguments: arguments ?? [], offset: 0)
    }

    fileprivate static func deprecation(_ reason: String?) -> [Directive] {
        guard let reason else { return [] }
        if reason == DirectiveDefinition.defaultDeprecationReason { return [Directive("deprecated")] }
        return [Directive("deprecated", "reason", reason)]
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
