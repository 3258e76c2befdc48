import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import PlumblineQuery
import PlumblineSchema

/// REST for every entity of a schema that somebody may read, and for its own queries and mutations, under `/api/v1`. One
/// object, as each request that waits for its answer keeps it.
final class RESTEndpoint: Endpoint {
    private let engine: QueryEngine
    private let resources: [String: RESTResource]
    private let operations: [String: (operation: CustomOperation, result: RESTResource)]
    /// The entity that signs in, and the path by which callers ask for their own row of it.
    private let own: (resource: RESTResource, path: String)?
    private let conflicts: Set<String>
    private let allowsSelfRegistration: Bool
    private let plans = PlanCache<Plan>(capacity: 1_000)
    private let idempotencyKeys: IdempotencyKeys
    private let logger: Logger

    static let prefix = "/api/v1/"

    init(
        schema: Schema,
        engine: QueryEngine,
        allowsSelfRegistration: Bool,
        idempotencyKeys: IdempotencyKeys,
        logger: Logger
    ) {
        self.engine = engine
        self.allowsSelfRegistration = allowsSelfRegistration
        self.idempotencyKeys = idempotencyKeys
        self.logger = logger
        resources = Dictionary(
            schema.entities.filter(\.isReadable).map { ($0.restPath, RESTResource($0)) },
            uniquingKeysWith: { first, _ in first }
        )
        operations = Dictionary(
            schema.entityOperations.compactMap { operation in
                schema.entity(operation.result).map { (operation.restPath, (operation, RESTResource($0))) }
            },
            uniquingKeysWith: { first, _ in first }
        )
        own = schema.principal.flatMap { schema.entity($0.entity) }.map { entity in
            (RESTResource(entity), entity.restPath + "/me")
        }
        conflicts = schema.conflictCodes
    }

    func answer(
        _ request: ServerRequest,
        on eventLoop: any EventLoop,
        respond: @escaping @Sendable (ServerResponse) -> Void
    ) {
        do throws(Problem) {
            let call = try call(request)
            let plan = try plan(call.operation, request.principal)
            engine.execute(
                plan,
                variables: call.operation.variables,
                principal: request.principal,
                once: plan.kind == .mutation ? try idempotencyKey(request) : nil,
                on: eventLoop
            ) { [self] result in
                respond(response(to: call, result, request))
            }
        } catch {
            respond(error.response(requestID: request.id))
        }
    }

    // MARK: The request

    /// What is asked for, and what the answer depends on.
    private struct Call: Sendable {
        var verb: RESTTarget.Verb
        var resource: RESTResource
        var operation: RESTOperation
    }

    private func call(_ request: ServerRequest) throws(Problem) -> Call {
        let path = Substring(request.path.utf8.dropFirst(Self.prefix.utf8.count))
        if let own, path == own.path, request.head.method == .GET {
            guard request.principal.id != nil else { throw .notSignedIn }
            return Call(verb: .get, resource: own.resource, operation: .me(own.resource))
        }
        if let (operation, result) = operations[String(path)] {
            return try call(operation, result, request)
        }
        let target = try RESTTarget(path: path, method: request.head.method, resources: resources)
        return Call(
            verb: target.verb,
            resource: target.resource,
            operation: try operation(target, request)
        )
    }

    private func operation(_ target: RESTTarget, _ request: ServerRequest) throws(Problem) -> RESTOperation {
        let resource = target.resource
        let entity = resource.entity
        let id = target.id ?? ""
        let head = request.head
        switch target.verb {
        case .list: return .list(resource, try RESTListQuery(entity, query: request.query))
        case .get: return .get(resource, id: id)
        case .create:
            let body = try RESTBody(entity, entity.creatableFields, try json(request))
            let registers = try registers(entity, body, request.principal)
            return .create(resource, body, isSelfRegistration: registers)
        case .update:
            let version = try version(entity, head)
            let body = try RESTBody(entity, entity.updatableFields, try json(request))
            return .update(resource, id: id, version: version, body)
        case .replace:
            let version = try version(entity, head)
            return .update(resource, id: id, version: version, try .replacing(entity, try json(request)))
        case .restore: return .restore(resource, id: id, version: try version(entity, head))
        case .delete: return .delete(resource, id: id, version: try version(entity, head))
        }
    }

    /// What is asked by its URL is answered like a row by its key, everything else like a changed row.
    private func call(_ operation: CustomOperation, _ result: RESTResource, _ request: ServerRequest)
        throws(Problem)
        -> Call
    {
        let arguments = operation.arguments
        let method = request.head.method
        guard operation.isAskedByURL else {
            guard method == .POST else { throw .notAllowed(method, but: [.POST]) }
            let body = try RESTBody(arguments, arguments.fields, try json(request))
            return Call(verb: .update, resource: result, operation: .call(operation, result, body))
        }
        guard method == .GET else { throw .notAllowed(method, but: [.GET]) }
        let body = try RESTBody(arguments: arguments, query: request.query)
        return Call(verb: .get, resource: result, operation: .call(operation, result, body))
    }

    private func idempotencyKey(_ request: ServerRequest) throws(Problem) -> IdempotencyKey? {
        let head = request.head
        guard head.contains(.idempotencyKey) else { return nil }
        let parts = [head.method.rawValue, head.uri, head[.ifMatch] ?? ""]
        let body = Array(request.body.readableBytesView)
        return try idempotencyKeys.key(of: request, content: parts.map { Array($0.utf8) } + [body])
    }

    private func version(_ entity: Entity, _ head: RequestHead) throws(Problem) -> Int64? {
        entity.versionField == nil ? nil : try ETag.ifMatch(head)
    }

    private func json(_ request: ServerRequest) throws(Problem) -> InputValue {
        guard request.contentType == "application/json" else {
            throw Problem(.unsupportedMediaType, "The body must be JSON: 'Content-Type: application/json'.")
        }
        do throws(JSONError) {
            return try JSONReader.read(Array(request.body.readableBytesView))
        } catch {
            let sentence = "The body is not JSON: \(error.message) (at byte \(error.offset))"
            throw Problem(.badRequest, sentence, code: QueryError.Code.badInput.rawValue)
        }
    }

    /// Whether a new principal row is a registration of an anonymous caller, which may give only what everybody may.
    private func registers(_ entity: Entity, _ body: RESTBody, _ principal: Principal) throws(Problem) -> Bool
    {
        guard allowsSelfRegistration, entity.name == own?.resource.name, principal.id == nil else {
            return false
        }
        let closed = body.assignments.first { assignment in
            entity.field(assignment.field)?.access.create != FieldAccess.open.create
        }
        if let closed, let field = entity.field(closed.field) {
            var problem = Problem(.forbidden, "You may not give '\(field.apiName)' when you register.")
            problem.errors = [.init(field: field.apiName, code: problem.code, message: problem.detail)]
            throw problem
        }
        return true
    }

    private func plan(_ call: RESTOperation, _ principal: Principal) throws(Problem) -> Plan {
        let caller = call.isSelfRegistration ? CallerShape.registrant : CallerShape(principal)
        let key = PlanKey(source: call.source, shape: "", caller: caller)
        do throws(QueryFailure) {
            return try plans.value(for: key) { () throws(QueryFailure) in
                try engine.planner.plan(call.operation, for: caller)
            }
        } catch {
            throw Problem(error.errors, conflicts: conflicts)
        }
    }

    // MARK: The answer

    private func response(
        to call: Call,
        _ result: Result<QueryOutput, QueryFailure>,
        _ request: ServerRequest
    ) -> ServerResponse {
        switch result {
        case .failure(let failure):
            logger.report(failure.errors, requestID: request.id)
            return Problem(failure.errors, conflicts: conflicts).response(requestID: request.id)
        case .success(let output):
            var response = success(call, output, request)
            if output.isReplayed { response.headerFields[.idempotencyReplayed] = "true" }
            return response
        }
    }

    private func success(_ call: Call, _ output: QueryOutput, _ request: ServerRequest) -> ServerResponse {
        if call.verb == .delete { return ServerResponse(status: .noContent) }
        guard !output.isNull(root: RESTOperation.rootKey) else {
            return Problem.noSuchRow.response(requestID: request.id)
        }
        var json = ByteBuffer()
        output.write(root: RESTOperation.rootKey, to: &json)
        return found(call, json, output.version, request)
    }

    private func found(
        _ call: Call,
        _ json: ByteBuffer,
        _ version: Int64?,
        _ request: ServerRequest
    ) -> ServerResponse {
        var response = ServerResponse.json(json, status: call.verb == .create ? .created : .ok)
        // A strong tag names bytes, so an answer that has one is sent as it is.
        response.isCompressible = version == nil
        if let version {
            response.headerFields[.eTag] = ETag.text(version)
            if call.verb == .get, ETag.isKnown(version, request.head) {
                return ServerResponse(status: .notModified, headerFields: response.headerFields)
            }
        }
        if call.verb == .create, let id = Self.id(in: json) {
            let path = Self.prefix + call.resource.path + "/" + PercentEncoding.encode(segment: id)
            response.headerFields[.location] = path
        }
        return response
    }

    /// The key of a new row: the member `id` of its object.
    private static func id(in json: ByteBuffer) -> String? {
        switch (try? JSONReader.read(Array(json.readableBytesView)))?[Field.keyName] {
        case .string(let id): id
        case .integer(let id): String(id)
        default: nil
        }
    }
}

extension Problem {
    fileprivate static let noSuchRow = Problem(
        .notFound,
        "There is no such row, or none that you may read.",
        code: QueryError.Code.notFound.rawValue
    )

    fileprivate static let notSignedIn: Problem = {
        var problem = Problem(
            .unauthorized,
            "Sign in first: this needs a bearer token.",
            code: QueryError.Code.unauthenticated.rawValue
        )
        problem.headerFields[.wwwAuthenticate] = "Bearer"
        return problem
    }()
}
