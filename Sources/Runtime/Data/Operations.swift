package import PlumblineQuery
public import PlumblineSchema

/// The service's own code behind the `queries` and `mutations` of its spec, and behind the fields that it computes.
///
/// The generated `SpecSchema.operations(_:)` makes it of an implementation of the generated protocol `SpecOperations`.
public struct Operations: Sendable {
    package private(set) var resolvers = CallResolvers()

    /// Answers nothing.
    public init() {}

    /// Answers an operation of the spec.
    ///
    /// - Parameter body: Gets the arguments, which keep the rules of the spec, and gives a row; its caller gets that row
    ///   as it then is, as far as it may read it. What it throws undoes the whole request.
    public mutating func add<Input: OperationInput>(
        _ type: Input.Type,
        _ body: @escaping @Sendable (Input, OperationContext) async throws -> Input.Row?
    ) where Input.Row: EntityModel {
        add(type, body) { Self.answer($0) }
    }

    /// Answers an operation of the spec with a row of one of several entities, as ``add(_:_:)`` does with one of an entity.
    public mutating func add<Input: OperationInput>(
        _ type: Input.Type,
        _ body: @escaping @Sendable (Input, OperationContext) async throws -> Input.Row?
    ) where Input.Row: AbstractModel {
        add(type, body) { Self.answer(Input.Row.row(of: $0)) }
    }

    private static func answer<Row: EntityModel>(_ row: Row) -> CallResolvers.Answer {
        CallResolvers.Answer(entity: Row.entity.name, id: InputValue(id: row.id, of: Row.self))
    }

    private mutating func add<Input: OperationInput>(
        _ type: Input.Type,
        _ body: @escaping @Sendable (Input, OperationContext) async throws -> Input.Row?,
        _ answer: @escaping @Sendable (Input.Row) -> CallResolvers.Answer
    ) {
        let entity = Input.operation.arguments
        resolvers[Input.operation.name] = { context, arguments in
            do {
                let input = try ValueDecoder(entity.object(of: arguments)).decode(Input.self)
                return try await body(input, OperationContext(context)).map(answer)
            } catch let error as DatabaseError {
                throw error.failure
            }
        }
    }
}

extension Operations {
    /// Computes a field of the spec.
    ///
    /// - Parameter body: Gets what the field needs of every row of a response, and gives the values in the same order.
    ///   It is called once for a response, after its statement. What it throws is told instead of the response.
    public mutating func compute<Source: FieldSource>(
        _ type: Source.Type,
        _ body: @escaping @Sendable ([Source], OperationContext) async throws -> [Source.Output]
    ) {
        let entity = Source.Row.entity
        guard let field = entity.field(Source.field) else { return }
        resolvers[.init(entity: entity.name, field: field.name)] = { context, rows in
            do {
                let rows = try rows.map { try ValueDecoder($0).decode(Source.self) }
                let values = try await body(rows, OperationContext(context))
                return values.map { Value(encoding: $0, for: field.type) }
            } catch let error as DatabaseError {
                throw error.failure
            }
        }
    }
}

extension Entity {
    /// The values given, by the names of their fields, as the object that an API takes.
    fileprivate func object(of values: [String: InputValue]) -> InputValue {
        let given = fields.filter { values[$0.name] != nil }
        return .object(
            members(of: given).map { member in
                switch member {
                case .field(let field): .init(field.apiName, values[field.name] ?? .null)
                case .object(let object):
                    .init(
                        object.apiName,
                        .object(
                            object.fields.map {
                                .init($0.inputPath.last ?? $0.apiName, values[$0.name] ?? .null)
                            }
                        )
                    )
                }
            }
        )
    }
}

/// What a query, a mutation or the computation of a field of the service's own works with.
public struct OperationContext: Sendable {
    /// Who asks.
    public let principal: Principal
    /// The database; for a query or mutation, in the transaction of the whole request.
    public let database: Database

    init(_ context: CallResolvers.FieldContext) {
        principal = context.principal
        database = Database(engine: context.engine)
    }

    init(_ context: CallResolvers.Context) {
        principal = context.principal
        database = Database(engine: context.engine, transaction: context.transaction)
    }
}
