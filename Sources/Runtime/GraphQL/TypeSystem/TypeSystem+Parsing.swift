extension TypeSystem {
    /// Reads a schema: definitions and extensions of types and directives, in any order.
    ///
    /// Without a schema definition, the types `Query`, `Mutation` and `Subscription` are the roots. A scalar that is
    /// not built in takes any value.
    ///
    /// - Throws: every mistake, with its place, worded as the reference implementation words it.
    public convenience init(parsing text: [UInt8], limits: ParserLimits = .typeSystem) throws(GraphQLErrors) {
        let document: TypeSystemDocument
        do throws(GraphQLError) {
            document = try TypeSystemDocument(parsing: text, limits: limits)
        } catch {
            throw GraphQLErrors([error])
        }
        let errors = document.validate()
        guard errors.isEmpty else { throw GraphQLErrors(errors) }
        self.init(document)
    }

    /// The types of a document whose extensions have something to extend; of what is defined twice the first counts.
    convenience init(_ document: TypeSystemDocument) {
        let nodes = document.nodes
        let extensions = Dictionary(grouping: nodes.filter { $0.isExtension && $0.isType }) {
            $0.name?.text ?? ""
        }
        let schemas = nodes.filter { !$0.isType && $0.name == nil }
        let types = nodes.filter { $0.isType && !$0.isExtension }.compactMap { node in
            TypeDefinition(node, extendedBy: extensions[node.name?.text ?? "", default: []])
        }.filter { !TypeDefinition.builtInScalarNames.contains($0.name) }
        let roots = Self.roots(schemas, types)
        self.init(
            description: schemas.first { !$0.isExtension }?.description,
            query: roots[.query] ?? OperationKind.query.usualType,
            mutation: roots[.mutation],
            subscription: roots[.subscription],
            types: types,
            directives: nodes.compactMap { DirectiveDefinition($0) }
        )
    }

    /// Of a schema without a definition the roots are the types that have the usual names (section 3.3.1).
    private static func roots(
        _ schemas: [TypeSystemNode],
        _ types: [TypeDefinition]
    ) -> [OperationKind: String] {
        var roots: [OperationKind: String] = [:]
        if !schemas.contains(where: { !$0.isExtension }) {
            let names = Set(types.map(\.name))
            for kind in [OperationKind.query, .mutation, .subscription] where names.contains(kind.usualType) {
                roots[kind] = kind.usualType
            }
        }
        for root in schemas.flatMap(\.operationTypes) { roots[root.kind] = root.type.text }
        return roots
    }
}

extension TypeDefinition {
    /// The type that a definition and its extensions make; nil for what is no type.
    fileprivate convenience init?(_ node: TypeSystemNode, extendedBy extensions: [TypeSystemNode]) {
        guard let name = node.name?.text else { return nil }
        let all = [node] + extensions
        let directives = all.flatMap(\.directives)
        let kind: Kind
        switch node.kind {
        case .scalar:
            let url = directives.first { $0.name.text == "specifiedBy" }?.text(of: "url")
            kind = .scalar(.any, specifiedBy: url)
        case .object, .interface:
            let fields = NamedList(all.flatMap(\.fields).map { FieldDefinition($0) })
            let interfaces = all.flatMap(\.interfaces).map(\.text)
            if case .object = node.kind {
                kind = .object(fields, interfaces: interfaces)
            } else {
                kind = .interface(fields, interfaces: interfaces)
            }
        case .union:
            kind = .union(all.flatMap(\.members).map(\.text))
        case .enumeration:
            kind = .enumeration(NamedList(all.flatMap(\.values).map { EnumValueDefinition($0) }))
        case .input:
            let fields = NamedList(all.flatMap(\.inputFields).map { InputValueDefinition($0) })
            kind = .input(fields, isOneOf: directives.contains { $0.name.text == "oneOf" })
        case .schema, .directive:
            return nil
        }
        self.init(name: name, description: node.description, kind: kind)
    }
}

extension FieldDefinition {
    fileprivate init(_ node: FieldDefinitionNode) {
        self.init(
            name: node.name.text,
            description: node.description,
            arguments: NamedList(node.arguments.map { InputValueDefinition($0) }),
            type: node.type.reference,
            deprecationReason: node.directives.deprecationReason
        )
    }
}

extension InputValueDefinition {
    fileprivate init(_ node: InputValueNode) {
        self.init(
            name: node.name.text,
            description: node.description,
            type: node.type.reference,
            defaultValue: node.defaultValue,
            deprecationReason: node.directives.deprecationReason
        )
    }
}

extension EnumValueDefinition {
    fileprivate init(_ node: EnumValueNode) {
        self.init(
            name: node.name.text,
            description: node.description,
            deprecationReason: node.directives.deprecationReason
        )
    }
}

extension DirectiveDefinition {
    /// Nil for what is no directive.
    init?(_ node: TypeSystemNode) {
        guard let name = node.name,
            case .directive(let arguments, let isRepeatable, let locations) = node.kind
        else { return nil }
        self.init(
            name: name.text,
            description: node.description,
            arguments: NamedList(arguments.map { InputValueDefinition($0) }),
            locations: locations.compactMap { Location(rawValue: $0.text) },
            isRepeatable: isRepeatable
        )
    }
}

extension Directive {
    /// A string argument.
    fileprivate func text(of argument: String) -> String? {
        guard case .string(let text, _)? = arguments.first(where: { $0.name.text == argument })?.value.kind
        else { return nil }
        return text
    }
}

extension [Directive] {
    fileprivate var deprecationReason: String? {
        first { $0.name.text == "deprecated" }.map {
            $0.text(of: "reason") ?? DirectiveDefinition.defaultDeprecationReason
        }
    }
}
