import HTTPTypes
import PlumblineQuery

/// The version of a row as an entity tag (RFC 9110 §8.8.3): `"7"`.
enum ETag {
    static func text(_ version: Int64) -> String {
        "\"\(version)\""
    }

    /// The version that `If-Match` names; nil when the field is absent or `*`, which any row meets.
    /// - Throws: ``Problem`` 412 for a tag that no version of ours can have.
    static func ifMatch(_ fields: HTTPFields) throws(Problem) -> Int64? {
        guard let value = fields[.ifMatch]?.trimmed, value != "*" else { return nil }
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
    static func isKnown(_ version: Int64, _ fields: HTTPFields) -> Bool {
        guard let value = fields[.ifNoneMatch] else { return false }
        let tag = text(version)
        return value.split(separator: ",").contains { part in
            let candidate = part.trimmed
            return candidate == "*" || candidate == tag || candidate == "W/" + tag
        }
    }
}
