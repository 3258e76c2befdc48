import Foundation
import Logging
import PlumblineIdentity
import PlumblineSchema
import PlumblineSecrets
import Synchronization
import Testing

@Suite("Signing in")
struct SignInTests {
    private static let bcrypt = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    private static let user = UUID(uuidString: Forge.user) ?? UUID()

    @Test("gives a token of the user, and the answer of RFC 6749")
    func success() async throws {
        let desk = try await Desk(hash: nil)
        let token = try await desk.signIn("ann", "U*U")
        #expect(try desk.tokens.verify(token.text).principal == Principal(id: Forge.user, roles: ["staff"]))
        let answer = try #require(
            try JSONSerialization.jsonObject(with: Data(TokenResponse(token).json)) as? [String: Any]
        )
        #expect(answer["access_token"] as? String == token.text)
        #expect(answer["token_type"] as? String == "Bearer")
        #expect(answer["expires_in"] as? Int == 900)
        #expect(answer["scope"] == nil)
        #expect(TokenResponse.headers.contains { $0 == ("Cache-Control", "no-store") })
        #expect(desk.accounts.replaced.withLock { $0 } == nil)
    }

    @Test("replaces an imported bcrypt hash by Argon2id, once")
    func upgrade() async throws {
        let desk = try await Desk(hash: Self.bcrypt)
        _ = try await desk.signIn("ann", "U*U")
        let renewed = try #require(desk.accounts.replaced.withLock { $0 })
        #expect(renewed.hasPrefix("$argon2id$"))
        desk.accounts.replaced.withLock { $0 = nil }
        _ = try await desk.signIn("ann", "U*U")
        #expect(desk.accounts.replaced.withLock { $0 } == nil)
    }

    @Test("answers a wrong password, an unknown name, an inactive user and a broken hash alike")
    func alike() async throws {
        let good = try await Desk(hash: nil)
        let inactive = try await Desk(hash: nil, isActive: false)
        let broken = try await Desk(hash: "broken")
        var errors: [OAuthError] = []
        for (desk, name, password) in [
            (good, "ann", "wrong"), (good, "nobody", "U*U"), (inactive, "ann", "U*U"), (broken, "ann", "U*U"),
        ] {
            let error = await #expect(throws: OAuthError.self) { try await desk.signIn(name, password) }
            errors.append(try #require(error))
        }
        #expect(Set(errors.map(\.description)).count == 1)
        #expect(errors.allSatisfy { $0.code == .invalidGrant && $0.status == 400 })
    }

    @Test("is refused with the time to wait after five failures, from that address only")
    func throttled() async throws {
        let desk = try await Desk(hash: nil)
        for _ in 0..<5 {
            let error = await #expect(throws: OAuthError.self) { try await desk.signIn("ann", "wrong") }
            #expect(error?.code == .invalidGrant)
        }
        let error = await #expect(throws: OAuthError.self) { try await desk.signIn("ANN", "U*U") }
        #expect(error?.status == 429)
        #expect(error?.retryAfter == 1)
        _ = try await desk.signIn("ann", "U*U", from: "192.0.2.9")
        desk.clock.withLock { $0 += 1 }
        _ = try await desk.signIn("ann", "U*U")
    }

    @Test("does not hold a failure of the database against the user")
    func unavailableStore() async throws {
        let desk = try await Desk(hash: nil)
        desk.accounts.isUnavailable.withLock { $0 = true }
        for _ in 0..<20 {
            await #expect(throws: Accounts.Unavailable.self) { try await desk.signIn("ann", "U*U") }
        }
        desk.accounts.isUnavailable.withLock { $0 = false }
        _ = try await desk.signIn("ann", "U*U")
    }

    @Test("grants no scope that it was not told of")
    func scopes() async throws {
        let desk = try await Desk(hash: nil)
        let error = await #expect(throws: OAuthError.self) {
            try await desk.signIn("ann", "U*U", scope: "admin")
        }
        #expect(error?.code == .invalidScope)
    }

    /// A sign-in with one account, `ann`, whose password is `U*U`.
    private final class Desk: Sendable {
        let accounts: Accounts
        let tokens: TokenAuthority
        let clock = Mutex(Forge.now)
        private let hasher: PasswordHasher
        private let service: Mutex<SignIn?> = Mutex(nil)

        init(hash: String?, isActive: Bool = true) async throws {
            hasher = PasswordHasher(
                parameters: Argon2Parameters(memory: 64, iterations: 1, parallelism: 1)
            )
            let key = try TokenKey.hs256(secret: Secret(Forge.secret))
            tokens = TokenAuthority(configuration: TokenConfiguration(key: key), now: { Forge.now })
            var stored = hash
            if stored == nil { stored = try await hasher.hash(Secret("U*U")) }
            accounts = Accounts(
                Account(id: user, roles: ["staff"], passwordHash: stored ?? "", isActive: isActive)
            )
            let signIn = SignIn(
                accounts: accounts,
                hasher: hasher,
                tokens: tokens,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                now: { [weak self] in self?.clock.withLock { $0 } ?? 0 }
            )
            service.withLock { $0 = signIn }
        }

        func signIn(
            _ name: String,
            _ password: String,
            from address: String = "192.0.2.1",
            scope: String = ""
        ) async throws -> IssuedToken {
            let body = "grant_type=password&username=\(name)&password=\(password)&scope=\(scope)"
            let grant = try PasswordGrant(
                body: Array(body.utf8),
                contentType: "application/x-www-form-urlencoded"
            )
            let service = try #require(service.withLock { $0 })
            return try await service.signIn(grant, from: address)
        }
    }

    /// One account in memory.
    private final class Accounts: AccountStore {
        struct Unavailable: Error {}

        let replaced: Mutex<String?> = Mutex(nil)
        let isUnavailable = Mutex(false)
        private let ann: Mutex<Account>

        init(_ account: Account) {
            ann = Mutex(account)
        }

        func account(username: String) async throws -> Account? {
            guard !isUnavailable.withLock({ $0 }) else { throw Unavailable() }
            return username.lowercased() == "ann" ? ann.withLock { $0 } : nil
        }

        func replacePasswordHash(of id: UUID, from oldHash: String, to newHash: String) async throws {
            ann.withLock { account in
                guard account.id == id, account.passwordHash == oldHash else { return }
                account = Account(
                    id: id,
                    roles: account.roles,
                    passwordHash: newHash,
                    isActive: account.isActive
                )
            }
            replaced.withLock { $0 = newHash }
        }
    }
}
