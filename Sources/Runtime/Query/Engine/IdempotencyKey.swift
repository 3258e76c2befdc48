/// What a caller names a change by, so that it is made once however often it is asked for.
public struct IdempotencyKey: Sendable, Hashable {
    /// The caller's name for the change.
    public let name: String
    /// The same for the same request of a caller with the same rights. It is kept with the answer, so nobody who sees it
    /// may be able to try out what the request was: it may have held a password.
    public let request: [UInt8]

    /// Creates a key.
    public init(name: String, request: [UInt8]) {
        self.name = name
        self.request = request
    }
}
