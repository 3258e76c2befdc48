import HTTPTypes
import NIOCore

/// A document that does not change while the server runs.
struct StaticEndpoint: Endpoint {
    private let response: ServerResponse

    init(contentType: String, body: ByteBuffer, headerFields: HTTPFields = [:]) {
        var response = ServerResponse(contentType: contentType, body: body)
        for field in headerFields { response.headerFields.append(field) }
        response.headerFields[.cacheControl] = "no-cache"
        self.response = response
    }

    func answer(
        _ request: ServerRequest,
        on eventLoop: any EventLoop,
        respond: @escaping @Sendable (ServerResponse) -> Void
    ) {
        guard request.head.method == .get || request.head.method == .head else {
            var problem = Problem(.methodNotAllowed, "This document is read with GET.")
            problem.headerFields[.allow] = "GET, HEAD"
            return respond(problem.response(requestID: request.id))
        }
        respond(response)
    }
}
