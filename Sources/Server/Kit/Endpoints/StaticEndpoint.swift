import HTTPTypes
import NIOCore

/// A document that does not change while the server runs.
struct StaticEndpoint: Endpoint {
    private let plain: ServerResponse
    /// Compressed once, not for each request.
    private let compressed: ServerResponse

    init(contentType: String, body: ByteBuffer, headerFields: HTTPFields = [:]) {
        var response = ServerResponse(contentType: contentType, body: body)
        for field in headerFields { response.headerFields.append(field) }
        response.headerFields[.cacheControl] = "no-cache"
        response.isCompressible = true
        plain = response.encoded(for: nil)
        compressed = response.encoded(for: "gzip")
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
        let takesGzip = request.head.headerFields[.acceptEncoding].map(Gzip.isAccepted) ?? false
        respond(takesGzip ? compressed : plain)
    }
}
