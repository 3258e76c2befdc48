public import NIOCore
public import PlumblineQuery

/// The answer to a GraphQL request, whatever carries it.
public struct GraphQLReply: Sendable {
    /// How far the request came.
    public enum Outcome: Sendable, Hashable {
        /// It was executed: the response has `data`.
        case executed
        /// It was executed, and something went wrong: the response has `data`, perhaps null, and errors beside it.
        case failed
        /// The document cannot be parsed.
        case unparsable
        /// It was refused before execution: the document, the operation's name or the variables are wrong, the
        /// document is not known by its hash, or it costs too much.
        case refused
        /// The hash is not that of the document.
        case malformed
        /// It may not come this way: a mutation by a method that must be safe.
        case notReadOnly(OperationKind)
    }

    /// How far the request came.
    public var outcome: Outcome
    /// The response's JSON.
    public var body: ByteBuffer
    /// The errors of the engine, for the log and for what they say about the server.
    public var failures: [QueryError] = []
    /// Whether it was executed to its end in spite of its errors: what was to be changed is changed, and must not be tried
    /// again.
    public var isExecuted = false
    /// Whether it was given before, to a request with the same idempotency key.
    public var isReplayed = false
}

extension GraphQLReply {
    /// The answer to a request that was not executed.
    static func refused(_ errors: GraphQLErrors) -> GraphQLReply {
        let outcome: Outcome =
            switch errors.errors.first?.code {
            case GraphQLError.Code.parseFailed.rawValue: .unparsable
            case GraphQLError.Code.badRequest.rawValue: .malformed
            default: .refused
            }
        return GraphQLReply(
            outcome: outcome,
            body: ByteBuffer(bytes: GraphQLResponse.refused(errors.errors))
        )
    }

    /// The answer to a request that was executed without a mistake.
    /// - Parameter cost: What the operation costs, if that is asked for.
    static func executed(_ output: QueryOutput, cost: CostReport?) -> GraphQLReply {
        let opening: StaticString = "{\"data\":"
        var body = ByteBufferAllocator().buffer(capacity: opening.utf8CodeUnitCount + output.byteCount + 1)
        body.writeStaticString(opening)
        output.write(to: &body)
        if let cost {
            body.writeBytes(GraphQLResponse.extensions([.init("cost", .object(cost.members))]))
        }
        body.writeStaticString("}")
        return GraphQLReply(outcome: .executed, body: body, isReplayed: output.isReplayed)
    }

    /// The answer to a request that was not executed for the sake of another one.
    static func refused(_ failure: QueryFailure, _ errors: [GraphQLError]) -> GraphQLReply {
        let body = ByteBuffer(bytes: GraphQLResponse.refused(errors))
        return GraphQLReply(outcome: .refused, body: body, failures: failure.errors)
    }

    /// The answer to a request whose execution failed.
    /// - Parameters:
    ///   - failure: What went wrong, for the log.
    ///   - errors: The same for the client.
    static func failed(_ failure: QueryFailure, _ errors: [GraphQLError]) -> GraphQLReply {
        let body = ByteBuffer(bytes: GraphQLResponse.executed(data: Array("null".utf8), errors: errors))
        return GraphQLReply(outcome: .failed, body: body, failures: failure.errors)
    }
}
