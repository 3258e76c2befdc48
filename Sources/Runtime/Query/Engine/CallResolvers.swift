public import PlumblinePostgres
public import PlumblineSchema

/// The service's own code that answers queries and mutations of the spec, by their names, and computes fields.
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

    /// The row that is answered.
    public struct Answer: Sendable {
        /// The name of its entity.
        public let entity: String
        /// Its key.
        public let id: InputValue

        /// Names a row.
        public init(entity: String, id: InputValue) {
            self.entity = entity
            self.id = id
        }
    }

    /// Takes the arguments by the names of their fields, and gives the row that is answered.
    public typealias Resolver = @Sendable (Context, [String: InputValue]) async throws -> Answer?

    /// What the computation of a field works with.
    public struct FieldContext: Sendable {
        /// Who asks.
        public let principal: Principal
        /// The engine that answers.
        public let engine: QueryEngine
    }

    /// A field that the service's own code computes.
    public struct FieldName: Sendable, Hashable {
        /// The name of its entity.
        public let entity: String
        /// Its name in the spec.
        public let field: String

        /// Names a field.
        public init(entity: String, field: String) {
            self.entity = entity
            self.field = field
        }
    }

    /// Takes an object of what the field needs for each row, and gives the values in the same order.
    public typealias FieldResolver = @Sendable (FieldContext, [InputValue]) async throws -> [Value]

    private var resolvers: [String: Resolver] = [:]
    private var fields: [FieldName: FieldResolver] = [:]

    /// None.
    public init() {}

    /// Answers an operation of the spec.
    public subscript(name: String) -> Resolver? {
        get { resolvers[name] }
        set { resolvers[name] = newValue }
    }

    /// Computes a field.
    public subscript(name: FieldName) -> FieldResolver? {
        get { fields[name] }
        set { fields[name] = newValue }
    }

    /// The fields of a schema that nothing computes.
    public func missingFields(of schema: Schema) -> [FieldName] {
        schema.entities.flatMap { entity in
            entity.fields.filter { $0.swiftSource != nil }.map { .init(entity: entity.name, field: $0.name) }
        }.filter { fields[$0] == nil }
    }

    /// The operations of a schema that nothing answers.
    public func missing(of schema: Schema) -> [CustomOperation] {
        schema.operations.filter { resolvers[$0.name] == nil }
    }
}
