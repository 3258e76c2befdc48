import Crypto
import Foundation
import JWTKit
import PlumblineIdentity
import PlumblineSchema
import PlumblineSecrets
import Synchronization
import Testing

@Suite("Access tokens")
struct TokenAuthorityTests {
    private static let user = UUID(uuidString: Forge.user) ?? UUID()

    @Test("carry the user and the roles from the issuer to the verifier", arguments: ["HS256", "ES256"])
    func roundTrip(algorithm: String) async throws {
        let authority = makeAuthority(key: try key(algorithm))
        for roles in [[], ["admin"], ["staff", "client"]] {
            let issued = try await authority.issue(subject: Self.user, roles: roles, scopes: ["b", "a"])
            let expected = Principal(id: Forge.user, roles: roles, scopes: ["a", "b"])
            // Twice, because ES256 answers the second time from memory.
            for _ in 0..<2 {
                let verified = try authority.verify(issued.text)
                #expect(verified.principal == expected)
                #expect(verified.expiresAt == Forge.now + 900)
                #expect(verified.id != nil)
            }
            #expect(issued.lifetime == 900)
            #expect(!"\(issued)".contains(issued.text))
        }
    }

    @Test("are accepted by jwt-kit, a reader that is not ours")
    func interoperability() async throws {
        let privateKey = P256.Signing.PrivateKey()
        let key = try TokenKey.es256(privateKeyPEM: Secret(privateKey.pemRepresentation))
        let authority = makeAuthority(
            TokenConfiguration(key: key, issuer: "https://id.example", audience: "api", lifetime: 60)
        )
        let issued = try await authority.issue(subject: Self.user, roles: ["admin"])
        let keys = await JWTKeyCollection().add(ecdsa: try ES256PublicKey(backing: privateKey.publicKey))
        let claims = try await keys.verify(issued.text, as: Claims.self)
        #expect(claims.sub == Forge.user)
        #expect(claims.role == "admin")
        #expect(claims.iss == "https://id.example")
        #expect(claims.aud == "api")
        #expect(claims.exp - claims.iat == 60)
    }

    @Test(
        "are refused once they have expired, also when they were found good before",
        arguments: ["HS256", "ES256"]
    )
    func expiry(algorithm: String) async throws {
        let clock = Mutex(Forge.now)
        let authority = TokenAuthority(
            configuration: TokenConfiguration(key: try key(algorithm), lifetime: 900),
            now: { clock.withLock { $0 } }
        )
        let token = try await authority.issue(subject: Self.user, roles: []).text
        clock.withLock { $0 += 899 }
        _ = try authority.verify(token)
        clock.withLock { $0 += 1 }
        try expectRefusal(of: token, by: authority, because: "expired")
    }

    @Test("are refused when any one bit of them is changed", arguments: ["HS256", "ES256"])
    func tampering(algorithm: String) async throws {
        let authority = makeAuthority(key: try key(algorithm))
        let token = Array(try await authority.issue(subject: Self.user, roles: ["client"]).text.utf8)
        for position in token.indices {
            var changed = token
            changed[position] ^= 1
            let text = String(decoding: changed, as: UTF8.self)
            #expect(throws: OAuthError.self, "byte \(position)") { try authority.verify(text) }
        }
    }

    @Test("are refused when they choose an algorithm of their own")
    func algorithmConfusion() async throws {
        let privateKey = P256.Signing.PrivateKey()
        let es256 = makeAuthority(
            key: try .es256(privateKeyPEM: Secret(privateKey.pemRepresentation))
        )
        let hs256 = makeAuthority(key: try key("HS256"))
        // The public key as the secret of an HMAC is the classic of RFC 8725 §2.1.
        let publicKey = Array(privateKey.publicKey.pemRepresentation.utf8)
        let header = Forge.base64URL(Data(#"{"alg":"none"}"#.utf8))
        let unsigned = "\(header).\(Forge.base64URL(Data(Forge.claims().utf8)))."
        let attempts: [(String, TokenAuthority)] = [
            (Forge.hs256(Forge.claims(), key: publicKey), es256),
            (Forge.hs256(Forge.claims(), header: #"{"alg":"ES256"}"#, key: publicKey), es256),
            (unsigned, hs256), (unsigned, es256),
            (
                Forge.hs256(Forge.claims()).split(separator: ".").dropLast().joined(separator: ".") + ".",
                hs256
            ),
            (String(Forge.hs256(Forge.claims()).dropLast(4)), hs256),
            (Forge.hs256(Forge.claims(), header: #"{"alg":"hs256"}"#), hs256),
            (Forge.hs256(Forge.claims(), header: #"{"alg":"HS384"}"#), hs256),
            (Forge.hs256(Forge.claims(), header: #"{"typ":"JWT"}"#), hs256),
            (Forge.hs256(Forge.claims(), header: #"{"alg":"none","alg":"HS256"}"#), hs256),
            (try await es256.issue(subject: Self.user, roles: []).text, hs256),
        ]
        for (token, authority) in attempts {
            #expect(throws: OAuthError.self) { try authority.verify(token) }
        }
    }

    @Test(
        "are refused for what their claims or their header say",
        arguments: [
            (Forge.claims(["exp": nil]), "never expires"),
            (Forge.claims(["exp": "\(Forge.now)"]), "expired"),
            (Forge.claims(["exp": "\"\(Forge.now + 60)\""]), "not a JSON Web Token"),
            (Forge.claims(["nbf": "\(Forge.now + 61)"]), "not valid yet"),
            (Forge.claims(["iat": "\(Forge.now + 3600)"]), "not valid yet"),
            (Forge.claims(["sub": nil]), "does not name a user"),
            (Forge.claims(["sub": #""root""#]), "does not name a user"),
            (Forge.claims(["aud": #""other""#]), "another server"),
            (Forge.claims(["role": #"["admin"]"#]), "not a JSON Web Token"),
            (#"{"sub":"\#(Forge.user)","exp":1,"exp":9999999999}"#, "not a JSON Web Token"),
            ("[]", "not a JSON Web Token"), ("{}", "never expires"), ("", "not a JSON Web Token"),
            (Forge.claims() + "x", "not a JSON Web Token"),
            (Forge.claims(["x": "[[[[[[[[[[[[1]]]]]]]]]]]]"]), "not a JSON Web Token"),
            (Forge.claims(["x": "01"]), "not a JSON Web Token"),
            (Forge.claims(["x": "-"]), "not a JSON Web Token"),
            (Forge.claims(["x": #""\ud83d""#]), "not a JSON Web Token"),
            (Forge.claims(["exp": "1e400"]), "not a JSON Web Token"),
        ]
    )
    func claims(payload: String, reason: String) async throws {
        let authority = makeAuthority(key: try key("HS256"))
        try expectRefusal(of: Forge.hs256(payload), by: authority, because: reason)
    }

    @Test("are accepted with the claims and headers that other issuers write")
    func otherIssuers() async throws {
        let authority = makeAuthority(key: try key("HS256"))
        let good = [
            Forge.hs256(Forge.claims()),
            Forge.hs256(Forge.claims(), header: #"{"alg":"HS256"}"#),
            Forge.hs256(Forge.claims(), header: #"{ "typ" : "at+JWT", "kid":"1", "alg" : "HS256" }"#),
            Forge.hs256(Forge.claims(["exp": "\(Forge.now + 60).5"])),
            Forge.hs256(Forge.claims(["sub": "\"\(Forge.user.uppercased())\""])),
            Forge.hs256(Forge.claims(["x": #"{"a":[1,-2.5e3,true,null,{"b":"\u00e9\ud83d\ude00"}]}"#])),
            Forge.hs256(Forge.claims(["role": nil, "roles": #"["client","client"]"#])),
            Forge.hs256(Forge.claims(["role": #""cl\u0069ent""#])),
        ]
        for token in good {
            #expect(try authority.verify(token).principal == Principal(id: Forge.user, roles: ["client"]))
        }
        let wrongType = [#"{"alg":"HS256","typ":"logout+jwt"}"#, #"{"alg":"HS256","crit":["exp"]}"#]
        for header in wrongType {
            #expect(throws: OAuthError.self) {
                try authority.verify(Forge.hs256(Forge.claims(), header: header))
            }
        }
    }

    @Test("must name the issuer and the audience that are configured")
    func issuerAndAudience() async throws {
        let authority = makeAuthority(
            TokenConfiguration(key: try key("HS256"), issuer: "me", audience: "api")
        )
        func token(_ issuer: String?, _ audience: String?) -> String {
            Forge.hs256(Forge.claims(["iss": issuer, "aud": audience]))
        }
        _ = try authority.verify(token(#""me""#, #""api""#))
        _ = try authority.verify(token(#""me""#, #"["other","api"]"#))
        try expectRefusal(of: token(#""you""#, #""api""#), by: authority, because: "issued by another")
        try expectRefusal(of: token(nil, #""api""#), by: authority, because: "issued by another")
        try expectRefusal(of: token(#""me""#, nil), by: authority, because: "meant for another")
        try expectRefusal(of: token(#""me""#, "[]"), by: authority, because: "meant for another")
    }

    @Test(
        "that are no tokens at all are refused with the code of RFC 6750",
        arguments: [
            "", ".", "..", "...", "a.b", "a.b.c.d", "é.é.é", "e30.e30.e30=",
            String(repeating: "a", count: 9000),
        ]
    )
    func garbage(token: String) async throws {
        let authority = makeAuthority(key: try key("HS256"))
        let error = try #require(throws: OAuthError.self) { try authority.verify(token) }
        #expect(error.code == .invalidToken)
        #expect(error.status == 401)
        #expect(
            error.bearerChallenge.hasPrefix(#"Bearer error="invalid_token", error_description="The token"#)
        )
    }

    @Test("need a key that is strong enough, and the reason never shows it")
    func keys() throws {
        let short = String(Forge.secret.dropLast())
        let tooShort = #expect(throws: TokenKeyError.secretTooShort) {
            try TokenKey.hs256(secret: Secret(short))
        }
        #expect(tooShort?.description.contains(short) == false)
        let p384 = P384.Signing.PrivateKey().pemRepresentation
        let publicOnly = P256.Signing.PrivateKey().publicKey.pemRepresentation
        for pem in ["", "nonsense", p384, publicOnly] {
            #expect(throws: TokenKeyError.notAPrivateKey) { try TokenKey.es256(privateKeyPEM: Secret(pem)) }
        }
    }

    // MARK: Support

    private func key(_ algorithm: String) throws -> TokenKey {
        switch algorithm {
        case "HS256": try .hs256(secret: Secret(Forge.secret))
        default: try .es256(privateKeyPEM: Secret(P256.Signing.PrivateKey().pemRepresentation))
        }
    }

    private func makeAuthority(key: TokenKey) -> TokenAuthority {
        makeAuthority(TokenConfiguration(key: key))
    }

    private func makeAuthority(_ configuration: TokenConfiguration) -> TokenAuthority {
        TokenAuthority(configuration: configuration, now: { Forge.now })
    }

    private func expectRefusal(of token: String, by authority: TokenAuthority, because reason: String) throws
    {
        let error = try #require(throws: OAuthError.self) { try authority.verify(token) }
        #expect(error.code == .invalidToken)
        #expect(error.message.contains(reason), "\(error.message)")
    }

    private struct Claims: JWTPayload {
        let sub: String
        let role: String
        let iss: String
        let aud: String
        let iat: Int64
        let exp: Int64

        func verify(using algorithm: some JWTAlgorithm) {}
    }
}
