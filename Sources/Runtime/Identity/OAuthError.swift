#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A refusal in the words of OAuth 2: at the token endpoint (RFC 6749 §5.2) or of a bearer token
/// (RFC 6750 §3.1). Everything in it is safe to send.
public struct OAuthError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The `error` parameter.
    public struct Code: Sendable, Hashable {
        /// The code as it is sent.
        public let rawValue: String

        /// A parameter is missing, repeated or malformed.
        public static let invalidRequest = Code(rawValue: "invalid_request")
        /// The user name or the password is wrong.
        public static let invalidGrant = Code(rawValue: "invalid_grant")
        /// This server does not do that grant.
        public static let unsupportedGrantType = Code(rawValue: "unsupported_grant_type")
        /// A scope was asked for that is not given.
        public static let invalidScope = Code(rawValue: "invalid_scope")
        /// The token is malformed, forged, expired or meant for someone else.
        public static let invalidToken = Code(rawValue: "invalid_token")
        /// Too many requests (429) or too much work (503); see `Retry-After`.
        public static let temporarilyUnavailable = Code(rawValue: "temporarily_unavailable")
    }

    /// The `error` parameter.
    public let code: Code
    /// The `error_description` parameter: one sentence.
    public let message: String
    /// The HTTP status.
    public let status: Int
    /// Seconds for the `Retry-After` header.
    public let retryAfter: Int?

    init(_ code: Code, _ message: String, status: Int = 400, retryAfter: Int? = nil) {
        self.code = code
        self.message = message
        self.status = status
        self.retryAfter = retryAfter
    }

    static func invalidToken(_ message: String) -> OAuthError {
        OAuthError(.invalidToken, message, status: 401)
    }

    /// The code and the sentence.
    public var description: String { "\(code.rawValue): \(message)" }

    /// The body of the answer, `application/json`. Send it with `Cache-Control: no-store`.
    public var json: [UInt8] {
        encodeJSON(["error": code.rawValue, "error_description": message])
    }

    /// The `WWW-Authenticate` header of a 401 for a bearer token (RFC 6750 §3).
    ///
    /// The sentences here hold neither quotes nor backslashes, so they need no escaping.
    public var bearerChallenge: String {
        #"Bearer error="\#(code.rawValue)", error_description="\#(message)""#
    }
}

/// Encodes an answer of this module with its members in order. Strings and numbers always encode.
func encodeJSON(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map(Array.init) ?? []
}
