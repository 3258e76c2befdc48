public import PlumblineQuery

/// A GraphQL request as it came over HTTP, decoded and well formed, but not parsed yet.
public struct GraphQLRequest: Sendable, Hashable {
    /// The document; nil if the request names it by its hash alone.
    public var document: String?

    /// The hash that names the document, where the request has one; it need not be that of the document beside it.
    public var hash: DocumentHash?

    /// Which operation of the document; nil if it has only one.
    public var operationName: String?

    /// The variables as sent: an object, or nil.
    public var variables: InputValue?

    /// The extensions as sent: an object, or nil.
    public var extensions: InputValue?

    /// What the response is to be.
    public var mediaType: GraphQLMediaType

    /// Whether the request may only read, because it came by GET.
    public var isReadOnly: Bool

    /// What a mutation is run once for; without a meaning for queries.
    public var idempotencyKey: IdempotencyKey?

    /// Names the request in the log, and in errors that are no fault of the caller.
    public var id = ""

    /// A request that does not come over HTTP, or has been decoded.
    public init(
        document: String?,
        hash: DocumentHash? = nil,
        operationName: String? = nil,
        variables: InputValue? = nil,
        extensions: InputValue? = nil,
        mediaType: GraphQLMediaType = .graphQLResponse,
        isReadOnly: Bool = false
    ) {
        self.document = document
        self.hash = hash
        self.operationName = operationName
        self.variables = variables
        self.extensions = extensions
        self.mediaType = mediaType
        self.isReadOnly = isReadOnly
    }

    /// Whether the response is to tell what the operation costs: `"extensions": {"cost": true}`.
    var asksForCost: Bool { extensions?["cost"] == .boolean(true) }
}

/// What one HTTP request carries.
public enum GraphQLPayload: Sendable, Hashable {
    /// One operation.
    case single(GraphQLRequest)
    /// Several, each to be answered on its own, in their order.
    case batch([GraphQLRequest])
}

/// A request that is answered without executing anything.
public struct GraphQLRefusal: Error, Sendable, Hashable {
    /// The HTTP status.
    public var status: Int

    /// What the client accepts.
    public var mediaType: GraphQLMediaType

    /// The value of the header `Allow`, with status 405.
    public var allow: String?

    /// What was wrong.
    public var error: GraphQLError

    /// Creates a refusal.
    public init(_ status: Int, _ message: String, mediaType: GraphQLMediaType, allow: String? = nil) {
        self.status = status
        self.mediaType = mediaType
        self.allow = allow
        error = GraphQLError(.badRequest, message)
    }

    /// The refusal of an operation that must not come by GET (GraphQL over HTTP, section 5.4.1).
    public static func readOnly(_ kind: OperationKind, mediaType: GraphQLMediaType) -> GraphQLRefusal {
        GraphQLRefusal(
            405,
            "A \(kind.rawValue) cannot be sent by GET; use POST.",
            mediaType: mediaType,
            allow: "POST"
        )
    }
}
