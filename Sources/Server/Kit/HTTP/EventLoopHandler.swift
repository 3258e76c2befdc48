import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import PlumblineSchema

/// Answers API requests on the connection's event loop, without starting a task; hands every other request on to
/// the router behind it. What both have in common happens here once: request ids, CORS, limits, the log, and the bytes
/// of the answers.
///
/// Measured on two cores, the same request through an async route costs about twice the CPU (`docs/performance.md`).
final class EventLoopHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = ByteBuffer

    private let front: FrontDesk
    /// Adds the router's handlers behind this one, which most connections do without.
    private let addRouter: () throws -> Void
    private var hasRouter = false
    private var exchange: Exchange
    private var current: CurrentRequest?
    private var isReadHeld = false
    /// Whether the next request waits until the client has taken the last answer, so that one who sends and never reads
    /// holds one answer at most.
    private var isAnswerUntaken = false
    private var input = Input.open
    /// Whether the last answer has been written.
    private var isEnding = false
    /// Until when what a client still sends is heard after that.
    private var lingersUntil: NIODeadline?
    private var isTakingWaiting = false
    /// Whether the connection is one too many.
    private var isSurplus = false
    private var quiesceBegan: NIODeadline?
    private var watch = ClientWatch(now: .now())
    private var watching: Scheduled<Void>?
    private var address = ""

    /// What is to be expected of the client.
    private enum Input {
        case open
        /// It has sent what is no HTTP. What follows cannot be understood.
        case garbled
        /// It sends no more.
        case over
    }

    init(front: FrontDesk, addRouter: @escaping () throws -> Void) {
        self.front = front
        self.addRouter = addRouter
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
        switch event {
        case is ChannelShouldQuiesceEvent:
            // Graceful shutdown: what has begun is answered.
            quiesceBegan = context.eventLoop.now
            if !exchange.isBusy { end(context: context) }
        case let event as ChannelEvent where event == .inputClosed:
            input = .over
            if lingersUntil != nil { return context.close(promise: nil) }
            // The router's side takes nothing more once it knows, so it is told only if it waits for the rest of a request.
            if exchange.awaitsRequest { context.fireUserInboundEventTriggered(event) }
            endIfOver(context: context)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// Behind bytes that are no HTTP, nothing can be understood. What came before them is answered first.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error.isOfParser else { return context.close(promise: nil) }
        // The parser complains again of all that comes after its first complaint, and drops it.
        guard input != .garbled, !isEnding else { return }
        input = .garbled
        // The router's side waits for the rest of a request.
        if current != nil, exchange.awaitsRequest { context.fireErrorCaught(error) }
        endIfOver(context: context)
    }

    private func watchOn(_ context: ChannelHandlerContext) {
        watching = context.eventLoop.assumeIsolated().scheduleTask(in: ClientPatience.interval) { [self] in
            if isOverdue(context) { context.close(promise: nil) } else { watchOn(context) }
        }
    }

    /// Whether the client takes too long to send or to take.
    private func isOverdue(_ context: ChannelHandlerContext) -> Bool {
        let now = context.eventLoop.now
        if let lingersUntil { return now >= lingersUntil }
        if isAnswerUntaken {
            let left = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
            watch.sees(untaken: left ?? 0, now: now)
            if let quiesceBegan, now - quiesceBegan >= ClientPatience.farewell { return true }
        }
        let patience = isSurplus || front.connections.isCrowded ? ClientPatience.crowded : .usual
        return watch.isOverdue(patience, awaitsUs: current != nil, now: now)
    }

    /// Ends the connection when the client has taken what is written: closing drops what is left.
    private func end(context: ChannelHandlerContext) {
        isEnding = true
        let hasMore = exchange.holdsReads
        exchange.end()
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
        written.futureResult.assumeIsolated().whenComplete { [self] _ in
            guard input == .garbled || input == .open && (hasMore || exchange.isReceiving) else {
                return context.close(promise: nil)
            }
            // Who still sends would find a reset instead of the answer (RFC 9112 §9.6): for a while it is heard, and
            // dropped.
            lingersUntil = context.eventLoop.now + ClientPatience.farewell
            context.close(mode: .output, promise: nil)
            letRead(context: context)
        }
    }

    /// Ends the connection when all that came is answered and nothing more will be. What is no HTTP is refused then.
    private func endIfOver(context: ChannelHandlerContext) {
        let isOver = input != .open || quiesceBegan != nil && !exchange.isBusy
        guard isOver, current == nil, !exchange.holdsReads, !isAnswerUntaken, !isEnding else { return }
        guard input == .garbled else { return end(context: context) }
        let unread = HTTPRequestHead(version: .http1_1, method: .RAW(value: "?"), uri: "?")
        begin(exchange.incomingHead ?? RequestHead(unread))
        current?.isLast = true
        write(front.notHTTP(id: current?.id ?? ""), context: context)
    }

    // MARK: Inbound

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data).inOriginForm
        receive(exchange.receive(part, isOurs: { front.answers($0) }), context: context)
        if case .head = part, let head = awaitedHead { encourage(head, context: context) }
        watch.received(part.byteCount, isIncomplete: exchange.awaitsRequest, now: context.eventLoop.now)
    }

    func read(context: ChannelHandlerContext) {
        if lingersUntil == nil, exchange.holdsReads || isAnswerUntaken {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    private func letRead(context: ChannelHandlerContext) {
        guard isReadHeld else { return }
        isReadHeld = false
        context.read()
    }

    /// The head of the request of which the rest has yet to come.
    private var awaitedHead: RequestHead? {
        exchange.awaitsRequest ? exchange.incomingHead ?? current?.head : nil
    }

    private func receive(_ action: Exchange.Action, context: ChannelHandlerContext) {
        switch action {
        case .wait:
            break
        case .answer(let head, let body):
            begin(head)
            answer(head, body, context: context)
        case .refuse(let head):
            begin(head)
            current?.isLast = true
            write(front.bodyTooLong(id: current?.id ?? ""), context: context)
        case .pass(.head(let head)):
            begin(RequestHead(head))
            passToRouter(head, context: context)
        case .pass(let part):
            context.fireChannelRead(wrapInboundOut(part))
        }
    }

    /// Tells a client that waits with its body that it may send it, which clients of HTTP/1.0 do not understand
    /// (RFC 9110 §10.1.1).
    private func encourage(_ head: RequestHead, context: ChannelHandlerContext) {
        guard head.version.isKeptAliveByDefault, head[.expect]?.lowercased() == "100-continue" else { return }
        context.writeAndFlush(
            wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")),
            promise: nil
        )
    }

    private func passToRouter(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        guard let current else { return }
        let id = current.id
        do throws(Problem) {
            self.current?.visit = try front.admitToRouter(
                current.head,
                id: id,
                from: address,
                isSurplus: isSurplus
            )
        } catch {
            self.current?.isLast = true
            return write(error.response(requestID: id), context: context)
        }
        if !hasRouter {
            guard (try? addRouter()) != nil else { return context.close(promise: nil) }
            hasRouter = true
        }
        var head = head
        head.headers[.requestID] = id  // so that routes name the request as the log does
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// The router's answer has been written, or nobody waits for it any more.
    private func endVisit() {
        guard let visit = current?.visit else { return }
        current?.visit = FrontDesk.Visit()
        front.leave(visit)
    }

    private func begin(_ head: RequestHead) {
        current = CurrentRequest(head, id: front.requestID(head), isSurplus: isSurplus)
    }

    private func answer(_ head: RequestHead, _ body: ByteBuffer, context: ChannelHandlerContext) {
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

    /// Writes the router's answer.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard var current else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head):
            var fields = head.headers
            if fields[.connection]?.lowercased() == "close" { current.isLast = true }
            current.framing = BodyFraming(
                of: &fields,
                status: head.status,
                to: current.head,
                isLast: &current.isLast
            )
            if let limits = current.visit.fields { fields.add(contentsOf: limits) }
            var bytes = context.channel.allocator.buffer(capacity: 512)
            current.writeHead(head.status, fields, isOver: isOver, by: front, to: &bytes)
            self.current = current
            context.write(wrapOutboundOut(bytes), promise: promise)
        case .body(.byteBuffer(let part)):
            for bytes in current.framing.framed(part) { context.write(wrapOutboundOut(bytes), promise: nil) }
            promise?.succeed()
        case .body(.fileRegion):
            promise?.fail(ChannelError.operationUnsupported)
        case .end(let trailers):
            context.writeAndFlush(wrapOutboundOut(current.framing.end(trailers)), promise: promise)
            finish(context: context)
        }
    }

    /// Writes an answer of ours. A short body goes into one buffer with the head: to write two takes longer than to copy.
    private func write(_ response: ServerResponse, context: ChannelHandlerContext) {
        guard context.channel.isActive, var current else { return }
        let hasBody = response.status != .noContent && response.status != .notModified
        // The answer to HEAD tells the length of a body that does not follow (RFC 9110 §9.3.2).
        let body = current.head.method == .HEAD ? ByteBuffer() : response.body
        let isShort = body.readableBytes <= 4_096
        var bytes = context.channel.allocator.buffer(capacity: 512 + (isShort ? body.readableBytes : 0))
        current.writeHead(
            .init(statusCode: response.status.code, reasonPhrase: response.status.reasonPhrase),
            response.headerFields,
            length: hasBody ? response.body.readableBytes : nil,
            isOver: isOver,
            by: front,
            to: &bytes
        )
        self.current = current
        if isShort {
            bytes.writeImmutableBuffer(body)
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        } else {
            context.write(wrapOutboundOut(bytes), promise: nil)
            context.writeAndFlush(wrapOutboundOut(body), promise: nil)
        }
        finish(context: context)
    }

    /// Whether an answer that begins now is the last. So is one that comes before its request's end: where the next
    /// request begins is not known then.
    private var isOver: Bool {
        input != .open && !exchange.holdsReads || quiesceBegan != nil || exchange.awaitsRequest
    }

    private func finish(context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        watch.answered(now: now)
        endVisit()
        guard let current else { return }
        self.current = nil
        front.log(current.head, id: current.id, status: current.status, took: now - current.began)
        isAnswerUntaken = current.isLast || !context.channel.isWritable
        if current.isLast { end(context: context) } else if !isAnswerUntaken { goOn(context: context) }
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
        takeWaiting(context: context)
        if !exchange.holdsReads { letRead(context: context) }
        endIfOver(context: context)
    }

    /// Goes on with the requests that came ahead. The router's side takes parts in when a read is complete.
    private func takeWaiting(context: ChannelHandlerContext) {
        guard exchange.holdsReads, !isTakingWaiting else { return }
        isTakingWaiting = true
        // What is answered at once comes back here, so the loop goes on instead of going deeper.
        while let action = exchange.nextWaiting(isOurs: front.answers) { receive(action, context: context) }
        isTakingWaiting = false
        if let head = awaitedHead {
            if input == .open {
                encourage(head, context: context)
            } else if current != nil {
                // The router's side would wait for the rest of it.
                context.fireErrorCaught(HTTPParserError.invalidEOFState)
            }
        }
        watch.received(0, isIncomplete: exchange.awaitsRequest, now: context.eventLoop.now)
        context.fireChannelReadComplete()
    }
}

extension HTTPServerRequestPart {
    /// How long a part of a body is; a head counts for nothing.
    fileprivate var byteCount: Int {
        if case .body(let bytes) = self { bytes.readableBytes } else { 0 }
    }
}

extension Error {
    /// Whether the parser has seen what is no HTTP, or gets more than it may keep behind a request for another protocol.
    fileprivate var isOfParser: Bool {
        self is HTTPParserError || self is ByteToMessageDecoderError
            || self is ByteToMessageDecoderError.PayloadTooLargeError
    }
}
