/// How operations are executed.
public struct ExecutionOptions: Sendable, Hashable {
    /// How many values that take time are waited for at once.
    public var maximumConcurrency: Int

    /// Sixty-four values at once.
    public init(maximumConcurrency: Int = 64) {
        self.maximumConcurrency = maximumConcurrency
    }
}

/// What an execution came to.
public struct ExecutionResult: Sendable {
    /// Whether the operation was executed, perhaps with errors; otherwise the request itself was wrong.
    public let isExecuted: Bool
    /// The response as JSON (section 7.1), its `data` in the order of the document.
    public let body: [UInt8]
    /// What resolvers threw that is not for clients, for the log.
    public let faults: [ExecutionFault]
}

/// An error of a resolver that a client is told as an internal one.
public struct ExecutionFault: Sendable {
    /// The response position.
    public let path: [GraphQLError.PathSegment]
    /// What was thrown.
    public let error: any Error
}
