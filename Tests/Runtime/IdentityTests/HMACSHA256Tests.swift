import Crypto
import Testing

@testable import PlumblineIdentity

@Suite("HMAC with SHA-256")
struct HMACSHA256Tests {
    @Test(
        "gives the codes of swift-crypto, for keys shorter and longer than a block and texts of any length",
        arguments: [0, 1, 32, 63, 64, 65, 200]
    )
    func agrees(keyLength: Int) {
        let key = SymmetricKey(data: (0..<keyLength).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        let hmac = HMACSHA256(key: key)
        for length in [0, 1, 55, 56, 64, 300] {
            let text = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
            let code = Array(HMAC<SHA256>.authenticationCode(for: text, using: key))
            text.withUnsafeBytes { text in
                #expect(hmac.isValid(code, of: text))
                for index in code.indices {
                    var other = code
                    other[index] ^= 1
                    #expect(!hmac.isValid(other, of: text))
                }
                #expect(!hmac.isValid(Array(code.dropLast()), of: text))
                #expect(!hmac.isValid(code + [0], of: text))
                #expect(!hmac.isValid([], of: text))
            }
        }
    }
}
