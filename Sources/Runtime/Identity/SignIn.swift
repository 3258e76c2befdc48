public import Logging
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A user as the sign-in needs to know one.
public struct Account: Sendable {
    /// The id, which becomes the subject of the token.
    public let id: UUID
    /// The roles, which become claims of the token.
    public let roles: [String]
    /// The stored hash of the password.
    public let passwordHash: String
    /// Whether the user may sign in.
    public let isActive: Bool

    /// Creates an account.
    public init(id: UUID, roles: [String], passwordHash: String, isActive: Bool) {
        self.id = id
        self.roles = roles
        self.passwordHash = passwordHash
        self.isActive = isActive
    }
}

/// Where accounts are kept. The server implements it on its database.
public protocol AccountStore: Sendable {
    /// The account of a user name, or `nil` when there is none.
    func account(username: String) async throws -> Account?

    /// Replaces a hash by one of the current kind, if it is still `oldHash`: a password that was changed
    /// in the meantime must stay changed.
    func replacePasswordHash(of id: UUID, from oldHash: String, to newHash: String) async throws
}

/// Signs users in: throttles, verifies the password, renews old hashes, issues the token.
///
/// An unknown name, a wrong password and an inactive user get the same answer in the same time.
public final class SignIn: Sendable {
    private let accounts: any AccountStore
    private let hasher: PasswordHasher
    private let tokens: TokenAuthority
    private let logger: Logger
    private let now: @Sendable () -> Int64
    private let throttle: Mutex<SignInThrottle>

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - accounts: Where accounts are kept.
    ///   - hasher: Verifies passwords and renews hashes.
    ///   - tokens: Issues the tokens.
    ///   - logger: Told of hashes that cannot be read or renewed.
    ///   - now: The clock of the throttle, in seconds since 1970.
    public init(
        accounts: any AccountStore,
        hasher: PasswordHasher,
        tokens: TokenAuthority,
        logger: Logger,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
    ) {
        self.accounts = accounts
        self.hasher = hasher
        self.tokens = tokens
        self.logger = logger
        self.now = now
        self.throttle = Mutex(SignInThrottle())
    }

    /// Exchanges a user name and a password for a token.
    ///
    /// - Parameters:
    ///   - grant: The request.
    ///   - address: Where it comes from, for the throttle.
    /// - Throws: ``OAuthError``, or an error of the account store.
    public func signIn(_ grant: PasswordGrant, from address: String) async throws -> IssuedToken {
        guard grant.scopes.isEmpty else {
            throw OAuthError(.invalidScope, "This server grants no scopes; leave the field scope out.")
        }
        let name = grant.username.lowercased()
        let wait = throttle.withLock { $0.begin(username: name, address: address, now: now()) }
        if let wait { throw Self.throttled(wait) }
        let account: Account
        do {
            account = try await verifiedAccount(grant)
        } catch let error as OAuthError where error == Self.refusal {
            throw error
        } catch {
            throttle.withLock { $0.withdraw(username: name, address: address) }
            throw error
        }
        throttle.withLock { $0.succeed(username: name, address: address) }
        return try await tokens.issue(subject: account.id, roles: account.roles)
    }

    private static let refusal = OAuthError(.invalidGrant, "The user name or the password is wrong.")

    private static func throttled(_ seconds: Int) -> OAuthError {
        OAuthError(
            .temporarilyUnavailable,
            "Too many attempts; try again in \(seconds) seconds.",
            status: 429,
            retryAfter: seconds
        )
    }

    private func verifiedAccount(_ grant: PasswordGrant) async throws -> Account {
        let account = try await accounts.account(username: grant.username)
        let hash = account?.passwordHash ?? hasher.dummyHash
        let verification: PasswordVerification
        do {
            verification = try await hasher.verify(grant.password, against: hash)
        } catch let error as PasswordHasherError where error == .overloaded {
            throw OAuthError(.temporarilyUnavailable, error.description, status: 503, retryAfter: 1)
        }
        guard let account else { throw Self.refusal }
        switch verification {
        case .differs: throw Self.refusal
        case .unsupportedHash:
            logger.error(
                "The stored password hash is of no known kind",
                metadata: ["user.id": "\(account.id)"]
            )
            throw Self.refusal
        case .matches(let needsRehash):
            guard account.isActive else { throw Self.refusal }
            if needsRehash { await renewHash(of: account, grant) }
            return account
        }
    }

    /// Stores a hash of the current kind. A failure does not keep the user out; the next sign-in tries again.
    private func renewHash(of account: Account, _ grant: PasswordGrant) async {
        do {
            let renewed = try await hasher.hash(grant.password)
            try await accounts.replacePasswordHash(of: account.id, from: account.passwordHash, to: renewed)
        } catch {
            logger.warning("A password hash could not be renewed", metadata: ["user.id": "\(account.id)"])
        }
    }
}
