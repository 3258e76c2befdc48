import CPlumblineArgon2
import PlumblineSecrets

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The cost of an Argon2id hash (RFC 9106 §3.1).
public struct Argon2Parameters: Sendable, Equatable {
    /// Memory, in KiB.
    public var memory: UInt32
    /// Passes over the memory.
    public var iterations: UInt32
    /// Lanes.
    public var parallelism: UInt32

    /// Creates parameters.
    public init(memory: UInt32, iterations: UInt32, parallelism: UInt32) {
        self.memory = memory
        self.iterations = iterations
        self.parallelism = parallelism
    }

    /// 19 MiB, two passes, one lane: OWASP's recommendation (ASVS 5.0, appendix C).
    public static let recommended = Argon2Parameters(memory: 19_456, iterations: 2, parallelism: 1)
}

/// The calls into libargon2.
enum Argon2 {
    private static let saltLength = 16
    private static let hashLength = 32

    /// Hashes with a new random salt.
    static func hash(_ password: Secret, parameters: Argon2Parameters) throws -> String {
        let salt = randomBytes(count: saltLength)
        let length = argon2_encodedlen(
            parameters.iterations,
            parameters.memory,
            parameters.parallelism,
            UInt32(saltLength),
            UInt32(hashLength),
            Argon2_id
        )
        var encoded = [CChar](repeating: 0, count: length)
        let status = password.reveal { bytes in
            argon2id_hash_encoded(
                parameters.iterations,
                parameters.memory,
                parameters.parallelism,
                bytes.baseAddress,
                bytes.count,
                salt,
                salt.count,
                hashLength,
                &encoded,
                encoded.count
            )
        }
        guard status == ARGON2_OK.rawValue else {
            throw PasswordHasherError.invalidParameters(String(cString: argon2_error_message(status)))
        }
        return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// A well-formed hash that no known password has: its last part is random and not computed.
    static func hashOfNothing(parameters: Argon2Parameters) -> String {
        let (memory, iterations, lanes) = (parameters.memory, parameters.iterations, parameters.parallelism)
        let salt = base64(randomBytes(count: saltLength))
        let hash = base64(randomBytes(count: hashLength))
        return "$argon2id$v=19$m=\(memory),t=\(iterations),p=\(lanes)$\(salt)$\(hash)"
    }

    /// base64 without padding, as PHC strings have it.
    private static func base64(_ bytes: [UInt8]) -> String {
        var text = Data(bytes).base64EncodedString()
        while text.last == "=" { text.removeLast() }
        return text
    }

    /// Compares in constant time (libargon2 does).
    static func verify(
        _ password: Secret,
        against hash: Argon2Hash,
        current: Argon2Parameters
    ) -> PasswordVerification {
        let status = password.reveal { argon2id_verify(hash.text, $0.baseAddress, $0.count) }
        switch status {
        case ARGON2_OK.rawValue: return .matches(needsRehash: !hash.hasCost(of: current))
        case ARGON2_VERIFY_MISMATCH.rawValue: return .differs
        default: return .unsupportedHash
        }
    }

    /// Bytes from the system's cryptographic generator.
    static func randomBytes(count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

/// A PHC string of Argon2id, read far enough to judge its cost.
struct Argon2Hash: Sendable {
    /// A stored hash must not be able to take all memory or hours, whoever put it there.
    private static let maximum = Argon2Parameters(memory: 1_048_576, iterations: 64, parallelism: 16)
    private static let maximumLength = 512

    let text: String
    let parameters: Argon2Parameters
    private let isCurrentVersion: Bool

    /// `nil` when the text is not of Argon2id or its cost is absurd.
    init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2].hasPrefix("v="),
            let parameters = Self.parameters(parts[3]),
            parameters.memory <= Self.maximum.memory,
            parameters.iterations <= Self.maximum.iterations,
            parameters.parallelism <= Self.maximum.parallelism
        else { return nil }
        self.text = text
        self.parameters = parameters
        self.isCurrentVersion = parts[2] == "v=19"
    }

    /// Whether the hash has exactly the cost that is configured now, so that a raised and a lowered cost
    /// both reach every user at the next sign-in.
    func hasCost(of wanted: Argon2Parameters) -> Bool {
        isCurrentVersion && parameters == wanted
    }

    private static func parameters(_ text: Substring) -> Argon2Parameters? {
        let pairs = text.split(separator: ",", omittingEmptySubsequences: false)
        guard pairs.count == 3,
            let memory = number(pairs[0], after: "m="),
            let iterations = number(pairs[1], after: "t="),
            let parallelism = number(pairs[2], after: "p=")
        else { return nil }
        return Argon2Parameters(memory: memory, iterations: iterations, parallelism: parallelism)
    }

    private static func number(_ text: Substring, after prefix: String) -> UInt32? {
        text.hasPrefix(prefix) ? UInt32(text.dropFirst(prefix.count)) : nil
    }
}
