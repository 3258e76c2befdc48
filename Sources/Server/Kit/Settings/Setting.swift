/// What an operator can know about a setting: one row of the table that `plumbline config` prints.
public struct SettingDescription: Sendable {
    /// The name of the environment variable.
    public let name: String
    /// What its text must look like.
    public let type: String
    /// The text that is used when it is not set; `nil` when there is none.
    public let defaultText: String?
    /// What it decides.
    public let summary: String
    /// Whether its value is a secret, so that it may be a reference and is never printed.
    public let isSecret: Bool
}

/// A setting: its row of the table, and how its text is read.
struct Setting<Value: Sendable>: Sendable {
    let description: SettingDescription
    let parse: @Sendable (String) throws(SettingRefusal) -> Value

    init(
        _ name: String,
        type: String,
        default defaultText: String? = nil,
        isSecret: Bool = false,
        _ summary: String,
        parse: @escaping @Sendable (String) throws(SettingRefusal) -> Value
    ) {
        self.description = SettingDescription(
            name: name,
            type: type,
            defaultText: defaultText,
            summary: summary,
            isSecret: isSecret
        )
        self.parse = parse
    }
}

/// Why the text of a setting cannot be read. The reason goes on from `'text'`: "is not a number".
struct SettingRefusal: Error {
    let reason: String
}

/// A setting that is wrong or missing.
public struct SettingProblem: Sendable, Equatable, CustomStringConvertible {
    /// The name of the setting, or the line of the `.env` file.
    public let name: String
    /// What is wrong with it. Never holds the value of a secret.
    public let reason: String

    /// `NAME: reason`.
    public var description: String { "\(name): \(reason)" }
}

/// Everything that is wrong with the settings, all at once.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The problems, in the order of the table; never empty.
    public let problems: [SettingProblem]

    /// One line for each problem.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
