import NIOCore
import NIOHTTP1
import PlumblineSchema

/// A whole request, as endpoints see it: read, bounded, and with its caller known. One object, as whoever answers later
/// keeps it.
final class ServerRequest: Sendable {
    /// Method, path and header fields.
    let head: RequestHead
    /// The path without the query, still percent-encoded, such as `/api/v1/users`.
    let path: Substring
    /// What follows `?`, still percent-encoded; empty without one.
    let query: Substring
    /// The body, at most as long as the setting `MAX_BODY_BYTES` allows.
    let body: ByteBuffer
    /// Names the request in the log and in error answers.
    let id: String
    /// Who asks.
    let principal: Principal
    /// The peer's address, such as `127.0.0.1`; empty where it is not known.
    let address: String

    /// Splits the target of the request line.
    init(head: RequestHead, body: ByteBuffer, id: String, principal: Principal, address: String) {
        self.head = head
        self.body = body
        self.id = id
        self.principal = principal
        self.address = address
        let target = head.uri
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
        guard let value = head[.contentType] else { return nil }
        return value.prefix { $0 != ";" }.lowercased().trimmed
    }
}

extension HTTPServerRequestPart {
    /// The part, with a head's target as servers are asked: without scheme and host, which clients send to proxies and
    /// every server has to take (RFC 9112 §3.2.2).
    var inOriginForm: HTTPServerRequestPart {
        guard case .head(var head) = self, head.uri.utf8.first != UInt8(ascii: "/") else { return self }
        let parts = head.uri.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, ["http:", "https:"].contains(parts[0].lowercased()), parts[1].isEmpty else {
            return self
        }
        let rest = parts[2].drop { $0 != "/" && $0 != "?" }
        head.uri = rest.first == "/" ? String(rest) : "/" + rest
        return .head(head)
    }
}

extension StringProtocol {
    /// The text without blanks at both ends (RFC 9110 §5.6.3). Bytes are looked at, not characters.
    var trimmed: String {
        var bytes = Substring(self).utf8
        while bytes.first?.isBlank == true { bytes.removeFirst() }
        while bytes.last?.isBlank == true { bytes.removeLast() }
        return String(Substring(bytes))
    }
}

extension UInt8 {
    /// Whether it is what may stand around the value of a field.
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
