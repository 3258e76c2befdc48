/// Why a secret setting could not be resolved, in words that are safe to print.
///
/// It names the setting and the place where the value was looked for; it never holds a value, nor the
/// output of another program.
public struct SecretError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name of the setting, as `DATABASE_URL`.
    public let setting: String
    /// What was wrong, and what to do about it.
    public let reason: String

    /// Creates an error. `reason` must not hold any part of a value.
    public init(setting: String, reason: String) {
        self.setting = setting
        self.reason = reason
    }

    /// The sentence for the operator.
    public var description: String { "\(setting): \(reason)" }
}
