public import PlumblineQuery

/// Executes operations over a type system whose values come from resolvers: section 6 of the GraphQL specification.
///
/// What comes from tables is not executed here but planned as one SQL statement, by `GraphQLService`.
public struct GraphQLExecutor<Resolvers: FieldResolvers>: Sendable {
    private let types: TypeSystem
    private let resolvers: Resolvers
    private let options: ExecutionOptions

    /// An executor of a type system.
    public init(types: TypeSystem, resolvers: Resolvers, options: ExecutionOptions = ExecutionOptions()) {
        self.types = types
        self.resolvers = resolvers
        self.options = options
    }

    /// ExecuteRequest() of section 6.1.
    ///
    /// - Parameters:
    ///   - document: Valid for the type system.
    ///   - operationName: Which operation, if the document has several.
    ///   - variables: The values that the request gives.
    ///   - root: What the fields of the root type are resolved on.
    /// - Returns: the response, `@defer` and `@stream` without effect.
    public func execute(
        _ document: ExecutableDocument,
        operationName: String? = nil,
        variables: InputValue? = nil,
        root: Resolvers.Object
    ) async -> ExecutionResult {
        do throws(GraphQLErrors) {
            let execution = try await run(document, operationName, variables, root, incrementally: false)
            return ExecutionResult(
                isExecuted: true,
                body: execution.initialResponse(),
                faults: execution.faults
            )
        } catch {
            return ExecutionResult(isExecuted: false, body: GraphQLResponse.refused(error.errors), faults: [])
        }
    }

    /// Executes a request whose `@defer` and `@stream` count, as the draft of incremental delivery has them.
    ///
    /// - Parameters:
    ///   - document: Valid for the type system, which defines `@defer` and `@stream` where they are used.
    ///   - operationName: Which operation, if the document has several.
    ///   - variables: The values that the request gives.
    ///   - root: What the fields of the root type are resolved on.
    ///   - deliver: Takes each part of the response as JSON, and whether others follow. The first is all there is if
    ///     nothing is deferred. What it throws ends the execution.
    /// - Returns: what resolvers threw that is not for clients.
    public func executeIncrementally(
        _ document: ExecutableDocument,
        operationName: String? = nil,
        variables: InputValue? = nil,
        root: Resolvers.Object,
        deliver: (_ part: [UInt8], _ hasNext: Bool) async throws -> Void
    ) async throws -> [ExecutionFault] {
        let started: Result<Execution<Resolvers>, GraphQLErrors>
        do throws(GraphQLErrors) {
            started = .success(try await run(document, operationName, variables, root, incrementally: true))
        } catch {
            started = .failure(error)
        }
        switch started {
        case .success(var execution):
            try await execution.deliverAll(deliver)
            return execution.faults
        case .failure(let error):
            try await deliver(GraphQLResponse.refused(error.errors), false)
            return []
        }
    }

    /// Executes all that is not deferred.
    private func run(
        _ document: ExecutableDocument,
        _ operationName: String?,
        _ variables: InputValue?,
        _ object: Resolvers.Object,
        incrementally: Bool
    ) async throws(GraphQLErrors) -> Execution<Resolvers> {
        let operation = try document.operation(named: operationName)
        guard operation.kind != .subscription, let type = types.rootType(of: operation.kind) else {
            let message = "Schema is not configured to execute \(operation.kind.rawValue) operation."
            throw GraphQLErrors([
                GraphQLError(message, locations: document.locations(of: [operation.offset]))
            ])
        }
        var coercion = VariableCoercion(document: document, types: types)
        let variables = coercion.coerce(variables, for: operation)
        guard coercion.errors.isEmpty else { throw GraphQLErrors(coercion.errors) }
        let collector = FieldCollector(
            document: document,
            types: types,
            variables: variables,
            marksDeferred: incrementally
        )
        let request = Request(types: types, document: document, collector: collector)
        var execution = Execution(request, resolvers, maximumConcurrency: options.maximumConcurrency)
        let fields = collector.collect([operation.selections], of: type.name)
        await execution.executeRoot(
            request.plans(fields, of: type),
            of: object,
            serially: operation.kind == .mutation
        )
        return execution
    }
}
