import Crypto
import Foundation
import PlumblineIdentity
import PlumblineSecrets

/// Makes tokens that the product would never make.
enum Forge {
    static let secret = "0123456789abcdef0123456789abcdef"
    static let user = "0199f0a1-7e57-7000-8000-00000000c0de"
    /// What the clock of the tests shows.
    static let now: Int64 = 1_800_000_000

    /// The claims of a good token, with changes. A change to `nil` takes the claim out.
    static func claims(_ changes: [String: String?] = [:]) -> String {
        var claims: [String: String?] = ["sub": "\"\(user)\"", "role": #""client""#, "exp": "\(now + 60)"]
        claims.merge(changes) { $1 }
        let members = claims.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return "{\(members.sorted().joined(separator: ","))}"
    }

    /// A token signed with HMAC-SHA-256, whatever its header says.
    static func hs256(
        _ payload: String,
        header: String = #"{"alg":"HS256","typ":"JWT"}"#,
        key: [UInt8] = Array(secret.utf8)
    ) -> String {
        let signed = "\(base64URL(Data(header.utf8))).\(base64URL(Data(payload.utf8)))"
        let code = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: SymmetricKey(data: key))
        return "\(signed).\(base64URL(Data(code)))"
    }

    static func base64URL(_ data: Data) -> String {
        data.base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }
}
