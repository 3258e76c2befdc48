import Crypto
import JWTKit
import PlumblineSchema

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Issues access tokens and verifies them: JSON Web Tokens of one algorithm, one key, one issuer.
///
/// Issuing is rare and goes through jwt-kit. Verifying happens at every request, so it is synchronous and
/// reads the claims straight from the bytes.
public struct TokenAuthority: Sendable {
    /// The longest token looked at, in bytes.
    public static let maximumTokenLength = 8_192
    /// How far ahead of ours the clock of another machine may be, in seconds, for `nbf` and `iat`.
    static let clockSkew: Int64 = 60

    private let configuration: TokenConfiguration
    private let signature: SignatureVerifier
    private let now: @Sendable () -> Int64

    /// Creates an authority.
    ///
    /// - Parameters:
    ///   - configuration: The key, and what tokens must agree with.
    ///   - now: The clock, in seconds since 1970.
    public init(
        configuration: TokenConfiguration,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
    ) {
        self.configuration = configuration
        self.now = now
        self.signature = SignatureVerifier(configuration.key)
    }

    // MARK: Issuing

    /// Issues an access token that lives for the configured time.
    ///
    /// - Parameters:
    ///   - subject: The id of the user, a UUID.
    ///   - roles: The user's roles.
    ///   - scopes: The scopes granted.
    public func issue(subject: UUID, roles: [String], scopes: [String] = []) async throws -> IssuedToken {
        let issuedAt = now()
        let claims = IssuedClaims(
            sub: subject.uuidString.lowercased(),
            role: roles.count == 1 ? roles[0] : nil,
            roles: roles.count == 1 ? nil : roles.sorted(),
            scope: scopes.isEmpty ? nil : scopes.sorted().joined(separator: " "),
            iss: configuration.issuer,
            aud: configuration.audience,
            iat: issuedAt,
            exp: issuedAt + configuration.lifetime,
            jti: UUID().uuidString.lowercased()
        )
        let text = try await signer().sign(claims, header: ["typ": "at+jwt"])
        return IssuedToken(text: text, lifetime: configuration.lifetime, scopes: scopes.sorted())
    }

    private func signer() async throws -> JWTKeyCollection {
        switch configuration.key.kind {
        case .hs256(let key):
            await JWTKeyCollection().add(hmac: HMACKey(key: key), digestAlgorithm: .sha256)
        case .es256(let key):
            await JWTKeyCollection().add(ecdsa: try ES256PrivateKey(backing: key))
        }
    }

    // MARK: Verifying

    /// Verifies a token: its algorithm, signature, times, issuer and audience.
    ///
    /// - Throws: ``OAuthError`` with the code `invalid_token`.
    public func verify(_ token: String) throws(OAuthError) -> VerifiedToken {
        var token = token
        return try token.withUTF8 { bytes in
            Result { () throws(OAuthError) in try verify(bytes) }
        }.get()
    }

    /// Verifies a token where it stands in a request.
    ///
    /// - Parameter token: Its bytes, lent for this call.
    /// - Throws: ``OAuthError`` with the code `invalid_token`.
    package func verify(_ token: UnsafeBufferPointer<UInt8>) throws(OAuthError) -> VerifiedToken {
        guard token.count <= Self.maximumTokenLength else { throw .invalidToken("The token is too long.") }
        let bytes = UnsafeRawBufferPointer(token)
        if let known = signature.cached(bytes) {
            guard now() < known.expiresAt else { throw Self.expired }
            return known
        }
        guard let parts = TokenParts(token) else { throw Self.malformed }
        do {
            try check(TokenHeader(header: parts.header))
            guard signature.isValid(parts.signature, of: parts.signed) else {
                throw OAuthError.invalidToken("The signature of the token is wrong.")
            }
            let verified = try check(TokenClaims(payload: parts.payload))
            signature.remember(verified, for: bytes)
            return verified
        } catch let error as OAuthError {
            throw error
        } catch {
            throw Self.malformed
        }
    }

    private static let malformed = OAuthError.invalidToken("The token is not a JSON Web Token.")
    private static let expired = OAuthError.invalidToken("The token has expired.")

    private func check(_ header: TokenHeader) throws(OAuthError) {
        guard header.algorithm == configuration.key.algorithm else {
            throw .invalidToken("The token is signed with another algorithm than this server uses.")
        }
        guard !header.hasCriticalParameters else {
            throw .invalidToken("The token has critical header parameters that this server does not know.")
        }
        // An id token or a logout token of the same key is no access token (RFC 8725 §3.11).
        let type = header.type?.lowercased()
        guard type == nil || type == "jwt" || type == "at+jwt" || type == "application/at+jwt" else {
            throw .invalidToken("The token is not an access token.")
        }
    }

    private func check(_ claims: TokenClaims) throws(OAuthError) -> VerifiedToken {
        let now = now()
        guard let expiresAt = claims.expiresAt else { throw .invalidToken("The token never expires.") }
        guard now < expiresAt else { throw Self.expired }
        guard (claims.notBefore ?? now) <= now + Self.clockSkew,
            (claims.issuedAt ?? now) <= now + Self.clockSkew
        else { throw .invalidToken("The token is not valid yet.") }
        guard configuration.issuer == nil || claims.issuer == configuration.issuer else {
            throw .invalidToken("The token was issued by another server.")
        }
        // A token for someone else must be refused, also by a server without a name (RFC 7519 §4.1.3).
        let isAddressed = claims.audience.map { $0.contains { $0 == configuration.audience } }
        guard isAddressed ?? (configuration.audience == nil) else {
            throw .invalidToken("The token is meant for another server.")
        }
        guard let subject = claims.subject.flatMap(Self.uuid) else {
            throw .invalidToken("The token does not name a user.")
        }
        let principal = Principal(
            id: subject,
            roles: claims.roles,
            scopes: claims.scope?.split(separator: " ").map(String.init) ?? []
        )
        return VerifiedToken(principal: principal, expiresAt: expiresAt, id: claims.id)
    }

    /// The UUID that a text is, in lower case (RFC 9562 §4). Foundation's parser costs more than the whole signature.
    private static func uuid(_ text: String) -> String? {
        var text = text
        let hasCapitals = text.withUTF8 { bytes -> Bool? in
            guard bytes.count == 36 else { return nil }
            var hasCapitals = false
            for (index, byte) in bytes.enumerated() {
                let isHyphenDue = index == 8 || index == 13 || index == 18 || index == 23
                switch byte {
                case UInt8(ascii: "-") where isHyphenDue: break
                case _ where isHyphenDue: return nil
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): break
                case UInt8(ascii: "A")...UInt8(ascii: "F"): hasCapitals = true
                default: return nil
                }
            }
            return hasCapitals
        }
        return hasCapitals.map { $0 ? text.lowercased() : text }
    }
}

/// What tokens are issued with and must agree with.
public struct TokenConfiguration: Sendable {
    /// The algorithm and the key.
    public var key: TokenKey
    /// The `iss` claim. With none, tokens are issued without, and any issuer's are accepted.
    public var issuer: String?
    /// The `aud` claim. With none, tokens are issued without, and tokens that name one are refused.
    public var audience: String?
    /// How long a token lives, in seconds.
    public var lifetime: Int64

    /// Creates a configuration.
    public init(key: TokenKey, issuer: String? = nil, audience: String? = nil, lifetime: Int64 = 900) {
        self.key = key
        self.issuer = issuer
        self.audience = audience
        self.lifetime = lifetime
    }
}

/// An access token that was just issued.
public struct IssuedToken: Sendable {
    /// The token. Whoever holds it is the user, so it must not be logged.
    public let text: String
    /// How long it lives, in seconds.
    public let lifetime: Int64
    /// The scopes granted.
    public let scopes: [String]
}

extension IssuedToken: CustomStringConvertible, CustomReflectable {
    /// The lifetime only.
    public var description: String { "<token for \(lifetime) s>" }

    /// A mirror without children, so that `dump` does not show the token.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The claims of a token that is issued (RFC 7519 §4.1, RFC 9068 §2.2).
private struct IssuedClaims: JWTPayload {
    let sub: String
    let role: String?
    let roles: [String]?
    let scope: String?
    let iss: String?
    let aud: String?
    let iat: Int64
    let exp: Int64
    let jti: String

    /// Never called: tokens are verified by ``TokenAuthority/verify(_:)``.
    func verify(using algorithm: some JWTAlgorithm) {}
}
