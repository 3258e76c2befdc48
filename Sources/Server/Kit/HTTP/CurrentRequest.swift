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
    /// - Parameters:
    ///   - length: The length of the body, if the fields do not tell it.
    ///   - isOver: Whether the connection ends behind it, whatever the request says.
    mutating func writeHead(
        _ status: HTTPResponseStatus,
        _ fields: HTTPHeaders,
        length: Int? = nil,
        isOver: Bool,
        by front: FrontDesk,
        to bytes: inout ByteBuffer
    ) {
        isLast = isLast || isOver
        self.status = Int(status.code)
        var common: [(FieldName, String)] = []
        common.reserveCapacity(8)
        if let length { common.append((.contentLength, String(length))) }
        if isLast {
            common.append((.connection, "close"))
        } else if !head.version.isKeptAliveByDefault {
            common.append((.connection, "keep-alive"))
        }
        front.addCommonFields(to: &common, for: head, id: id)
        bytes.writeHead(status, fields, common)
    }
}

extension RequestHead {
    /// Whether the client would go on in another protocol (RFC 9110 §7.8, §9.3.6). None is spoken here, but the parser
    /// reads no more behind such a request.
    fileprivate var asksForOtherProtocol: Bool { method == .CONNECT || contains(.upgrade) }
}
