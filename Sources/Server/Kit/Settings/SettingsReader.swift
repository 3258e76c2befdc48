import Configuration
import Logging
import PlumblineSecrets

/// Reads settings from where they were given and collects what is wrong with them.
struct SettingsReader {
    /// As much of a wrong text as is repeated in an error.
    private static let excerptLength = 60

    private let config: ConfigReader
    private let resolver: SecretResolver
    private(set) var problems: [SettingProblem]

    /// Opens the environment of a process and the `.env` file beside it.
    ///
    /// - Parameters:
    ///   - environment: The variables of the process; they win.
    ///   - directory: Where `.env` may stand.
    ///   - logger: Told of files that others may read, and of `bws`'s complaints.
    init(environment: [String: String], directory: String, logger: Logger) async {
        let file = await EnvironmentFile.read(path: "\(directory)/.env")
        let secrets = Set(SettingsTable.all.filter(\.isSecret).map(\.name))
        config = ConfigReader(
            providers: [environment, file.variables].map {
                EnvironmentVariablesProvider(environmentVariables: $0, secretsSpecifier: .specific(secrets))
            }
        )
        resolver = SecretResolver(environment: file.variables.merging(environment) { $1 }, logger: logger)
        problems = file.problems
    }

    /// The value of a setting, or of its default; `nil` when it has neither, or is wrong.
    mutating func value<Value>(_ setting: Setting<Value>) -> Value? {
        let description = setting.description
        guard let text = text(description) ?? description.defaultText else { return nil }
        do {
            return try setting.parse(text)
        } catch {
            let excerpt = text.prefix(Self.excerptLength)
            report(description.name, "'\(excerpt)\(excerpt.count < text.count ? "…" : "")' \(error.reason)")
            return nil
        }
    }

    /// The value of a secret; `nil`, and a problem, when it is missing or cannot be resolved.
    ///
    /// - Parameter need: Why it is needed, after the words "is not set".
    mutating func secret(_ setting: Setting<String>, need: String) async -> Secret? {
        let description = setting.description
        guard let text = text(description) else {
            report(description.name, "is not set; \(need)")
            return nil
        }
        do {
            let reference = try SecretReference(text, setting: description.name)
            return try await resolver.resolve(reference, setting: description.name)
        } catch {
            report(description.name, error.reason)
            return nil
        }
    }

    /// Adds a problem. `reason` must not hold a secret.
    mutating func report(_ name: String, _ reason: String) {
        problems.append(SettingProblem(name: name, reason: reason))
    }

    /// The text given; an empty one counts as none, because that is how containers leave settings out.
    private func text(_ description: SettingDescription) -> String? {
        let key = ConfigKey(description.name.lowercased().split(separator: "_").map(String.init))
        let text = config.string(forKey: key, isSecret: description.isSecret)
        return text?.isEmpty == false ? text : nil
    }
}
