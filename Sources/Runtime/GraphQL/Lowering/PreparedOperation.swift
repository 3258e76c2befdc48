public import PlumblineQuery
public import PlumblineSchema

/// The GraphQL API of a schema: its types, and what the fields of its roots do.
public final class GraphQLAPI: Sendable {
    /// What it is made from.
    public let schema: Schema

    /// What clients see.
    public let types: TypeSystem

    let roots: RootFields
    /// The enums whose values say what is done, and not with what: they belong to the shape of a request.
    let shapingEnums: Set<String>

    /// Derives the API.
    public init(schema: Schema) {
        self.schema = schema
        types = TypeSystem(schema: schema)
        roots = RootFields(schema: schema)
        let lists =
            schema.entities.map { ListedType($0) }
            + schema.abstractTypes.map { ListedType($0, in: schema) }
        shapingEnums = Set(lists.map(\.fieldName) + schema.entities.map { $0.name + "Key" })
            .union([APIBuilder.orderDirection, APIBuilder.timeUnit, APIBuilder.dateUnit].map(\.name))
    }
}

/// Why a request cannot be executed: one or more errors, of which none is about data.
public struct GraphQLErrors: Error, Sendable, Hashable {
    /// At least one.
    public var errors: [GraphQLError]

    /// Creates the list.
    public init(_ errors: [GraphQLError]) {
        self.errors = errors
    }
}

/// One operation of a valid document, ready to be lowered for any variables.
///
/// It depends on the text and the operation's name alone, so that it can be kept for the next request, and shared.
public final class PreparedOperation: Sendable {
    /// What the operation does.
    public var kind: OperationKind { operation.kind }

    let api: GraphQLAPI
    let document: ExecutableDocument
    let operation: OperationDefinition
    /// Variables that say how large a page is, each once, in order.
    private let pageSizeVariables: [String]
    private let variables: [ShapeKey.Variable]
    private let suggestsNames: Bool

    /// Parses and validates a document and finds the operation in it.
    ///
    /// - Parameters:
    ///   - text: The document, in UTF-8.
    ///   - operationName: Which operation, if the document has several.
    public init(
        parsing text: [UInt8],
        operationName: String?,
        api: GraphQLAPI,
        limits: ParserLimits = ParserLimits(),
        options: ValidationOptions = ValidationOptions()
    ) throws(GraphQLErrors) {
        let document: ExecutableDocument
        do throws(GraphQLError) {
            document = try ExecutableDocument(parsing: text, limits: limits)
        } catch {
            throw GraphQLErrors([error])
        }
        let errors = api.types.validate(document, options: options)
        guard errors.isEmpty else { throw GraphQLErrors(errors) }
        self.api = api
        self.document = document
        operation = try document.operation(named: operationName)
        suggestsNames = options.suggestsNames
        let typeNames = document.variables(inArguments: ["name"], ofFields: [FieldDefinition.type.name])
        pageSizeVariables = document.variables(inArguments: ["first", "last"]).sorted()
        variables = operation.variables.map {
            .init(name: $0.name, type: $0.type.name, namesType: typeNames.contains($0.name))
        }
    }
}

extension PreparedOperation {
    /// The request's variables as the operation declares them (section 6.1.2): with defaults, in their types.
    ///
    /// Operands of the lowered operation are looked up in these.
    public func coerce(_ variables: InputValue?) throws(GraphQLErrors) -> InputValue {
        var coercion = VariableCoercion(document: document, types: api.types, suggestsNames: suggestsNames)
        let coerced = coercion.coerce(variables, for: operation)
        guard coercion.errors.isEmpty else { throw GraphQLErrors(coercion.errors) }
        return coerced
    }

    /// What the lowered operation depends on, of the coerced variables: two requests of equal shape are lowered to
    /// equal operations.
    public func shape(of variables: InputValue) -> String {
        let keepsLengths = kind == .mutation
        var shape = ShapeKey.text(
            of: variables,
            declared: self.variables,
            by: api,
            keepsLengths: keepsLengths
        )
        for name in pageSizeVariables {
            let room = Page.room(for: [variables[name] ?? .null])
            shape += room.map { " \($0)" } ?? " -"
        }
        return shape
    }

    /// What the operation asks for, in the language that all protocols share.
    ///
    /// Fragments are opened, `@skip` and `@include` decided, equal fields merged; introspection is answered.
    ///
    /// - Parameter variables: Coerced.
    public func lower(_ variables: InputValue) throws(GraphQLErrors) -> PlumblineQuery.Operation {
        let lowering = Lowering(prepared: self, variables: variables)
        do throws(GraphQLError) {
            return try lowering.operation()
        } catch {
            throw GraphQLErrors([error])
        }
    }

    /// A failure of the engine as the client is told it, with the path and the place of the root it happened in.
    public func report(_ error: QueryError, variables: InputValue) -> GraphQLError {
        var extensions = [InputValue.Member("code", .string(error.code.rawValue))]
        if !error.field.isEmpty {
            // A position in a list is a step of digits, which no name begins with.
            let path = error.field.map { step in Int64(step).map(InputValue.integer) ?? .string(step) }
            extensions.append(.init("field", .list(path)))
        }
        return GraphQLError(
            error.message,
            locations: error.root.flatMap { location(ofRoot: $0, variables) }.map { [$0] } ?? [],
            path: error.root.map { [.key($0)] },
            extensions: extensions
        )
    }

    private func location(ofRoot key: String, _ variables: InputValue) -> SourceLocation? {
        let collector = FieldCollector(document: document, types: api.types, variables: variables)
        let type = api.types.rootType(of: kind)?.name ?? ""
        return collector.collect([operation.selections], of: type).first { $0.key == key }.map {
            SourceLocation(of: $0.offset, in: document.source)
        }
    }
}

extension ExecutableDocument {
    /// GetOperation() of section 6.1.
    func operation(named name: String?) throws(GraphQLErrors) -> OperationDefinition {
        let operations = self.operations
        if let name {
            if let operation = operations.first(where: { $0.name?.text == name }) { return operation }
            throw GraphQLErrors([GraphQLError(.validationFailed, "Unknown operation named \"\(name)\".")])
        }
        guard let operation = operations.first else {
            throw GraphQLErrors([GraphQLError(.validationFailed, "Must provide an operation.")])
        }
        guard operations.count == 1 else {
            let message = "Must provide operation name if query contains multiple operations."
            throw GraphQLErrors([GraphQLError(.validationFailed, message)])
        }
        return operation
    }

    /// The variables that are given as one of these arguments, to any field or to those of some names.
    fileprivate func variables(
        inArguments arguments: Set<String>,
        ofFields fields: Set<String>? = nil
    ) -> Set<String> {
        var names: Set<String> = []
        for definition in definitions {
            switch definition {
            case .operation(let operation): operation.selections.collect(&names, arguments, fields)
            case .fragment(let fragment): fragment.selections.collect(&names, arguments, fields)
            case .typeSystem: break
            }
        }
        return names
    }
}

extension [SelectionNode] {
    fileprivate func collect(_ names: inout Set<String>, _ arguments: Set<String>, _ fields: Set<String>?) {
        for selection in self {
            switch selection {
            case .field(let field):
                field.selections.collect(&names, arguments, fields)
                guard fields?.contains(field.name.text) ?? true else { continue }
                for argument in field.arguments where arguments.contains(argument.name.text) {
                    if case .variable(let name) = argument.value.kind { names.insert(name) }
                }
            case .inline(let fragment): fragment.selections.collect(&names, arguments, fields)
            case .spread: break
            }
        }
    }
}
