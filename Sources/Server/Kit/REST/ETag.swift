import Crypto
import HTTPTypes
import NIOCore
import NIOHTTP1
import PlumblineQuery

/// The version of a row as an entity tag (RFC 9110 §8.8.3): `"7"`.
enum ETag {
    static func text(_ version: Int64) -> String {
        "\"\(version)\""
    }

    /// The version that `If-Match` names; nil when the field is absent or `*`, which any row meets.
    /// - Throws: ``Problem`` 412 for a tag that no version of ours can have.
    static func ifMatch(_ head: RequestHead) throws(Problem) -> Int64? {
        guard let value = head[.ifMatch]?.trimmed, value != "*" else { return nil }
        guard value.utf8.count > 2, value.hasPrefix("\""), value.hasSuffix("\""),
            let version = Int64(value.dropFirst().dropLast())
        else {
            throw Problem(
                .preconditionFailed,
                "If-Match takes one entity tag as the last answer gave it.",
                code: QueryError.Code.versionMismatch.rawValue
            )
        }
        return version
    }

    /// Whether `If-None-Match` already has this version.
    static func isKnown(_ version: Int64, _ head: RequestHead) -> Bool {
        isKnown(text(version), head)
    }

    /// Whether `If-None-Match` already has what a tag names, compared weakly (RFC 9110 §13.1.2).
    static func isKnown(_ tag: String, _ head: RequestHead) -> Bool {
        guard let value = head[.ifNoneMatch] else { return false }
        let opaque = opaque(tag)
        return value.split(separator: ",").contains { part in
            let candidate = part.trimmed
            return candidate == "*" || Self.opaque(candidate) == opaque
        }
    }

    /// The tag of a body: weak, because the same body may be sent in several codings.
    static func weak(_ body: ByteBuffer) -> String {
        var hash = SHA256()
        body.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        let digits = hash.finalize().prefix(16).map {
            String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
        }
        return "W/\"\(digits.joined())\""
    }

    private static func opaque(_ tag: String) -> Substring {
        tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]
    }
}
