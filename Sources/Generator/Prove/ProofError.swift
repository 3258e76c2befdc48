/// Why a proof could not be tried.
public struct ProofError: Error, Sendable, CustomStringConvertible {
    /// A sentence for people.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
