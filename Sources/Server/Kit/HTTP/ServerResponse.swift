import HTTPTypes
import NIOCore
import NIOHTTP1

/// An answer, ready to be written.
struct ServerResponse: Sendable {
    /// The status.
    var status: HTTPResponse.Status
    /// The fields beside those that every answer gets (length, request id, CORS).
    var headerFields: HTTPHeaders
    /// The body; empty for 204 and 304.
    var body: ByteBuffer
    /// Whether the body may be compressed: not where it has a secret beside what a caller chose, as an attacker who
    /// sees only lengths could guess it (BREACH).
    var isCompressible = false

    /// Creates an answer.
    init(status: HTTPResponse.Status, headerFields: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.headerFields = headerFields
        self.body = body
    }

    /// An answer with a body of that media type.
    init(status: HTTPResponse.Status = .ok, contentType: String, body: ByteBuffer) {
        self.init(
            status: status,
            headerFields: HTTPHeaders([(FieldName.contentType.text, contentType)]),
            body: body
        )
    }

    /// A JSON answer.
    static func json(_ body: ByteBuffer, status: HTTPResponse.Status = .ok) -> ServerResponse {
        ServerResponse(status: status, contentType: "application/json", body: body)
    }
}

/// Answers requests. It is called on the connection's event loop and must not block it; it may answer
/// at once or later, once, on the same event loop.
protocol Endpoint: Sendable {
    /// Whether it matters who asks: callers are known then, and their requests count for what one may ask for. True
    /// unless said otherwise.
    var isMetered: Bool { get }

    /// Answers one request.
    /// - Parameters:
    ///   - request: The request, whole.
    ///   - eventLoop: The connection's event loop, on which this is called and `respond` must be called.
    ///   - respond: Takes the answer.
    func answer(
        _ request: ServerRequest,
        on eventLoop: any EventLoop,
        respond: @escaping @Sendable (ServerResponse) -> Void
    )
}

extension Endpoint {
    /// They count.
    var isMetered: Bool { true }
}

/// An endpoint for what is not on the hot path: its work is an ordinary async function.
struct AsyncEndpoint: Endpoint {
    let isMetered: Bool
    private let body: @Sendable (ServerRequest) async -> ServerResponse

    init(isMetered: Bool = true, _ body: @escaping @Sendable (ServerRequest) async -> ServerResponse) {
        self.isMetered = isMetered
        self.body = body
    }

    func answer(
        _ request: ServerRequest,
        on eventLoop: any EventLoop,
        respond: @escaping @Sendable (ServerResponse) -> Void
    ) {
        // The request outlives this call and has no parent task: the connection's handler bounds it to one at a time.
        Task {
            let response = await body(request)
            eventLoop.execute { respond(response) }
        }
    }
}
