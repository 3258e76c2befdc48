#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Where the value of a secret setting is to be found.
///
/// | text of the setting | meaning |
/// |---|---|
/// | `env:NAME` | the environment variable `NAME` |
/// | `file:PATH` | the content of a file, without its last line break |
/// | `bws:UUID` | a secret of Bitwarden Secrets Manager, read by the user's `bws` executable |
/// | anything else | the value itself |
public enum SecretReference: Sendable, Equatable {
    /// An environment variable.
    case environment(name: String)
    /// A regular file. A relative path starts at the working directory.
    case file(path: String)
    /// A secret of Bitwarden Secrets Manager.
    case bitwarden(id: UUID)
    /// The value itself.
    case literal(Secret)

    /// Reads the text of a setting.
    ///
    /// - Throws: ``SecretError`` when what follows `env:`, `file:` or `bws:` cannot be such a name.
    public init(_ text: String, setting: String) throws(SecretError) {
        if let name = text.suffix(after: "env:") {
            self = .environment(name: try Self.variableName(name, setting: setting))
        } else if let path = text.suffix(after: "file:") {
            guard !path.isEmpty, !path.utf8.contains(0) else {
                throw SecretError(setting: setting, reason: "'file:' needs the path of a file after it")
            }
            self = .file(path: path)
        } else if let id = text.suffix(after: "bws:") {
            self = .bitwarden(id: try Self.secretID(id, setting: setting))
        } else {
            self = .literal(Secret(text))
        }
    }

    private static func variableName(_ name: String, setting: String) throws(SecretError) -> String {
        let isName =
            name.utf8.first.map { !(0x30...0x39).contains($0) } ?? false
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        guard isName else {
            throw SecretError(
                setting: setting,
                reason: "'env:' needs the name of an environment variable after it"
                    + " (letters, digits and underscores, not starting with a digit)"
            )
        }
        return name
    }

    private static func secretID(_ text: String, setting: String) throws(SecretError) -> UUID {
        guard let id = UUID(uuidString: text) else {
            throw SecretError(
                setting: setting,
                reason: "'bws:' needs the id of a secret after it, and ids are UUIDs, not names;"
                    + " 'bws secret list' shows them"
            )
        }
        return id
    }
}

extension String {
    /// What follows `prefix`, or `nil` when the text does not start with it.
    fileprivate func suffix(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
