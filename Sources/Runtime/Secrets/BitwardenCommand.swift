import Logging
import Subprocess

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads secrets through the user's own `bws` executable (Bitwarden Secrets Manager).
///
/// The access token goes to it in the environment only: an argument could be read by every user of the
/// machine while the program runs.
struct BitwardenCommand: Sendable {
    private static let outputLimit = 262_144

    let environment: [String: String]
    let timeout: Duration
    let logger: Logger

    /// Asks for one secret by its id.
    func secret(_ id: UUID, setting: String) async throws(SecretError) -> Secret {
        guard environment["BWS_ACCESS_TOKEN"].map(\.isEmpty) == false else {
            throw SecretError(
                setting: setting,
                reason: "a 'bws:' reference needs the access token of a machine account in BWS_ACCESS_TOKEN"
            )
        }
        let id = id.uuidString.lowercased()
        let run: Run
        do {
            run = try await runWithTimeout(id: id)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw SecretError(
                setting: setting,
                reason: "the executable 'bws' is not in PATH; install Bitwarden's Secrets Manager CLI"
            )
        } catch {
            throw SecretError(setting: setting, reason: "'bws' could not be run or wrote too much")
        }
        return try value(of: run, id: id, setting: setting)
    }

    /// How a run of `bws` ended.
    private enum Run: Sendable {
        case exited(isSuccess: Bool, output: [UInt8], complaint: String)
        case timedOut
    }

    private func runWithTimeout(id: String) async throws -> Run {
        try await withThrowingTaskGroup(of: Run.self) { group in
            group.addTask { try await self.run(id: id) }
            group.addTask { [timeout] in
                try await Task.sleep(for: timeout)
                return .timedOut
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .timedOut
        }
    }

    private func run(id: String) async throws -> Run {
        // A session of its own: no terminal to ask questions on, and a timeout ends its children too.
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        let variables = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        let result = try await Subprocess.run(
            .name("bws"),
            arguments: ["secret", "get", id, "--output", "json", "--color", "no"],
            environment: .custom(Dictionary(variables, uniquingKeysWith: { $1 })),
            platformOptions: options,
            output: .bytes(limit: Self.outputLimit),
            error: .string(limit: Self.outputLimit)
        )
        return .exited(
            isSuccess: result.terminationStatus.isSuccess,
            output: result.standardOutput,
            complaint: result.standardError
        )
    }

    private func value(of run: Run, id: String, setting: String) throws(SecretError) -> Secret {
        guard case .exited(let isSuccess, let output, let complaint) = run else {
            throw SecretError(setting: setting, reason: "'bws' did not answer within \(timeout)")
        }
        guard isSuccess else {
            log(complaint, setting: setting)
            throw SecretError(setting: setting, reason: Self.explanation(of: complaint, id: id))
        }
        // A token without an organisation makes bws end with status 0 and no output.
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(output)) else {
            log(complaint, setting: setting)
            throw SecretError(
                setting: setting,
                reason: "'bws' ended without error but printed no secret; check that the access token"
                    + " belongs to a machine account of the right organisation"
            )
        }
        guard answer.id.lowercased() == id else {
            throw SecretError(setting: setting, reason: "'bws' answered with another secret than \(id)")
        }
        guard !answer.value.isEmpty else {
            throw SecretError(setting: setting, reason: "the Bitwarden secret \(id) is empty")
        }
        return Secret(answer.value)
    }

    /// The part of `bws secret get --output json` that is needed.
    private struct Answer: Decodable {
        let id: String
        let value: String
    }

    private func log(_ complaint: String, setting: String) {
        logger.warning(
            "bws reported a problem",
            metadata: ["setting": "\(setting)", "stderr": "\(Redaction.redact(complaint))"]
        )
    }

    /// A sentence for what `bws` says tersely. Its own words are looked at and never repeated.
    private static func explanation(of complaint: String, id: String) -> String {
        let known: [(sign: String, sentence: String)] = [
            (
                "invalid_client",
                "Bitwarden refused the access token in BWS_ACCESS_TOKEN: it has expired, was revoked,"
                    + " or belongs to another region (see BWS_SERVER_URL)"
            ),
            ("Is the wrong version", "BWS_ACCESS_TOKEN is not an access token of a machine account"),
            (
                "Doesn't contain a decryption key",
                "BWS_ACCESS_TOKEN is cut off: its part after ':' is missing"
            ),
            ("Has the wrong number of parts", "BWS_ACCESS_TOKEN is not an access token of a machine account"),
            (
                "404",
                "Bitwarden has no secret \(id) that this machine account may read; grant it access to the"
                    + " secret's project"
            ),
            ("429", "Bitwarden refused because of too many requests; wait a minute and start again"),
        ]
        return known.first { complaint.contains($0.sign) }?.sentence
            ?? "'bws' could not get the secret \(id); the log has its message, redacted"
    }
}
