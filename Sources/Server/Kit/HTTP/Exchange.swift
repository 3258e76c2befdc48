import NIOCore
import NIOHTTP1

/// The state of one HTTP/1.1 connection: whose turn it is to answer, us or the router.
///
/// A value without input or output: every event returns what has to be done. A client may send several requests
/// ahead (pipelining, RFC 9112 §9.3.2); answers must come in the order of the requests, so while one is being
/// answered the parts of the next wait here.
struct Exchange {
    /// What to do with a part that came in.
    enum Action: Equatable {
        /// Nothing, for now.
        case wait
        /// A whole request of ours: answer it.
        case answer(RequestHead, ByteBuffer)
        /// A body of ours that is too long: refuse it and close, since the rest of it would follow.
        case refuse(RequestHead)
        /// The router's: hand it on.
        case pass(HTTPServerRequestPart)
    }

    private enum State {
        case idle
        case collecting(RequestHead, ByteBuffer)
        case answering
        case passing(isRequestComplete: Bool)
        case closing
    }

    private var state = State.idle
    private var waiting = CircularBuffer<HTTPServerRequestPart>()
    private let maximumBodyBytes: Int

    /// Whether the client is in the midst of a request, answered or not.
    private(set) var isReceiving = false

    init(maximumBodyBytes: Int) {
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// Whether a request is being received or answered.
    var isBusy: Bool {
        if case .idle = state { return false }
        return true
    }

    /// Whether the rest of a request has yet to come.
    var awaitsRequest: Bool {
        switch state {
        case .collecting, .passing(isRequestComplete: false): true
        case .idle, .answering, .passing(isRequestComplete: true), .closing: false
        }
    }

    /// The head of the request of ours that is coming in.
    var incomingHead: RequestHead? {
        if case .collecting(let head, _) = state { head } else { nil }
    }

    /// Whether to stop reading from the socket: a later request has begun to arrive.
    var holdsReads: Bool { !waiting.isEmpty }

    /// A part came in from the client.
    /// - Parameter isOurs: Tells whether a request is answered here, on the event loop.
    mutating func receive(_ part: HTTPServerRequestPart, isOurs: (HTTPRequestHead) -> Bool) -> Action {
        if case .end = part { isReceiving = false } else { isReceiving = true }
        return take(part, isOurs: isOurs)
    }

    /// The next part that waited, once nothing is being answered; nil if none did.
    mutating func nextWaiting(isOurs: (HTTPRequestHead) -> Bool) -> Action? {
        switch state {
        case .answering, .passing(isRequestComplete: true), .closing: nil
        case .idle, .collecting, .passing(isRequestComplete: false):
            waiting.popFirst().map { take($0, isOurs: isOurs) }
        }
    }

    private mutating func take(_ part: HTTPServerRequestPart, isOurs: (HTTPRequestHead) -> Bool) -> Action {
        switch (state, part) {
        case (.idle, .head(let head)):
            guard isOurs(head) else {
                state = .passing(isRequestComplete: false)
                return .pass(part)
            }
            return begin(RequestHead(head))
        case (.collecting(let head, var body), .body(var more)):
            guard body.readableBytes + more.readableBytes <= maximumBodyBytes else {
                state = .closing
                return .refuse(head)
            }
            state = .idle  // gives up the only other reference, so that the append does not copy
            if body.readableBytes == 0 { body = more } else { body.writeBuffer(&more) }
            state = .collecting(head, body)
            return .wait
        case (.collecting(let head, let body), .end):
            state = .answering
            return .answer(head, body)
        case (.passing(isRequestComplete: false), _):
            if case .end = part { state = .passing(isRequestComplete: true) }
            return .pass(part)
        case (.answering, _), (.passing, _):
            waiting.append(part)
            return .wait
        case (.closing, _), (.idle, _), (.collecting, .head):
            return .wait
        }
    }

    /// Our answer, or the router's, has been written to its end.
    mutating func answered() {
        switch state {
        case .answering, .passing(isRequestComplete: true): state = .idle
        case .passing(isRequestComplete: false), .collecting: state = .closing  // answered before it was read
        case .idle, .closing: break
        }
    }

    /// Nothing more is answered on this connection: what still comes is dropped.
    mutating func end() {
        state = .closing
        waiting.removeAll()
    }

    private mutating func begin(_ head: RequestHead) -> Action {
        if let length = head[.contentLength].flatMap({ Int($0) }), length > maximumBodyBytes {
            state = .closing
            return .refuse(head)
        }
        state = .collecting(head, ByteBuffer())
        return .wait
    }
}
