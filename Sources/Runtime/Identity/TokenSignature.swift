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
    /// The first two parts as they were sent: what the signature is of. A part of the token that is being read.
    let signed: UnsafeRawBufferPointer

    /// `nil` when there are not three parts of base64url, in which no dot is a letter.
    init?(_ token: UnsafeBufferPointer<UInt8>) {
        let dot = UInt8(ascii: ".")
        guard let first = token.firstIndex(of: dot), let last = token.lastIndex(of: dot), first < last,
            let header = Base64URL.decode(.init(rebasing: token[..<first])),
            let payload = Base64URL.decode(.init(rebasing: token[(first + 1)..<last])),
            let signature = Base64URL.decode(.init(rebasing: token[(last + 1)...]))
        else { return nil }
        self.header = header
        self.payload = payload
        self.signature = signature
        self.signed = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: token[..<last]))
    }
}

/// Checks signatures with one key.
///
/// An ECDSA signature takes tens of microseconds to check, so tokens that were found good are remembered,
/// by their SHA-256. An HMAC is as quick as that hash, so it is computed every time.
struct SignatureVerifier: Sendable {
    private static let cacheCapacity = 8_192

    private enum Method: Sendable {
        case hmac(HMACSHA256)
        case ecdsa(P256.Signing.PublicKey, GoodTokens)
    }

    private let method: Method

    init(_ key: TokenKey) {
        switch key.kind {
        case .hs256(let key): method = .hmac(HMACSHA256(key: key))
        case .es256(let key): method = .ecdsa(key.publicKey, GoodTokens(capacity: Self.cacheCapacity))
        }
    }

    /// Whether the signature is the key's. Takes the same time wherever a wrong one differs.
    func isValid(_ signature: [UInt8], of signed: UnsafeRawBufferPointer) -> Bool {
        switch method {
        case .hmac(let hmac):
            return hmac.isValid(signature, of: signed)
        case .ecdsa(let key, _):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
                return false
            }
            return key.isValidSignature(signature, for: signed)
        }
    }

    /// What a token that was found good says. The caller looks at the clock.
    func cached(_ token: UnsafeRawBufferPointer) -> VerifiedToken? {
        guard case .ecdsa(_, let goodTokens) = method else { return nil }
        return goodTokens[token]
    }

    func remember(_ verified: VerifiedToken, for token: UnsafeRawBufferPointer) {
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

    subscript(token: UnsafeRawBufferPointer) -> VerifiedToken? {
        get {
            let digest = Self.digest(of: token)
            return cache.withLock { $0[digest] }
        }
        set {
            let digest = Self.digest(of: token)
            cache.withLock { $0[digest] = newValue }
        }
    }

    private static func digest(of token: UnsafeRawBufferPointer) -> SHA256Digest {
        var hash = SHA256()
        hash.update(bufferPointer: token)
        return hash.finalize()
    }
}
