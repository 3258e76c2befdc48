import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import PlumblineQuery
import PlumblineSchema
import Synchronization

/// What every connection of a server shares: where requests go, who their callers are, and what all answers carry.
final class FrontDesk: Sendable {
    /// The result of looking at a request's credentials.
    enum Caller: Sendable {
        case principal(Principal)
        case refused(ServerResponse)
    }

    /// The longest body that is read, in bytes.
    let maximumBodyBytes: Int
    let connections: Connections
    let cors: CORSPolicy
    let dispatcher: Dispatcher
    /// Verifies the bearer token; without one the caller is anonymous.
    let authenticate: @Sendable (RequestHead, _ requestID: String) -> Caller
    let logger: Logger
    let requestIDs = RequestIDs()
    let addresses: ClientAddresses
    /// Without one, callers may ask for anything.
    let limiter: RequestLimiter?
    private let unknownProxy = UnknownProxy()

    init(
        maximumBodyBytes: Int,
        connections: Connections,
        cors: CORSPolicy,
        dispatcher: Dispatcher,
        authenticate: @escaping @Sendable (RequestHead, _ requestID: String) -> Caller,
        logger: Logger,
        addresses: ClientAddresses,
        limiter: RequestLimiter?
    ) {
        self.maximumBodyBytes = maximumBodyBytes
        self.connections = connections
        self.cors = cors
        self.dispatcher = dispatcher
        self.authenticate = authenticate
        self.logger = logger
        self.addresses = addresses
        self.limiter = limiter
    }

    /// What is to be done when a request that was let in has been answered.
    struct Visit: Sendable {
        fileprivate var account: RequestLimiter.Account?
        /// What the answer says of the caller's limits.
        fileprivate(set) var fields: HTTPHeaders?
    }

    /// Whether a request is answered on the event loop.
    func answers(_ head: HTTPRequestHead) -> Bool {
        head.method == .OPTIONS || dispatcher.endpoint(for: head.uri) != nil
    }

    func requestID(_ head: RequestHead) -> String {
        requestIDs.id(for: head)
    }

    /// Answers a whole request.
    /// - Parameters:
    ///   - peer: The address at the other end of the connection.
    ///   - isSurplus: Whether the connection is one too many.
    func answer(
        _ head: RequestHead,
        _ body: ByteBuffer,
        id: String,
        from peer: String,
        isSurplus: Bool,
        on eventLoop: any EventLoop,
        respond: @escaping @Sendable (ServerResponse) -> Void
    ) {
        if let preflight = cors.preflight(head) { return respond(preflight) }
        do throws(Problem) {
            guard let endpoint = dispatcher.endpoint(for: head.uri) else {
                throw Problem(.notFound, "There is nothing at this address.")
            }
            if isSurplus, endpoint.isMetered { throw .tooManyConnections }
            if let coding = head[.contentEncoding], coding.lowercased() != "identity" {
                throw .compressedBody
            }
            let address = addresses.address(of: head, from: peer)
            let caller = endpoint.isMetered ? authenticate(head, id) : .principal(.anonymous)
            let visit = endpoint.isMetered ? try admit(caller.principal, address) : Visit()
            let finish: @Sendable (ServerResponse) -> Void = { [self] response in
                leave(visit)
                var response = response.encoded(for: head[.acceptEncoding])
                if let fields = visit.fields { response.headerFields.add(contentsOf: fields) }
                respond(response)
            }
            switch caller {
            case .refused(let response): finish(response)
            case .principal(let principal):
                let request = ServerRequest(
                    head: head,
                    body: body,
                    id: id,
                    principal: principal,
                    address: address.text
                )
                endpoint.answer(request, on: eventLoop, respond: finish)
            }
        } catch {
            respond(error.response(requestID: id))
        }
    }

    /// Lets a request go to the router, which authenticates it itself; whoever is signed in is counted as such.
    func admitToRouter(
        _ head: RequestHead,
        id: String,
        from peer: String,
        isSurplus: Bool
    ) throws(Problem) -> Visit {
        if isSurplus { throw .tooManyConnections }
        let address = addresses.address(of: head, from: peer)
        guard limiter != nil, address.kind != .local else { return Visit() }
        return try admit(authenticate(head, id).principal, address)
    }

    /// A request that was let in has been answered.
    func leave(_ visit: Visit) {
        if let account = visit.account { limiter?.leave(account) }
    }

    private func admit(_ principal: Principal?, _ address: ClientAddress) throws(Problem) -> Visit {
        if address.kind == .proxy { unknownProxy.tell(logger) }
        guard let limiter, let account = RequestLimiter.Account(principal, address) else { return Visit() }
        switch limiter.enter(account) {
        case .admitted(let remaining):
            return Visit(account: account, fields: limiter.fields(remaining: remaining))
        case .refused(let refusal): throw limiter.problem(refusal)
        }
    }

    /// Adds what all answers carry.
    func addCommonFields(to fields: inout [(FieldName, String)], for request: RequestHead, id: String) {
        fields.append((.requestID, id))
        fields.append((.contentTypeOptions, "nosniff"))
        cors.addFields(to: &fields, for: request)
    }

    func notHTTP(id: String) -> ServerResponse {
        Problem(.badRequest, "This is no request of HTTP/1.1, or its header is too long.").response(
            requestID: id
        )
    }

    func bodyTooLong(id: String) -> ServerResponse {
        Problem(.contentTooLarge, "The body is longer than \(maximumBodyBytes) bytes.").response(
            requestID: id
        )
    }

    /// One line for each request. The query is left out, as it may hold what should not be kept.
    func log(_ head: RequestHead, id: String, status: Int, took: TimeAmount) {
        logger.info(
            "request",
            metadata: [
                "request_id": .string(id),
                "http.request.method": .string(head.method.rawValue),
                "url.path": .string(String(head.uri.prefix { $0 != "?" })),
                "http.response.status_code": .stringConvertible(status),
                "duration_us": .stringConvertible(took.nanoseconds / 1_000),
            ]
        )
    }
}

extension FrontDesk.Caller {
    /// Who it is, if the credentials are right.
    fileprivate var principal: Principal? {
        if case .principal(let principal) = self { principal } else { nil }
    }
}

extension Problem {
    /// All connections are taken, and this one is kept for health checks.
    fileprivate static let tooManyConnections: Problem = {
        let sentence = "The server has as many connections as it bears; try again in a moment."
        var problem = Problem(.serviceUnavailable, sentence, code: QueryError.Code.overloaded.rawValue)
        problem.headerFields[.retryAfter] = "1"
        return problem
    }()

    /// A small body could unpack to any size, so none is unpacked (RFC 9110 §8.4, §15.5.16).
    fileprivate static let compressedBody: Problem = {
        let sentence = "Send the body as it is: bodies with a Content-Encoding are not taken."
        var problem = Problem(.unsupportedMediaType, sentence)
        problem.headerFields[.acceptEncoding] = "identity"
        return problem
    }()
}

/// Says once that anonymous callers cannot be told apart, because a proxy stands before them.
private final class UnknownProxy: Sendable {
    private let isTold = Atomic(false)

    func tell(_ logger: Logger) {
        guard !isTold.load(ordering: .relaxed), !isTold.exchange(true, ordering: .relaxed) else { return }
        logger.warning(
            "TRUSTED_PROXIES does not name the proxy on this machine: its clients' addresses are unknown"
        )
    }
}
