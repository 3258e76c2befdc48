import Crypto
public import PlumblineSecrets

/// The one algorithm and key that tokens are signed with and accepted with.
///
/// A token never chooses: its header must name exactly this algorithm (RFC 8725 §3.1).
public struct TokenKey: Sendable {
    enum Kind: Sendable {
        case hs256(SymmetricKey)
        case es256(P256.Signing.PrivateKey)
    }

    /// The shortest shared secret, in bytes: as long as the hash (RFC 7518 §3.2).
    public static let minimumSecretLength = 32

    let kind: Kind

    /// HMAC with SHA-256 and a shared secret, whose bytes are the key.
    ///
    /// - Throws: ``TokenKeyError/secretTooShort`` below ``minimumSecretLength``.
    public static func hs256(secret: Secret) throws(TokenKeyError) -> TokenKey {
        guard secret.count >= minimumSecretLength else { throw .secretTooShort }
        return TokenKey(kind: .hs256(secret.reveal { SymmetricKey(data: $0) }))
    }

    /// ECDSA on P-256 with SHA-256, with a private key in PEM (PKCS #8 or SEC 1).
    ///
    /// - Throws: ``TokenKeyError/notAPrivateKey`` for anything else.
    public static func es256(privateKeyPEM: Secret) throws(TokenKeyError) -> TokenKey {
        guard
            let key = privateKeyPEM.revealText({ try? P256.Signing.PrivateKey(pemRepresentation: $0) })
        else { throw .notAPrivateKey }
        return TokenKey(kind: .es256(key))
    }

    /// The `alg` parameter of this key's tokens (RFC 7518 §3.1).
    var algorithm: String {
        switch kind {
        case .hs256: "HS256"
        case .es256: "ES256"
        }
    }
}

extension TokenKey: CustomStringConvertible, CustomReflectable {
    /// The algorithm only.
    public var description: String { "<\(algorithm) key>" }

    /// A mirror without children, so that `dump` does not show the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a key cannot sign tokens.
public enum TokenKeyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The shared secret has fewer than ``TokenKey/minimumSecretLength`` bytes.
    case secretTooShort
    /// The text is not the PEM form of a P-256 private key.
    case notAPrivateKey

    /// The reason and the next step, without any part of the key.
    public var description: String {
        switch self {
        case .secretTooShort:
            "the secret is shorter than \(TokenKey.minimumSecretLength) bytes, which HS256 needs;"
                + " 'openssl rand -base64 48' makes a good one"
        case .notAPrivateKey:
            "the value is not the private key of the curve P-256 in PEM, which ES256 needs;"
                + " 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256' makes one"
        }
    }
}
