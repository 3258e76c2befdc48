import HTTPTypes
import Logging
import NIOCore
import PlumblineSchema

/// What every connection of a server shares: where requests go, who their callers are, and what all answers carry.
struct FrontDesk: Sendable {
    /// The result of looking at a request's credentials.
    enum Caller: Sendable {
        case principal(Principal)
        case refused(ServerResponse)
    }

    /// The longest body that is read, in bytes.
    let maximumBodyBytes: Int
    /// How long a connection may be silent between requests or inside one.
    let idleTimeout: TimeAmount
    let cors: CORSPolicy
    let dispatcher: Dispatcher
    /// Verifies the bearer token; without one the caller is anonymous.
    let authenticate: @Sendable (HTTPRequest, _ requestID: String) -> Caller
    let logger: Logger
    let requestIDs = RequestIDs()

    /// Whether a request is answered on the event loop.
    func answers(_ head: HTTPRequest) -> Bool {
        head.method == .options || dispatcher.endpoint(for: head) != nil
    }

    func requestID(_ head: HTTPRequest) -> String {
        requestIDs.id(for: head)
    }

    /// Answers a whole request.
    func answer(
        _ head: HTTPRequest,
        _ body: ByteBuffer,
        id: String,
        from address: String,
        on eventLoop: any EventLoop,
        respond: @escaping @Sendable (ServerResponse) -> Void
    ) {
        if let preflight = cors.preflight(head) { return respond(preflight) }
        guard let endpoint = dispatcher.endpoint(for: head) else {
            return respond(Problem(.notFound, "There is nothing at this address.").response(requestID: id))
        }
        switch authenticate(head, id) {
        case .refused(let response):
            respond(response)
        case .principal(let principal):
            let request = ServerRequest(
                head: head,
                body: body,
                id: id,
                principal: principal,
                address: address
            )
            endpoint.answer(request, on: eventLoop, respond: respond)
        }
    }

    /// Adds what all answers carry.
    func decorate(_ fields: inout HTTPFields, for request: HTTPRequest, id: String) {
        fields[.requestID] = id
        fields[.xContentTypeOptions] = "nosniff"
        cors.decorate(&fields, for: request)
    }

    func bodyTooLong(id: String) -> ServerResponse {
        Problem(.contentTooLarge, "The body is longer than \(maximumBodyBytes) bytes.").response(
            requestID: id
        )
    }

    /// One line for each request. The query is left out, as it may hold what should not be kept.
    func log(_ head: HTTPRequest, id: String, status: HTTPResponse.Status, took: TimeAmount) {
        logger.info(
            "request",
            metadata: [
                "request_id": .string(id),
                "http.request.method": .string(head.method.rawValue),
                "url.path": .string(String((head.path ?? "/").prefix { $0 != "?" })),
                "http.response.status_code": .stringConvertible(status.code),
                "duration_us": .stringConvertible(took.nanoseconds / 1_000),
            ]
        )
    }
}
