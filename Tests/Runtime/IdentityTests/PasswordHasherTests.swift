import PlumblineIdentity
import PlumblineSecrets
import Testing

@Suite("Password hashing")
struct PasswordHasherTests {
    /// Cheap, so that the tests are quick.
    private static let cheap = Argon2Parameters(memory: 64, iterations: 1, parallelism: 1)

    @Test("makes a salted Argon2id hash that only the same password matches")
    func roundTrip() async throws {
        let hasher = PasswordHasher(parameters: Self.cheap)
        let first = try await hasher.hash(Secret("correct horse"))
        let second = try await hasher.hash(Secret("correct horse"))
        #expect(first.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
        #expect(first != second)
        #expect(
            try await hasher.verify(Secret("correct horse"), against: first) == .matches(needsRehash: false)
        )
        #expect(try await hasher.verify(Secret("correct hors"), against: first) == .differs)
    }

    @Test("costs what OWASP recommends unless told otherwise")
    func recommendedCost() async throws {
        let hash = try await PasswordHasher().hash(Secret("x"))
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    }

    @Test("asks for a new hash when the stored one has another cost")
    func rehash() async throws {
        let old = try await PasswordHasher(parameters: Self.cheap).hash(Secret("pw"))
        var dearer = Self.cheap
        dearer.iterations = 2
        let hasher = PasswordHasher(parameters: dearer)
        #expect(try await hasher.verify(Secret("pw"), against: old) == .matches(needsRehash: true))
        #expect(try await hasher.verify(Secret("wp"), against: old) == .differs)
    }

    @Test(
        "verifies imported bcrypt hashes and asks for a new one",
        arguments: [
            // A test vector of crypt_blowfish; for ASCII the three kinds are one algorithm.
            ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            ("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            ("U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        ]
    )
    func bcrypt(password: String, hash: String) async throws {
        let hasher = PasswordHasher(parameters: Self.cheap)
        #expect(try await hasher.verify(Secret(password), against: hash) == .matches(needsRehash: true))
        #expect(try await hasher.verify(Secret(password + "x"), against: hash) == .differs)
    }

    @Test("never lets bcrypt cut a password: one of more than 72 bytes, or with a NUL, differs")
    func bcryptLimits() async throws {
        let hasher = PasswordHasher(parameters: Self.cheap)
        let hash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
        #expect(try await hasher.verify(Secret("U*U\0tail"), against: hash) == .differs)
        // A test vector of crypt_blowfish, whose password is the first 72 bytes.
        let long = String(
            repeating: "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
            count: 2
        )
        let cut = "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"
        #expect(
            try await hasher.verify(Secret(String(long.prefix(72))), against: cut)
                == .matches(needsRehash: true)
        )
        #expect(try await hasher.verify(Secret(String(long.prefix(73))), against: cut) == .differs)
    }

    @Test(
        "reports a stored text that is no hash, or one that would take hours",
        arguments: [
            "", "plain", "$1$salt$hash", "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
            "$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
            "$argon2id$v=19$m=64,t=99999,p=1$c2FsdHNhbHQ$aGFzaA",
            "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$not!base64",
            "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        ]
    )
    func unsupported(hash: String) async throws {
        let hasher = PasswordHasher(parameters: Self.cheap)
        #expect(try await hasher.verify(Secret("pw"), against: hash) == .unsupportedHash)
    }

    @Test("refuses an empty and an endless password, and matches neither")
    func lengths() async throws {
        let hasher = PasswordHasher(parameters: Self.cheap)
        let endless = Secret(String(repeating: "x", count: PasswordHasher.maximumPasswordLength + 1))
        await #expect(throws: PasswordHasherError.emptyPassword) { try await hasher.hash(Secret("")) }
        await #expect(throws: PasswordHasherError.passwordTooLong) { try await hasher.hash(endless) }
        #expect(try await hasher.verify(Secret(""), against: hasher.dummyHash) == .differs)
        #expect(try await hasher.verify(endless, against: hasher.dummyHash) == .differs)
    }

    @Test("keeps the bytes of a password: composed and decomposed letters are two passwords")
    func noNormalisation() async throws {
        let hasher = PasswordHasher(parameters: Self.cheap)
        let hash = try await hasher.hash(Secret("caf\u{e9}"))
        #expect(try await hasher.verify(Secret("cafe\u{301}"), against: hash) == .differs)
    }

    @Test("verifies against the dummy hash with the work of a real one, and nothing matches it")
    func dummyHash() async throws {
        let hasher = PasswordHasher(parameters: Self.cheap)
        let real = try await hasher.hash(Secret("x"))
        #expect(hasher.dummyHash.utf8.count == real.utf8.count)
        #expect(hasher.dummyHash.split(separator: "$")[..<3] == real.split(separator: "$")[..<3])
        // A hash that libargon2 cannot read would be `.unsupportedHash`, without any work.
        #expect(try await hasher.verify(Secret("x"), against: hasher.dummyHash) == .differs)
    }

    @Test("says why parameters are unusable")
    func invalidParameters() async {
        await #expect(throws: PasswordHasherError.self) {
            let parameters = Argon2Parameters(memory: 1, iterations: 1, parallelism: 1)
            return try await PasswordHasher(parameters: parameters).hash(Secret("x"))
        }
    }
}
