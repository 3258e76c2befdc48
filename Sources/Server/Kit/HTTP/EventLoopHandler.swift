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
    /// Whether the next request waits until the client has taken the last answer, so that one who sends and never reads
    /// holds one answer at most.
    private var isAnswerUntaken = false
    /// Whether the last answer ends the connection.
    private var isEnding = false
    private var isTakingWaiting = false
    /// Whether the connection is one too many.
    private var isSurplus = false
    private var quiesceEvent: ChannelShouldQuiesceEvent?
    private var quiesceBegan: NIODeadline?
    private var watch = ClientWatch(now: .now())
    private var watching: Scheduled<Void>?
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
        isSurplus = !front.connections.open()
        watch = ClientWatch(now: context.eventLoop.now)
        watchOn(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        watching?.cancel()
        front.connections.close()
    }

    func channelInactive(context: ChannelHandlerContext) {
        watching?.cancel()
        endVisit()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Graceful shutdown: the handlers behind would close at once, as they do not see our requests.
        if let quiesce = event as? ChannelShouldQuiesceEvent, exchange.isBusy {
            quiesceEvent = quiesce
            quiesceBegan = context.eventLoop.now
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    private func watchOn(_ context: ChannelHandlerContext) {
        watching = context.eventLoop.assumeIsolated().scheduleTask(in: ClientPatience.interval) { [self] in
            if isOverdue(context) { context.close(promise: nil) } else { watchOn(context) }
        }
    }

    /// Whether the client takes too long to send or to take.
    private func isOverdue(_ context: ChannelHandlerContext) -> Bool {
        let now = context.eventLoop.now
        if isAnswerUntaken {
            let left = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
            watch.sees(untaken: left ?? 0, now: now)
            if let quiesceBegan, now - quiesceBegan >= ClientPatience.farewell { return true }
        }
        let patience = isSurplus || front.connections.isCrowded ? ClientPatience.crowded : .usual
        return watch.isOverdue(patience, awaitsUs: current != nil, now: now)
    }

    // MARK: Inbound

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        receive(part, context: context)
        watch.received(part.byteCount, isIncomplete: exchange.awaitsRequest, now: context.eventLoop.now)
    }

    func read(context: ChannelHandlerContext) {
        if exchange.holdsReads || isAnswerUntaken { isReadHeld = true } else { context.read() }
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
            current?.visit = try front.admitToRouter(
                head,
                id: id,
                from: address,
                isSurplus: isSurplus
            )
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
            closesAfter: isSurplus || head.headerFields.value(.connection)?.lowercased() == "close"
        )
    }

    private func answer(_ head: HTTPRequest, _ body: ByteBuffer, context: ChannelHandlerContext) {
        // The completion is called on this event loop, so the handler and its context stay on it.
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        front.answer(
            head,
            body,
            id: current?.id ?? "",
            from: address,
            isSurplus: isSurplus,
            on: context.eventLoop
        ) { response in
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
        isEnding = current?.closesAfter ?? true
        let written = isEnding ? context.eventLoop.makePromise(of: Void.self) : nil
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        finish(context: context)
        // Not before the client has taken all of it: closing drops what is left.
        written?.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }

    private func finish(context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        watch.answered(now: now)
        endVisit()
        if let current {
            front.log(
                current.head,
                id: current.id,
                status: current.status,
                took: now - current.began
            )
        }
        current = nil
        isAnswerUntaken = isEnding || !context.channel.isWritable
        if isEnding { exchange.end() }
        if !isAnswerUntaken { goOn(context: context) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isAnswerUntaken, !isEnding, context.channel.isWritable {
            isAnswerUntaken = false
            goOn(context: context)
        }
        context.fireChannelWritabilityChanged()
    }

    /// Ready for the next request.
    private func goOn(context: ChannelHandlerContext) {
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
        guard exchange.holdsReads, !isTakingWaiting else { return }
        isTakingWaiting = true
        // What is answered at once comes back here, so the loop goes on instead of going deeper.
        while let part = exchange.nextWaiting() { receive(part, context: context) }
        isTakingWaiting = false
        watch.received(0, isIncomplete: exchange.awaitsRequest, now: context.eventLoop.now)
        context.fireChannelReadComplete()
    }
}

extension HTTPRequestPart {
    /// How long a part of a body is; a head counts for nothing.
    fileprivate var byteCount: Int {
        if case .body(let bytes) = self { bytes.readableBytes } else { 0 }
    }
}
