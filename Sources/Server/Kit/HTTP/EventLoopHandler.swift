import HTTPTypes
import Logging
import NIOCore
import NIOHTTPTypes
import PlumblineSchema

/// Answers API requests on the connection's event loop, without starting a task; hands every other request on to
/// the router behind it. What both have in common happens here once: request ids, CORS, limits and the log.
///
/// Measured on two cores, the same request through an async route costs about twice the CPU (`docs/performance.md`).
final class EventLoopHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let front: FrontDesk
    private var exchange: Exchange
    private var current: Current?
    private var isReadHeld = false
    private var quiesceEvent: ChannelShouldQuiesceEvent?
    private var idleTimer: Scheduled<Void>?
    private var lastActivity = NIODeadline.now()
    private var address = ""

    /// What is known of the request that is being answered.
    private struct Current {
        var head: HTTPRequest
        var id: String
        var began: NIODeadline
        var status: HTTPResponse.Status = .internalServerError
        var closesAfter: Bool
        /// Of a request that the router answers.
        var visit = FrontDesk.Visit()
    }

    init(front: FrontDesk) {
        self.front = front
        exchange = Exchange(maximumBodyBytes: front.maximumBodyBytes)
    }

    // MARK: The connection

    func handlerAdded(context: ChannelHandlerContext) {
        address = context.channel.remoteAddress?.ipAddress ?? ""
        scheduleIdleCheck(context, in: front.idleTimeout)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        idleTimer?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        idleTimer?.cancel()
        endVisit()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Graceful shutdown: the handlers behind would close at once, as they do not see our requests.
        if let quiesce = event as? ChannelShouldQuiesceEvent, exchange.isBusy {
            quiesceEvent = quiesce
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    private func scheduleIdleCheck(_ context: ChannelHandlerContext, in delay: TimeAmount) {
        idleTimer = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { [self] in
            let idle = NIODeadline.now() - lastActivity
            if idle >= front.idleTimeout, current == nil || exchange.awaitsRequest {
                context.close(promise: nil)
            } else {
                scheduleIdleCheck(context, in: max(front.idleTimeout - idle, .seconds(1)))
            }
        }
    }

    // MARK: Inbound

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastActivity = .now()
        receive(unwrapInboundIn(data), context: context)
    }

    func read(context: ChannelHandlerContext) {
        if exchange.holdsReads { isReadHeld = true } else { context.read() }
    }

    private func receive(_ part: HTTPRequestPart, context: ChannelHandlerContext) {
        switch exchange.receive(part, isOurs: front.answers) {
        case .wait:
            break
        case .answer(let head, let body):
            begin(head)
            answer(head, body, context: context)
        case .refuse(let head):
            begin(head)
            current?.closesAfter = true
            write(front.bodyTooLong(id: current?.id ?? ""), context: context)
        case .pass(let part):
            guard case .head(var head) = part else { return context.fireChannelRead(wrapInboundOut(part)) }
            begin(head)
            head.headerFields[.requestID] = current?.id  // so that routes name the request as the log does
            passToRouter(head, context: context)
        }
    }

    private func passToRouter(_ head: HTTPRequest, context: ChannelHandlerContext) {
        let id = current?.id ?? ""
        do throws(Problem) {
            current?.visit = try front.admitToRouter(head, id: id, from: address)
            context.fireChannelRead(wrapInboundOut(.head(head)))
        } catch {
            current?.closesAfter = true
            write(error.response(requestID: id), context: context)
        }
    }

    /// The router's answer has been written, or nobody waits for it any more.
    private func endVisit() {
        guard let visit = current?.visit else { return }
        current?.visit = FrontDesk.Visit()
        front.leave(visit)
    }

    private func begin(_ head: HTTPRequest) {
        current = Current(
            head: head,
            id: front.requestID(head),
            began: .now(),
            closesAfter: head.headerFields.value(.connection)?.lowercased() == "close"
        )
    }

    private func answer(_ head: HTTPRequest, _ body: ByteBuffer, context: ChannelHandlerContext) {
        // The completion is called on this event loop, so the handler and its context stay on it.
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        front.answer(head, body, id: current?.id ?? "", from: address, on: context.eventLoop) {
            response in
            let (handler, context) = here.value
            handler.write(response, context: context)
        }
    }

    // MARK: Outbound

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if let fields = current?.visit.fields { for field in fields { head.headerFields.append(field) } }
            if let current { front.decorate(&head.headerFields, for: current.head, id: current.id) }
            current?.status = head.status
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            context.write(data, promise: promise)
            context.flush()
            finish(context: context)
        }
    }

    private func write(_ response: ServerResponse, context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        var fields = response.headerFields
        if response.status != .noContent, response.status != .notModified {
            fields[.contentLength] = String(response.body.readableBytes)
        }
        if current?.closesAfter ?? true { fields[.connection] = "close" }
        if let current { front.decorate(&fields, for: current.head, id: current.id) }
        current?.status = response.status
        let head = HTTPResponse(status: response.status, headerFields: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        // The answer to HEAD tells the length of a body that does not follow (RFC 9110 §9.3.2).
        if response.body.readableBytes > 0, current?.head.method != .head {
            context.write(wrapOutboundOut(.body(response.body)), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        let closes = current?.closesAfter ?? true
        finish(context: context)
        if closes { context.close(promise: nil) }
    }

    private func finish(context: ChannelHandlerContext) {
        lastActivity = .now()
        endVisit()
        if let current {
            front.log(
                current.head,
                id: current.id,
                status: current.status,
                took: lastActivity - current.began
            )
        }
        current = nil
        exchange.answered()
        if let quiesceEvent, !exchange.isBusy {
            self.quiesceEvent = nil
            context.fireUserInboundEventTriggered(quiesceEvent)
            return
        }
        takeWaiting(context: context)
        if isReadHeld, !exchange.holdsReads {
            isReadHeld = false
            context.read()
        }
    }

    /// Goes on with the requests that came ahead. The router's side takes parts in when a read is complete.
    private func takeWaiting(context: ChannelHandlerContext) {
        guard exchange.holdsReads else { return }
        while let part = exchange.nextWaiting() { receive(part, context: context) }
        context.fireChannelReadComplete()
    }
}
