import NIOCore
import NIOHTTP1

/// What is known of the request that a connection answers.
struct CurrentRequest {
    let head: RequestHead
    let id: String
    let began = NIODeadline.now()
    /// Of its answer.
    private(set) var status = 500
    /// Whether its answer ends the connection.
    var isLast: Bool
    /// Of a request that the router answers.
    var visit = FrontDesk.Visit()
    var framing = BodyFraming.plain

    /// - Parameter isSurplus: Whether the connection is one too many.
    init(_ head: RequestHead, id: String, isSurplus: Bool) {
        self.head = head
        self.id = id
        isLast = isSurplus || !head.http.isKeepAlive || head.asksForOtherProtocol
    }

    /// Writes the head of its answer, with the fields that all answers have.
    /// - Parameter isOver: Whether the connection ends behind it, whatever the request says.
    mutating func writeHead(
        _ status: HTTPResponseStatus,
        _ fields: HTTPHeaders,
        isOver: Bool,
        by front: FrontDesk,
        to bytes: inout ByteBuffer
    ) {
        isLast = isLast || isOver
        self.status = Int(status.code)
        var fields = fields
        if isLast {
            fields[.connection] = "close"
        } else if !head.version.isKeptAliveByDefault {
            fields[.connection] = "keep-alive"
        }
        front.decorate(&fields, for: head, id: id)
        bytes.writeHead(status, fields)
    }
}

extension RequestHead {
    /// Whether the client would go on in another protocol (RFC 9110 §7.8, §9.3.6). None is spoken here, but the parser
    /// reads no more behind such a request.
    fileprivate var asksForOtherProtocol: Bool { method == .CONNECT || contains(.upgrade) }
}
