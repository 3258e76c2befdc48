public import PlumblineSecrets

/// Hashes passwords with Argon2id and verifies them, on threads of its own.
///
/// New hashes are PHC strings (`$argon2id$v=19$m=19456,t=2,p=1$…`). Imported bcrypt hashes (`$2a$`, `$2b$`,
/// `$2y$`) verify too and ask to be replaced. A password is its UTF-8 bytes as they were sent: nothing is
/// trimmed, folded or normalised, so what one client stored every other client must send alike.
public struct PasswordHasher: Sendable {
    /// The longest password accepted, in bytes.
    public static let maximumPasswordLength = 1_024

    /// The cost of new hashes.
    public let parameters: Argon2Parameters
    /// A hash of no one's password, for a user name that does not exist: verifying against it takes as
    /// long as verifying a real one, so the time does not tell which names exist.
    public let dummyHash: String

    private let queue: HashingQueue

    /// Creates a hasher and its threads.
    ///
    /// - Parameters:
    ///   - parameters: The cost of new hashes.
    ///   - threads: How many hashes are computed at once; each takes the memory of `parameters`.
    ///   - queueLimit: How many may wait for a thread before ``PasswordHasherError/overloaded``.
    public init(parameters: Argon2Parameters = .recommended, threads: Int = 2, queueLimit: Int = 64) {
        self.parameters = parameters
        self.queue = HashingQueue(width: max(1, threads), queueLimit: max(0, queueLimit))
        self.dummyHash = Argon2.hashOfNothing(parameters: parameters)
    }

    /// Hashes a password with a new random salt.
    ///
    /// - Throws: ``PasswordHasherError`` when the password is empty or too long, too many wait already, or
    ///   Argon2 does not accept the parameters.
    public func hash(_ password: Secret) async throws -> String {
        guard !password.isEmpty else { throw PasswordHasherError.emptyPassword }
        guard password.count <= Self.maximumPasswordLength else { throw PasswordHasherError.passwordTooLong }
        return try await queue.run { [parameters] in try Argon2.hash(password, parameters: parameters) }
    }

    /// Verifies a password against a stored hash.
    ///
    /// - Throws: ``PasswordHasherError/overloaded`` when too many wait already.
    public func verify(_ password: Secret, against hash: String) async throws -> PasswordVerification {
        guard !password.isEmpty, password.count <= Self.maximumPasswordLength else { return .differs }
        return try await queue.run { [parameters] in
            if let stored = Argon2Hash(hash) {
                return Argon2.verify(password, against: stored, current: parameters)
            }
            if let stored = BcryptHash(hash) {
                return stored.verify(password) ? .matches(needsRehash: true) : .differs
            }
            return .unsupportedHash
        }
    }
}

/// What verifying a password found.
public enum PasswordVerification: Sendable, Equatable {
    /// The password is right. With `needsRehash` the hash is of an older kind or cost: store a new one.
    case matches(needsRehash: Bool)
    /// The password is wrong.
    case differs
    /// The stored text is no hash that is understood here, or it asks for an absurd cost. No password is
    /// right for it; the operator should know.
    case unsupportedHash
}

/// Why a password could not be hashed.
public enum PasswordHasherError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Too many hashes wait already. Try again in a moment (503 with `Retry-After`).
    case overloaded
    /// An empty password.
    case emptyPassword
    /// More than ``PasswordHasher/maximumPasswordLength`` bytes.
    case passwordTooLong
    /// Argon2 refused the parameters, or there was no memory for them. The text is libargon2's.
    case invalidParameters(String)

    /// A sentence that is safe to show.
    public var description: String {
        switch self {
        case .overloaded: "Too many sign-ins at once; try again in a moment."
        case .emptyPassword: "A password cannot be empty."
        case .passwordTooLong:
            "A password cannot be longer than \(PasswordHasher.maximumPasswordLength) bytes."
        case .invalidParameters(let reason): "The parameters of the password hash are unusable: \(reason)."
        }
    }
}
