import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import PlumblineGraphQL
import PlumblineQuery

/// `/graphql`: GraphQL over HTTP, by GET and POST. One object, as each request that waits for its answer keeps it.
final class GraphQLEndpoint: Endpoint {
    private let service: GraphQLService
    private let statuses: GraphQLStatuses
    private let maximumBatch: Int
    private let idempotencyKeys: IdempotencyKeys
    private let logger: Logger

    /// - Parameters:
    ///   - statuses: Which statuses tell of failures.
    ///   - maximumBatch: How many operations one request may carry.
    init(
        service: GraphQLService,
        statuses: GraphQLStatuses,
        maximumBatch: Int,
        idempotencyKeys: IdempotencyKeys,
        logger: Logger
    ) {
        self.service = service
        self.statuses = statuses
        self.maximumBatch = maximumBatch
        self.idempotencyKeys = idempotencyKeys
        self.logger = logger
    }

    func answer(
        _ request: ServerRequest,
        on eventLoop: any EventLoop,
        respond: @escaping @Sendable (ServerResponse) -> Void
    ) {
        do throws(GraphQLRefusal) {
            switch try payload(of: request) {
            case .single(var operation):
                operation.id = request.id
                operation.idempotencyKey = try idempotencyKey(of: operation, request)
                let (mediaType, isReadOnly) = (operation.mediaType, operation.isReadOnly)
                service.answer(operation, as: request.principal, on: eventLoop) { [self] reply in
                    respond(response(to: request, reply, mediaType, isReadOnly: isReadOnly))
                }
            case .batch(let operations):
                try refuseKey(of: operations, request)
                answer(operations[...], Array("[".utf8), request, on: eventLoop, respond: respond)
            }
        } catch {
            respond(refused(error))
        }
    }

    private func payload(of request: ServerRequest) throws(GraphQLRefusal) -> GraphQLPayload {
        let head = request.head
        return try GraphQLPayload(
            method: head.method.rawValue,
            contentType: head[.contentType],
            accept: head[.accept],
            query: String(request.query),
            body: Array(request.body.readableBytesView),
            statuses: statuses,
            maximumBatch: maximumBatch
        )
    }

    /// The key of a mutation, which a query is sent without.
    private func idempotencyKey(
        of operation: GraphQLRequest,
        _ request: ServerRequest
    ) throws(GraphQLRefusal) -> IdempotencyKey? {
        guard !operation.isReadOnly, request.head.contains(.idempotencyKey) else { return nil }
        var variables: [UInt8] = []
        JSONWriter.append(operation.variables ?? .null, to: &variables)
        let document = operation.hash ?? DocumentHash(of: (operation.document ?? "").utf8)
        let texts = ["GraphQL", document.hex, operation.operationName ?? ""]
        do throws(Problem) {
            return try idempotencyKeys.key(of: request, content: texts.map { Array($0.utf8) } + [variables])
        } catch {
            throw GraphQLRefusal(400, error.detail, mediaType: operation.mediaType)
        }
    }

    /// Operations that are made one by one have no answer in common.
    private func refuseKey(of batch: [GraphQLRequest], _ request: ServerRequest) throws(GraphQLRefusal) {
        guard request.head.contains(.idempotencyKey) else { return }
        let sentence = "An Idempotency-Key is for one operation; send each with its own instead of a batch."
        throw GraphQLRefusal(400, sentence, mediaType: batch.first?.mediaType ?? .json)
    }

    /// Answers the operations of a batch one after the other; what each of them came to is in its response alone.
    private func answer(
        _ operations: ArraySlice<GraphQLRequest>,
        _ json: [UInt8],
        _ request: ServerRequest,
        on eventLoop: any EventLoop,
        respond: @escaping @Sendable (ServerResponse) -> Void
    ) {
        guard var operation = operations.first else {
            let body = ByteBuffer(bytes: json + Array("]".utf8))
            var response = ServerResponse(contentType: GraphQLMediaType.json.contentType, body: body)
            response.isCompressible = true
            return respond(response)
        }
        operation.id = request.id
        service.answer(operation, as: request.principal, on: eventLoop) { [self] reply in
            logger.report(reply.failures, requestID: request.id)
            let separator = json.count > 1 ? Array(",".utf8) : []
            let json = json + separator + Array(reply.body.readableBytesView)
            answer(operations.dropFirst(), json, request, on: eventLoop, respond: respond)
        }
    }

    private func response(
        to request: ServerRequest,
        _ reply: GraphQLReply,
        _ mediaType: GraphQLMediaType,
        isReadOnly: Bool
    ) -> ServerResponse {
        logger.report(reply.failures, requestID: request.id)
        if case .notReadOnly(let kind) = reply.outcome {
            return refused(.readOnly(kind, mediaType: mediaType))
        }
        let code = reply.failureStatus ?? statuses.code(reply.outcome.status, mediaType)
        var response = response(code, mediaType, reply.body)
        response.isCompressible = true
        if code == 503 || code == 409 {
            let wait = reply.failures.lazy.compactMap(\.retryAfter).first ?? 1
            response.headerFields[.retryAfter] = String(wait)
        }
        if reply.isReplayed { response.headerFields[.idempotencyReplayed] = "true" }
        return isReadOnly ? cached(response, reply.outcome, request) : response
    }

    private func refused(_ refusal: GraphQLRefusal) -> ServerResponse {
        let body = ByteBuffer(bytes: GraphQLResponse.refused([refusal.error]))
        var response = response(refusal.status, refusal.mediaType, body)
        response.headerFields[.cacheControl] = "no-store"
        if let methods = refusal.allow { response.headerFields[.allow] = methods }
        return response
    }

    private func response(_ code: Int, _ accepted: GraphQLMediaType, _ body: ByteBuffer) -> ServerResponse {
        let mediaType = statuses.mediaType(accepted, status: code)
        let status = HTTPResponse.Status(code: code, reasonPhrase: code == 294 ? "Partial Success" : "")
        return ServerResponse(status: status, contentType: mediaType.contentType, body: body)
    }
}

// MARK: Caching

extension GraphQLEndpoint {
    /// The answer to GET as a cache may keep it: the client's own only, which asks each time whether it still holds.
    private func cached(
        _ response: ServerResponse,
        _ outcome: GraphQLReply.Outcome,
        _ request: ServerRequest
    ) -> ServerResponse {
        var response = response
        response.headerFields[.vary] = "Accept, Authorization"
        guard outcome == .executed else {
            response.headerFields[.cacheControl] = "no-store"
            return response
        }
        let tag = ETag.weak(response.body)
        response.headerFields[.cacheControl] = "private, no-cache"
        response.headerFields[.eTag] = tag
        guard ETag.isKnown(tag, request.head) else { return response }
        response.headerFields[.contentType] = nil
        response.headerFields.append(.vary, "Accept-Encoding")
        return ServerResponse(status: .notModified, headerFields: response.headerFields)
    }
}

extension GraphQLReply {
    /// The status of a failure that is told by it whatever the client accepts, so that balancers and clients know
    /// whether to try again.
    fileprivate var failureStatus: Int? {
        if isExecuted { return nil }
        return failures.lazy.compactMap { error in
            switch error.code {
            case .overloaded, .unavailable: 503
            case .idempotencyKeyInUse: 409
            case .idempotencyKeyReused: 422
            default: nil
            }
        }.first
    }
}

extension GraphQLReply.Outcome {
    /// What it means to HTTP.
    fileprivate var status: GraphQLStatuses.Outcome {
        switch self {
        case .executed: .success
        case .failed: .partial
        case .unparsable: .unparsable
        case .refused: .invalid
        case .malformed, .notReadOnly: .malformed
        }
    }
}
