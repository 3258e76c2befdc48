import Crypto
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A token taken apart (RFC 7515 §7.1).
struct TokenParts {
    let header: [UInt8]
    let payload: [UInt8]
    let signature: [UInt8]
    /// The first two parts as they were sent: what the signature is of.
    let signed: ArraySlice<UInt8>

    /// `nil` when there are not three parts of base64url.
    init?(_ token: [UInt8]) {
        let dot = UInt8(ascii: ".")
        guard let first = token.firstIndex(of: dot),
            let second = token[(first + 1)...].firstIndex(of: dot),
            let header = Base64URL.decode(token[..<first]),
            let payload = Base64URL.decode(token[(first + 1)..<second]),
            let signature = Base64URL.decode(token[(second + 1)...])
        else { return nil }
        self.header = header
        self.payload = payload
        self.signature = signature
        self.signed = token[..<second]
    }
}

/// Checks signatures with one key.
///
/// An ECDSA signature takes tens of microseconds to check, so tokens that were found good are remembered,
/// by their SHA-256. An HMAC is as quick as that hash, so it is computed every time.
struct SignatureVerifier: Sendable {
    private static let cacheCapacity = 8_192

    private enum Method: Sendable {
        /// Has taken in the key already, which is half of the work for a text as short as a token.
        case hmac(HMAC<SHA256>)
        case ecdsa(P256.Signing.PublicKey, GoodTokens)
    }

    private let method: Method

    init(_ key: TokenKey) {
        switch key.kind {
        case .hs256(let key): method = .hmac(HMAC(key: key))
        case .es256(let key): method = .ecdsa(key.publicKey, GoodTokens(capacity: Self.cacheCapacity))
        }
    }

    /// Whether the signature is the key's. Takes the same time wherever a wrong one differs.
    func isValid(_ signature: [UInt8], of signed: ArraySlice<UInt8>) -> Bool {
        switch method {
        case .hmac(var code):
            signed.withUnsafeBytes { code.update(data: $0) }
            return code.finalize() == signature
        case .ecdsa(let key, _):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
                return false
            }
            return signed.withUnsafeBytes { key.isValidSignature(signature, for: $0) }
        }
    }

    /// What a token that was found good says. The caller looks at the clock.
    func cached(_ token: [UInt8]) -> VerifiedToken? {
        guard case .ecdsa(_, let goodTokens) = method else { return nil }
        return goodTokens[token]
    }

    func remember(_ verified: VerifiedToken, for token: [UInt8]) {
        guard case .ecdsa(_, let goodTokens) = method else { return }
        goodTokens[token] = verified
    }
}

/// The tokens found good lately.
private final class GoodTokens: Sendable {
    private let cache: Mutex<BoundedCache<SHA256Digest, VerifiedToken>>

    init(capacity: Int) {
        cache = Mutex(BoundedCache(capacity: capacity))
    }

    subscript(token: [UInt8]) -> VerifiedToken? {
        get {
            let digest = SHA256.hash(data: token)
            return cache.withLock { $0[digest] }
        }
        set {
            let digest = SHA256.hash(data: token)
            cache.withLock { $0[digest] = newValue }
        }
    }
}
