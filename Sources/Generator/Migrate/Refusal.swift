public import PlumblineSchema

/// A change of the spec that no migration is planned for, with the reason and what to do instead.
public struct Refusal: Error, Sendable, Hashable {
    /// Where the spec says it; for something that is gone, where it was said.
    public let origin: Origin?
    /// What cannot be done and why, as a sentence.
    public let reason: String
    /// What to do instead, as a sentence.
    public let nextStep: String

    /// Creates a refusal.
    public init(origin: Origin?, reason: String, nextStep: String) {
        self.origin = origin
        self.reason = reason
        self.nextStep = nextStep
    }
}

extension Refusal: CustomStringConvertible {
    /// The form that compilers use: `path:line: error: sentence`, and the way out below it.
    public var description: String {
        let place = origin.map { "\($0): " } ?? ""
        return "\(place)error: \(reason)\nfix: \(nextStep)"
    }
}
