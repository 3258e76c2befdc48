public import PlumblinePostgres
public import PlumblineSchema

/// The service's own code that answers queries and mutations of the spec, by their names.
public struct CallResolvers: Sendable {
    /// What a call works with.
    public struct Context: Sendable {
        /// Who asks.
        public let principal: Principal
        /// The transaction of the whole request.
        public let transaction: PostgresTransaction
        /// The engine that runs it.
        public let engine: QueryEngine
    }

    /// Takes the arguments by the names of their fields, and gives the key of the row that is answered.
    public typealias Resolver = @Sendable (Context, [String: InputValue]) async throws -> InputValue?

    private var resolvers: [String: Resolver] = [:]

    /// None.
    public init() {}

    /// Answers an operation of the spec.
    public subscript(name: String) -> Resolver? {
        get { resolvers[name] }
        set { resolvers[name] = newValue }
    }

    /// The operations of a schema that nothing answers.
    public func missing(of schema: Schema) -> [CustomOperation] {
        schema.operations.filter { resolvers[$0.name] == nil }
    }
}
