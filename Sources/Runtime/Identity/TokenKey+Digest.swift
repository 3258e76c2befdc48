import Crypto

extension TokenKey {
    /// A digest that only who has this key can make: HMAC with SHA-256, with a key for this purpose alone that is derived
    /// from this one (HKDF, RFC 5869).
    package func digest(of message: [UInt8], for purpose: String) -> [UInt8] {
        let secret =
            switch kind {
            case .hs256(let key): key
            case .es256(let key): SymmetricKey(data: key.rawRepresentation)
            }
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: secret,
            info: Array(purpose.utf8),
            outputByteCount: 32
        )
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }
}
