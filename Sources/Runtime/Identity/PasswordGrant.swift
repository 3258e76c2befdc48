public import PlumblineSecrets

/// A token request with a user name and a password (RFC 6749 §4.3.2).
public struct PasswordGrant: Sendable {
    /// The longest user name looked up, in bytes.
    public static let maximumUsernameLength = 256

    /// The user name, as it was sent.
    public let username: String
    /// The password, as it was sent.
    public let password: Secret
    /// The scopes asked for, sorted, each once.
    public let scopes: [String]

    /// Reads the body of a request to the token endpoint. Fields that are not known are ignored, and a
    /// field without a value counts as absent (RFC 6749 §3.2).
    ///
    /// - Parameters:
    ///   - body: The bytes of the request.
    ///   - contentType: Its `Content-Type` header.
    /// - Throws: ``OAuthError`` `invalid_request` or `unsupported_grant_type`.
    public init(body: some Collection<UInt8>, contentType: String?) throws(OAuthError) {
        guard Self.isForm(contentType) else {
            throw OAuthError(.invalidRequest, "The Content-Type must be application/x-www-form-urlencoded.")
        }
        let fields = try FormDecoder.decode(body).filter { !$0.value.isEmpty }
        guard let grantType = fields["grant_type"] else { throw Self.missing("grant_type") }
        guard grantType == Secret("password") else {
            throw OAuthError(.unsupportedGrantType, "This server supports the grant type password only.")
        }
        guard let name = fields["username"] else { throw Self.missing("username") }
        guard let password = fields["password"] else { throw Self.missing("password") }
        guard name.count <= Self.maximumUsernameLength, let username = FormDecoder.text(name) else {
            throw OAuthError(.invalidRequest, "The field username is too long or not UTF-8.")
        }
        self.username = username
        self.password = password
        self.scopes = try Self.scopes(fields["scope"])
    }

    private static func missing(_ field: String) -> OAuthError {
        OAuthError(.invalidRequest, "The field \(field) is missing.")
    }

    private static func isForm(_ contentType: String?) -> Bool {
        let type = contentType?.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        return type?.lowercased() == "application/x-www-form-urlencoded"
    }

    /// Splits a list of scopes (RFC 6749 §3.3).
    private static func scopes(_ field: Secret?) throws(OAuthError) -> [String] {
        guard let field else { return [] }
        guard let text = FormDecoder.text(field),
            text.unicodeScalars.allSatisfy({ (" "..."~").contains($0) && $0 != "\"" && $0 != "\\" })
        else { throw OAuthError(.invalidScope, "The field scope has characters that no scope has.") }
        return Set(text.split(separator: " ").map(String.init)).sorted()
    }
}

/// The answer to a granted token request (RFC 6749 §5.1).
public struct TokenResponse: Sendable {
    /// The headers that every answer of the token endpoint carries, errors too: no cache may keep a token.
    public static let headers: [(name: String, value: String)] = [
        ("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("Pragma", "no-cache"),
    ]

    /// The body.
    public let json: [UInt8]

    /// Encodes the answer that hands out `token`.
    public init(_ token: IssuedToken) {
        json = encodeJSON(
            Body(
                accessToken: token.text,
                tokenType: "Bearer",
                expiresIn: token.lifetime,
                scope: token.scopes.isEmpty ? nil : token.scopes.joined(separator: " ")
            )
        )
    }

    private struct Body: Encodable {
        let accessToken: String
        let tokenType: String
        let expiresIn: Int64
        let scope: String?

        private enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case tokenType = "token_type"
            case expiresIn = "expires_in"
            case scope
        }
    }
}
