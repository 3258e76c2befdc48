/// Why migrations cannot be read, planned or applied, with what to do about it.
public struct MigrationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentences: place, reason, next step.
    public let description: String

    /// Creates an error.
    public init(_ description: String) {
        self.description = description
    }
}
