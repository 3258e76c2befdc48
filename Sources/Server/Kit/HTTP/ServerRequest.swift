public import HTTPTypes
public import NIOCore
public import PlumblineSchema

/// A whole request, as endpoints see it: read, bounded, and with its caller known.
public struct ServerRequest: Sendable {
    /// Method, path and header fields.
    public var head: HTTPRequest
    /// The path without the query, still percent-encoded, such as `/api/v1/users`.
    public var path: Substring
    /// What follows `?`, still percent-encoded; empty without one.
    public var query: Substring
    /// The body, at most as long as the setting `MAX_BODY_BYTES` allows.
    public var body: ByteBuffer
    /// Names the request in the log and in error answers.
    public var id: String
    /// Who asks.
    public var principal: Principal
    /// The peer's address, such as `127.0.0.1`; empty where it is not known.
    public var address: String

    /// Splits the target of the request line.
    init(head: HTTPRequest, body: ByteBuffer, id: String, principal: Principal, address: String) {
        self.head = head
        self.body = body
        self.id = id
        self.principal = principal
        self.address = address
        let target = head.path ?? "/"
        if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = target[..<mark]
            query = target[target.utf8.index(after: mark)...]
        } else {
            path = target[...]
            query = ""
        }
    }

    /// The media type of the body without parameters, in lower case.
    var contentType: String? {
        guard let value = head.headerFields[.contentType] else { return nil }
        return value.prefix { $0 != ";" }.lowercased().trimmed
    }
}

extension StringProtocol {
    /// The text without blanks at both ends (RFC 9110 §5.6.3). Bytes are looked at, not characters: credentials are
    /// trimmed for every request.
    var trimmed: String {
        var bytes = Substring(self).utf8
        while bytes.first?.isBlank == true { bytes.removeFirst() }
        while bytes.last?.isBlank == true { bytes.removeLast() }
        return String(Substring(bytes))
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
