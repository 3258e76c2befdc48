public import PlumblineQuery

/// An error of a GraphQL request or field, in the shape of section 7.1.2 of the GraphQL specification.
///
/// Everything in it is meant for the client; internal detail belongs in the log.
public struct GraphQLError: Error, Sendable, Hashable {
    /// One step of the way from the root of the response to the field at fault.
    public enum PathSegment: Sendable, Hashable {
        /// A response name: the alias if the field has one.
        case key(String)
        /// A position in a list, counted from 0.
        case index(Int)
    }

    /// A sentence for the developer of the client.
    public var message: String

    /// Where in the document the error comes from; empty if it has no place there.
    public var locations: [SourceLocation]

    /// Which field of the response the error is about; `nil` for an error of the whole request.
    public var path: [PathSegment]?

    /// What programs read, `code` first of all, in the order in which it is sent.
    public var extensions: [InputValue.Member]

    /// Which rule of validation a document breaks; nil for other errors. For tools: it is not sent.
    public internal(set) var rule: ValidationRule?

    /// An error as it will be sent.
    public init(
        _ message: String,
        locations: [SourceLocation] = [],
        path: [PathSegment]? = nil,
        extensions: [InputValue.Member] = []
    ) {
        self.message = message
        self.locations = locations
        self.path = path
        self.extensions = extensions
    }
}

extension GraphQLError {
    /// What kind of failure, stable for clients to act on; sent as `extensions.code`.
    enum Code: String {
        case parseFailed = "GRAPHQL_PARSE_FAILED"
        case validationFailed = "GRAPHQL_VALIDATION_FAILED"
        case badInput = "BAD_USER_INPUT"
        case badRequest = "BAD_REQUEST"
        case persistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND"
        case tooCostly = "TOO_COSTLY"
    }

    init(
        _ code: Code,
        _ message: String,
        locations: [SourceLocation] = [],
        path: [PathSegment]? = nil
    ) {
        let extensions = [InputValue.Member("code", .string(code.rawValue))]
        self.init(message, locations: locations, path: path, extensions: extensions)
    }

    /// What `extensions.code` says.
    var code: String? {
        guard case .string(let code)? = extensions.first(where: { $0.name == "code" })?.value else {
            return nil
        }
        return code
    }

    /// The error with the name of the request, where the log has more under that name.
    func naming(_ requestID: String) -> GraphQLError {
        guard !requestID.isEmpty, let code, QueryError.Code.faults.contains(.init(rawValue: code)) else {
            return self
        }
        var error = self
        error.extensions.append(.init("requestId", .string(requestID)))
        return error
    }

    /// An error of the grammar, worded as the reference implementation words it.
    static func syntax(_ message: String, at offset: Int, in source: [UInt8]) -> GraphQLError {
        GraphQLError(
            .parseFailed,
            "Syntax Error: \(message)",
            locations: [SourceLocation(of: offset, in: source)]
        )
    }
}

extension GraphQLError: CustomStringConvertible {
    /// The message and its places, for people and test failures.
    public var description: String {
        let places = locations.map { "\($0.line):\($0.column)" }.joined(separator: ", ")
        return places.isEmpty ? message : "\(message) (\(places))"
    }
}
