public import Logging

/// Turns references into values, once, when the server starts.
public struct SecretResolver: Sendable {
    private let environment: [String: String]
    private let bitwarden: BitwardenCommand
    private let logger: Logger

    /// Creates a resolver.
    ///
    /// - Parameters:
    ///   - environment: The variables that `env:` names, and that `bws` is started with.
    ///   - logger: Told of files that others may read and of what `bws` complained about, redacted.
    ///   - bitwardenTimeout: How long `bws` may take for one secret.
    public init(environment: [String: String], logger: Logger, bitwardenTimeout: Duration = .seconds(30)) {
        self.environment = environment
        self.logger = logger
        self.bitwarden = BitwardenCommand(
            environment: environment,
            timeout: bitwardenTimeout,
            logger: logger
        )
    }

    /// Finds the value that a reference stands for.
    ///
    /// A value that looks like a reference again is not followed.
    ///
    /// - Parameters:
    ///   - reference: Where to look.
    ///   - setting: The name of the setting, for errors and logs.
    /// - Throws: ``SecretError`` when there is no value, it is empty, or it cannot be read.
    public func resolve(_ reference: SecretReference, setting: String) async throws(SecretError) -> Secret {
        switch reference {
        case .literal(let secret): return secret
        case .environment(let name): return try variable(name, setting: setting)
        case .file(let path):
            let file = try await SecretFile.read(path: path, setting: setting)
            if file.isWorldReadable {
                logger.warning(
                    "A file that holds a secret can be read by every user of this machine; run chmod 600 on it.",
                    metadata: ["setting": "\(setting)", "path": "\(path)"]
                )
            }
            return file.content
        case .bitwarden(let id): return try await bitwarden.secret(id, setting: setting)
        }
    }

    private func variable(_ name: String, setting: String) throws(SecretError) -> Secret {
        guard let value = environment[name], !value.isEmpty else {
            throw SecretError(setting: setting, reason: "the environment variable \(name) is not set")
        }
        return Secret(value)
    }
}
