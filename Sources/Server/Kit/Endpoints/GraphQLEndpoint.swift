import HTTPTypes
import Logging
import NIOCore
import PlumblineGraphQL
import PlumblineQuery

/// `/graphql`: GraphQL over HTTP, by GET and POST.
struct GraphQLEndpoint: Endpoint {
    let service: GraphQLService
    let logger: Logger

    func answer(
        _ request: ServerRequest,
        on eventLoop: any EventLoop,
        respond: @escaping @Sendable (ServerResponse) -> Void
    ) {
        do throws(GraphQLRefusal) {
            let fields = request.head.headerFields
            let decoded = try GraphQLRequest(
                method: request.head.method.rawValue,
                contentType: fields[.contentType],
                accept: fields[.accept],
                query: String(request.query),
                body: Array(request.body.readableBytesView)
            )
            service.answer(decoded, as: request.principal, on: eventLoop) { reply in
                respond(response(to: decoded, reply, request.id))
            }
        } catch {
            respond(refused(error))
        }
    }

    private func response(to request: GraphQLRequest, _ reply: GraphQLReply, _ id: String) -> ServerResponse {
        logger.report(reply.failures, requestID: id)
        var response = ServerResponse(contentType: request.mediaType.contentType, body: reply.body)
        switch reply.outcome {
        case .executed:
            if let status = Self.serverStatus(reply.failures) {
                response.status = status
                response.headerFields[.retryAfter] = "1"
            }
        case .refused: response.status = .init(code: request.mediaType.requestErrorStatus)
        case .notReadOnly(let kind): return refused(.readOnly(kind, mediaType: request.mediaType))
        }
        return response
    }

    private func refused(_ refusal: GraphQLRefusal) -> ServerResponse {
        var response = ServerResponse(
            status: .init(code: refusal.status),
            contentType: refusal.mediaType.contentType,
            body: ByteBuffer(bytes: GraphQLResponse.refused([refusal.error]))
        )
        if let methods = refusal.allow { response.headerFields[.allow] = methods }
        return response
    }

    /// A server that cannot answer now says so by its status, so that balancers and clients try again.
    private static func serverStatus(_ failures: [QueryError]) -> HTTPResponse.Status? {
        let unavailable: Set<QueryError.Code> = [.overloaded, .unavailable]
        return failures.contains { unavailable.contains($0.code) } ? .serviceUnavailable : nil
    }
}
