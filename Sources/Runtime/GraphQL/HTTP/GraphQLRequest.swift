public import PlumblineQuery

/// A GraphQL request as it came over HTTP, decoded and well formed, but not parsed yet.
public struct GraphQLRequest: Sendable, Hashable {
    /// The document, in UTF-8.
    public var document: [UInt8]

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
}

/// A request that is answered without executing anything.
public struct GraphQLRefusal: Error, Sendable, Hashable {
    /// The HTTP status.
    public var status: Int

    /// The value of `Content-Type`.
    public var mediaType: GraphQLMediaType

    /// The value of the header `Allow`, with status 405.
    public var allow: String?

    /// What was wrong.
    public var error: GraphQLError

    init(_ status: Int, _ message: String, mediaType: GraphQLMediaType, allow: String? = nil) {
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
