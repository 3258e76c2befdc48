import Crypto
import Foundation
import PlumblineIdentity
import PlumblineSchema
import PlumblineSecrets

extension Benchmark {
    /// Who is asking.
    static var tokens: [Benchmark] {
        [
            Benchmark("verify HS256") {
                let authority = TokenAuthority(configuration: .init(key: try .hs256ForBenchmark()))
                let token = try authority.issueForBenchmark()
                return { _ in _ = try authority.verify(token) }
            },
            Benchmark("verify ES256, first time") {
                let authority = TokenAuthority(configuration: .init(key: try .es256ForBenchmark()))
                var tokens: [String] = []
                for _ in 0..<mostRounds { tokens.append(try authority.issueForBenchmark()) }
                return { [tokens] round in _ = try authority.verify(tokens[round]) }
            },
            Benchmark("verify ES256, remembered") {
                let authority = TokenAuthority(configuration: .init(key: try .es256ForBenchmark()))
                let token = try authority.issueForBenchmark()
                return { _ in _ = try authority.verify(token) }
            },
            Benchmark("throttle a sign-in") {
                var throttle = SignInThrottle()
                return { round in
                    let now = Int64(round)
                    guard throttle.begin(username: "ada", address: "192.0.2.1", now: now) == nil else {
                        throw Mistake("the first attempt was refused")
                    }
                    throttle.succeed(username: "ada", address: "192.0.2.1")
                }
            },
        ]
    }
}

extension TokenAuthority {
    /// A token of the caller in every benchmark.
    func issueForBenchmark() throws -> String {
        guard let subject = Principal.admin.id.flatMap(UUID.init(uuidString:)) else {
            throw Mistake("the caller's key is no UUID")
        }
        return try waiting { try await issue(subject: subject, roles: Principal.admin.roles).text }
    }
}

extension TokenKey {
    /// The shared secret of the benchmarks.
    static let secretForBenchmark = "a secret for benchmarks only, of more than 32 bytes"

    fileprivate static func hs256ForBenchmark() throws -> TokenKey {
        try .hs256(secret: Secret(secretForBenchmark))
    }

    /// Always the same key, so that the same is measured each time.
    fileprivate static func es256ForBenchmark() throws -> TokenKey {
        let key = try P256.Signing.PrivateKey(rawRepresentation: Array(1...32) as [UInt8])
        return try .es256(privateKeyPEM: Secret(key.pemRepresentation))
    }
}
