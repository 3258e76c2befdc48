/// The types of a GraphQL API (GraphQL specification, section 3): what documents are checked against,
/// what introspection tells and what the SDL prints.
///
/// Built once, and shared by all who ask; types keep the order in which they were given.
public final class TypeSystem: Sendable {
    let description: String?
    let queryType: String
    let mutationType: String?
    let subscriptionType: String?

    /// The API's own types and the built-in scalars that they use, without those of introspection.
    let types: NamedList<TypeDefinition>
    let directives: NamedList<DirectiveDefinition>

    /// Object types by the interface or union they belong to, in the order of `types`.
    private let possibleTypeNames: [String: [String]]

    init(
        description: String? = nil,
        query: String,
        mutation: String? = nil,
        subscription: String? = nil,
        types: [TypeDefinition],
        directives: [DirectiveDefinition] = []
    ) {
        self.description = description
        queryType = query
        mutationType = mutation
        subscriptionType = subscription
        self.directives = NamedList(directives + DirectiveDefinition.specified)
        let unused = Self.unusedScalars(types, self.directives)
        self.types = NamedList(types + TypeDefinition.builtInScalars.filter { !unused.contains($0.name) })
        possibleTypeNames = Self.possibleTypeNames(of: self.types)
    }

    /// The type of a name, the types of introspection included.
    subscript(name: String) -> TypeDefinition? {
        types[name] ?? TypeDefinition.introspection[name]
    }

    subscript(type: TypeReference) -> TypeDefinition? { self[type.name] }

    func rootType(of kind: OperationKind) -> TypeDefinition? {
        switch kind {
        case .query: self[queryType]
        case .mutation: mutationType.flatMap { self[$0] }
        case .subscription: subscriptionType.flatMap { self[$0] }
        }
    }

    /// The object types that a value of the type can have; the type itself if it is an object.
    func possibleTypes(of type: TypeDefinition) -> [String] {
        type.isAbstract ? possibleTypeNames[type.name, default: []] : [type.name]
    }

    /// Whether an object or interface type is, or implements, or is a member of, the other.
    func isSubtype(_ type: TypeDefinition, of other: TypeDefinition) -> Bool {
        if type.name == other.name { return true }
        if case .union(let members) = other.kind { return members.contains(type.name) }
        return type.interfaces.contains(other.name)
    }

    /// The field of a type, the meta-fields of section 4.1 and 4.2 included.
    func field(_ name: String, of type: TypeDefinition) -> FieldDefinition? {
        if name == FieldDefinition.typename.name, type.isComposite { return .typename }
        if type.name == queryType {
            if name == FieldDefinition.schema.name { return .schema }
            if name == FieldDefinition.type.name { return .type }
        }
        return type.fields[name]
    }

    /// The built-in scalars that nothing has, which belong to no schema (section 3.5).
    private static func unusedScalars(
        _ types: [TypeDefinition],
        _ directives: NamedList<DirectiveDefinition>
    ) -> [String] {
        // Introspection has strings and booleans.
        var unused = TypeDefinition.builtInScalars.map(\.name).filter { $0 != "String" && $0 != "Boolean" }
        func use(_ type: TypeReference) {
            if unused.isEmpty { return }
            let name = type.name
            if let index = unused.firstIndex(of: name) { unused.remove(at: index) }
        }
        for directive in directives {
            for argument in directive.arguments { use(argument.type) }
        }
        for type in types {
            for field in type.inputFields { use(field.type) }
            for field in type.fields {
                use(field.type)
                for argument in field.arguments { use(argument.type) }
            }
        }
        return unused
    }

    private static func possibleTypeNames(of types: NamedList<TypeDefinition>) -> [String: [String]] {
        var names: [String: [String]] = [:]
        for type in types {
            switch type.kind {
            case .union(let members): names[type.name] = members
            case .object: for interface in type.interfaces { names[interface, default: []].append(type.name) }
            default: break
            }
        }
        return names
    }
}
