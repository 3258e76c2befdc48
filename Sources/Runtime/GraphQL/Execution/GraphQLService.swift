public import NIOCore
public import PlumblineQuery
public import PlumblineSchema

/// Answers GraphQL requests over a schema: parses, validates and plans once, then binds and runs.
public final class GraphQLService: Sendable {
    /// A document as it was read, under a short name for the plans that are made from it.
    private struct Prepared: Sendable {
        let name: String
        let operation: PreparedOperation
    }

    /// One request on its way.
    private final class Course: Sendable {
        let request: GraphQLRequest
        let prepared: Prepared
        let variables: InputValue
        let principal: Principal
        let eventLoop: any EventLoop
        let completion: @Sendable (GraphQLReply) -> Void

        init(
            _ request: GraphQLRequest,
            _ prepared: Prepared,
            variables: InputValue,
            principal: Principal,
            eventLoop: any EventLoop,
            completion: @escaping @Sendable (GraphQLReply) -> Void
        ) {
            self.request = request
            self.prepared = prepared
            self.variables = variables
            self.principal = principal
            self.eventLoop = eventLoop
            self.completion = completion
        }

        /// The answer to a request that was executed.
        func executed(_ output: QueryOutput, cost: CostReport?) -> GraphQLReply {
            output.refusals.isEmpty && output.failures.isEmpty
                ? .executed(output, cost: cost) : partlyFailed(output, cost: cost)
        }

        func failed(_ failure: QueryFailure) -> GraphQLReply {
            if failure.errors.allSatisfy(\.isAboutIdempotencyKey) {
                let errors = failure.errors.map { prepared.operation.report($0, variables: variables) }
                return .refused(failure, errors)
            }
            let errors = prepared.operation.report(failure, variables: variables)
            return .failed(failure, errors.map { $0.naming(request.id) })
        }

        /// An answer in which fields are null for want of a right, or for a failure to compute them.
        private func partlyFailed(_ output: QueryOutput, cost: CostReport?) -> GraphQLReply {
            let (data, failures) = prepared.operation.partialData(output)
            let refusals = output.refusals.map { prepared.operation.report($0, variables: variables) }
            let body = GraphQLResponse.executed(
                data: data,
                errors: (refusals + failures).map { $0.naming(request.id) },
                extensions: cost.map { [.init("cost", .object($0.members))] } ?? []
            )
            return GraphQLReply(
                outcome: .failed,
                body: ByteBuffer(bytes: body),
                failures: output.refusals + output.failures.flatMap(\.errors),
                isExecuted: true,
                isReplayed: output.isReplayed
            )
        }
    }

    /// The types that clients see.
    public let api: GraphQLAPI

    private let engine: QueryEngine
    private let options: GraphQLOptions
    private let persisted = PersistedDocuments()
    /// Weighed by the length of the text, of which the tree is a multiple.
    private let documents = LRUCache<DocumentKey, Prepared>(capacity: 1_000, maximumWeight: 4 << 20)
    /// Weighed by the bytes of their SQL and of the shapes that they are found by.
    private let plans = PlanCache<PlannedOperation>(capacity: 1_000, maximumWeight: 64 << 20)
    private let names = UniqueNames()

    /// Creates the service.
    /// - Parameters:
    ///   - engine: Runs the plans.
    ///   - options: How it answers.
    public init(engine: QueryEngine, options: GraphQLOptions = GraphQLOptions()) {
        self.engine = engine
        self.options = options
        api = GraphQLAPI(schema: engine.schema)
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
                let outcome = GraphQLReply.Outcome.notReadOnly(prepared.operation.kind)
                return completion(GraphQLReply(outcome: outcome, body: ByteBuffer()))
            }
            let course = Course(
                request,
                prepared,
                variables: try prepared.operation.coerce(request.variables),
                principal: principal,
                eventLoop: eventLoop,
                completion: completion
            )
            switch try plan(course) {
            case .success(let planned): run(planned.plan, course, cost: try checkCost(planned, course))
            case .failure(let failure): completion(course.failed(failure))
            }
        } catch {
            completion(.refused(error))
        }
    }

    // MARK: Steps

    private func prepare(_ request: GraphQLRequest) throws(GraphQLErrors) -> Prepared {
        guard let hash = request.hash else {
            let text = request.document ?? ""
            return try prepare(text, as: text, request.operationName)
        }
        guard let text = request.document else {
            let key = DocumentKey(source: hash.hex, operationName: request.operationName)
            if let prepared = documents.find(key) { return prepared }
            guard let text = persisted.find(hash) else { throw GraphQLErrors([.persistedQueryNotFound]) }
            return try prepare(text, as: hash.hex, request.operationName)
        }
        guard DocumentHash(of: text.utf8) == hash else { throw GraphQLErrors([.hashMismatch]) }
        let prepared = try prepare(text, as: hash.hex, request.operationName)
        persisted.keep(text, as: hash)
        return prepared
    }

    /// - Parameter source: What names the document: its text, or its hash, which is no document itself.
    private func prepare(
        _ text: String,
        as source: String,
        _ operationName: String?
    ) throws(GraphQLErrors) -> Prepared {
        let key = DocumentKey(source: source, operationName: operationName)
        return try documents.value(for: key, weight: text.utf8.count) { () throws(GraphQLErrors) in
            let operation = try PreparedOperation(
                parsing: Array(text.utf8),
                operationName: operationName,
                api: api,
                options: options.validation
            )
            if !options.allowsIntrospection, operation.readsSchema {
                throw GraphQLErrors([.introspectionIsOff])
            }
            return Prepared(name: names.next(), operation: operation)
        }
    }

    private func plan(_ course: Course) throws(GraphQLErrors) -> Result<PlannedOperation, QueryFailure> {
        let caller = CallerShape(course.principal)
        let operation = course.prepared.operation
        let key = PlanKey(
            source: course.prepared.name,
            shape: operation.shape(of: course.variables),
            caller: caller
        )
        if let planned = plans.find(key) { return .success(planned) }
        let result = try operation.plan(
            course.variables,
            for: caller,
            by: engine.planner,
            options: options
        )
        if case .success(let planned) = result, planned.plan.isWorthKeeping {
            plans.insert(planned, for: key, weight: planned.plan.weight + key.shape.utf8.count)
        }
        return result
    }

    /// Refuses what costs too much; tells the cost if the request asks for it.
    private func checkCost(
        _ planned: PlannedOperation,
        _ course: Course
    ) throws(GraphQLErrors) -> CostReport? {
        let total = planned.cost(course.variables)
        try options.refuse(cost: total)
        return course.request.asksForCost ? CostReport(cost: total, limit: options.maximumCost) : nil
    }

    private func run(_ plan: Plan, _ course: Course, cost: CostReport?) {
        engine.execute(
            plan,
            variables: course.variables,
            principal: course.principal,
            once: course.request.idempotencyKey,
            on: course.eventLoop
        ) { result in
            switch result {
            case .success(let output): course.completion(course.executed(output, cost: cost))
            case .failure(let failure): course.completion(course.failed(failure))
            }
        }
    }
}
