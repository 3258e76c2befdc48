import HTTPTypes
import NIOHTTP1
import PlumblineIdentity
import PlumblineQuery
import PlumblineSchema

/// Reads the keys by which callers name their changes, so that one that is sent again is not made again
/// (draft-ietf-httpapi-idempotency-key-header-07).
struct IdempotencyKeys: Sendable {
    /// What the digests are keyed with: the same on all servers of a service, and unknown to its database.
    let tokenKey: TokenKey

    /// The key of a request; nil without one.
    ///
    /// - Parameter content: All that makes the request another one than those before it, beside who sends it.
    /// - Throws: ``Problem`` 400 for a key that is none.
    func key(of request: ServerRequest, content: [[UInt8]]) throws(Problem) -> IdempotencyKey? {
        guard let name = try Self.name(in: request.head.http.headers) else { return nil }
        // An answer shows what the caller could see then: with other rights the request is another one.
        let rights = [request.principal.roles, request.principal.scopes].map { $0.joined(separator: " ") }
        var message: [UInt8] = []
        for part in rights.map({ Array($0.utf8) }) + content {
            message += "\(part.count):".utf8
            message += part
        }
        let digest = tokenKey.digest(of: message, for: "plumbline idempotency key")
        return IdempotencyKey(name: name, request: digest)
    }

    /// The name that the header has: a string as structured fields write it (RFC 9651, section 3.3.3), or bare.
    static func name(in fields: HTTPHeaders) throws(Problem) -> String? {
        let values = fields.values(.idempotencyKey)
        guard let value = values.first?.trimmed else { return nil }
        guard values.count == 1, let name = value.hasPrefix("\"") ? unquoted(value) : bare(value),
            (1...255).contains(name.utf8.count)
        else { throw .badIdempotencyKey }
        return name
    }

    private static func bare(_ value: String) -> String? {
        value.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? value : nil
    }

    private static func unquoted(_ value: String) -> String? {
        var name: [UInt8] = []
        var rest = value.utf8.dropFirst().makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "\""): return rest.next() == nil ? String(decoding: name, as: UTF8.self) : nil
            case UInt8(ascii: "\\"):
                guard let escaped = rest.next(), escaped == UInt8(ascii: "\"") || escaped == byte else {
                    return nil
                }
                name.append(escaped)
            case 0x20...0x7E: name.append(byte)
            default: return nil
            }
        }
        return nil
    }
}

extension Problem {
    fileprivate static let badIdempotencyKey = Problem(
        .badRequest,
        "Idempotency-Key takes one text of 1 to 255 printable characters, such as a new UUID for each change.",
        code: QueryError.Code.badInput.rawValue
    )
}
