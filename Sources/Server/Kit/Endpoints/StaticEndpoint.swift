import HTTPTypes
import NIOCore
import NIOHTTP1

/// A document that does not change while the server runs.
struct StaticEndpoint: Endpoint {
    private let plain: ServerResponse
    /// Compressed once, not for each request.
    private let compressed: ServerResponse

    init(contentType: String, body: ByteBuffer, headerFields: HTTPHeaders = [:]) {
        var response = ServerResponse(contentType: contentType, body: body)
        response.headerFields.add(contentsOf: headerFields)
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
        guard request.head.method == .GET || request.head.method == .HEAD else {
            var problem = Problem(.methodNotAllowed, "This document is read with GET.")
            problem.headerFields[.allow] = "GET, HEAD"
            return respond(problem.response(requestID: request.id))
        }
        let takesGzip = request.head[.acceptEncoding].map(Gzip.isAccepted) ?? false
        respond(takesGzip ? compressed : plain)
    }
}
