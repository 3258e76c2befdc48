public import NIOCore
public import PlumblineQuery
public import PlumblineSchema

/// The answer to a GraphQL request, whatever carries it.
public struct GraphQLReply: Sendable {
    /// How far the request came.
    public enum Outcome: Sendable, Hashable {
        /// It was executed; the response has `data`, perhaps null, perhaps with errors beside it.
        case executed
        /// It was refused before: the document, the operation's name or the variables are wrong.
        case refused
        /// It may not come this way: a mutation by a method that must be safe.
        case notReadOnly(OperationKind)
    }

    /// How far the request came.
    public var outcome: Outcome
    /// The response's JSON.
    public var body: ByteBuffer
    /// The errors of the engine, for the log and for what they say about the server.
    public var failures: [QueryError] = []
}

/// Answers GraphQL requests over a schema: parses, validates and plans once, then binds and runs.
public final class GraphQLService: Sendable {
    /// A document as it was read, under a short name for the plans that are made from it.
    private struct Prepared: Sendable {
        var name: String
        var operation: PreparedOperation
    }

    /// The types that clients see.
    public let api: GraphQLAPI

    private let engine: QueryEngine
    private let options: ValidationOptions
    private let allowsIntrospection: Bool
    private let documents = PlanCache<Prepared>(capacity: 1_000)
    private let plans = PlanCache<Plan>(capacity: 1_000)
    private let names = UniqueNames()

    /// Creates the service.
    /// - Parameters:
    ///   - engine: Runs the plans.
    ///   - allowsIntrospection: Whether clients may read the schema, and get guesses at misspelt names.
    public init(engine: QueryEngine, allowsIntrospection: Bool) {
        self.engine = engine
        self.allowsIntrospection = allowsIntrospection
        api = GraphQLAPI(schema: engine.schema)
        options = ValidationOptions(suggestsNames: allowsIntrospection)
    }

    /// Answers a request.
    /// - Parameters:
    ///   - request: The request.
    ///   - principal: Who asks.
    ///   - eventLoop: Where the reply is wanted.
    ///   - completion: Called once, on that event loop.
    public func answer(
        _ request: GraphQLRequest,
        as principal: Principal,
        on eventLoop: any EventLoop,
        completion: @escaping @Sendable (GraphQLReply) -> Void
    ) {
        do throws(GraphQLErrors) {
            let prepared = try prepare(request)
            if request.isReadOnly, prepared.operation.kind != .query {
                return completion(
                    GraphQLReply(outcome: .notReadOnly(prepared.operation.kind), body: ByteBuffer())
                )
            }
            let variables = try prepared.operation.coerce(request.variables)
            run(
                prepared,
                variables,
                principal,
                eventLoop,
                completion,
                plan: try plan(prepared, variables, principal)
            )
        } catch {
            let body = ByteBuffer(bytes: GraphQLResponse.refused(error.errors))
            completion(GraphQLReply(outcome: .refused, body: body))
        }
    }

    // MARK: Steps

    private func prepare(_ request: GraphQLRequest) throws(GraphQLErrors) -> Prepared {
        let text = String(decoding: request.document, as: UTF8.self)
        let key = PlanKey(source: text, shape: request.operationName ?? "", caller: .anonymous)
        return try documents.value(for: key) { () throws(GraphQLErrors) in
            let operation = try PreparedOperation(
                parsing: request.document,
                operationName: request.operationName,
                api: api,
                options: options
            )
            if !allowsIntrospection, operation.readsSchema {
                throw GraphQLErrors([.introspectionIsOff])
            }
            return Prepared(name: names.next(), operation: operation)
        }
    }

    private func plan(
        _ prepared: Prepared,
        _ variables: InputValue,
        _ principal: Principal
    ) throws(GraphQLErrors) -> Result<Plan, QueryFailure> {
        let caller = CallerShape(principal)
        let key = PlanKey(
            source: prepared.name,
            shape: prepared.operation.shape(of: variables),
            caller: caller
        )
        if let plan = plans.find(key) { return .success(plan) }
        let operation = try prepared.operation.lower(variables)
        do throws(QueryFailure) {
            let plan = try engine.planner.plan(operation, for: caller)
            plans.insert(plan, for: key)
            return .success(plan)
        } catch {
            return .failure(error)
        }
    }

    private func run(
        _ prepared: Prepared,
        _ variables: InputValue,
        _ principal: Principal,
        _ eventLoop: any EventLoop,
        _ completion: @escaping @Sendable (GraphQLReply) -> Void,
        plan: Result<Plan, QueryFailure>
    ) {
        switch plan {
        case .failure(let failure):
            completion(Self.failed(prepared, variables, failure))
        case .success(let plan):
            engine.execute(plan, variables: variables, principal: principal, on: eventLoop) { result in
                switch result {
                case .success(let output): completion(Self.succeeded(output))
                case .failure(let failure): completion(Self.failed(prepared, variables, failure))
                }
            }
        }
    }

    private static func succeeded(_ output: QueryOutput) -> GraphQLReply {
        var body = ByteBuffer()
        body.writeStaticString("{\"data\":")
        output.write(to: &body)
        body.writeStaticString("}")
        return GraphQLReply(outcome: .executed, body: body)
    }

    private static func failed(
        _ prepared: Prepared,
        _ variables: InputValue,
        _ failure: QueryFailure
    ) -> GraphQLReply {
        let errors = prepared.operation.report(failure, variables: variables)
        let body = ByteBuffer(bytes: GraphQLResponse.executed(data: Array("null".utf8), errors: errors))
        return GraphQLReply(outcome: .executed, body: body, failures: failure.errors)
    }
}
