/// Which HTTP statuses and media types tell of failures.
///
/// GraphQL over HTTP changed them in 2026, and clients are slow: so it is a setting.
public enum GraphQLStatuses: String, Sendable, Hashable, CaseIterable {
    /// As the drafts until 2025 and the public audits have it: a refused request is 400, and 200 for clients that
    /// accept `application/json` only.
    case classic
    /// As the draft of August 2026 has it: 422 for a request that is well formed and refused, 294 for partial
    /// success, and the same for clients that accept `application/json` only.
    case draft2026 = "draft-2026"

    /// Why there is no `data`, or not all of it.
    public enum Outcome: Sendable, Hashable {
        /// All went well.
        case success
        /// There is `data`, perhaps null, and there are errors.
        case partial
        /// The request is not JSON.
        case unreadable
        /// The request is JSON, but not a GraphQL request.
        case malformed
        /// The document cannot be parsed.
        case unparsable
        /// The document is not valid, its operation cannot be told, or the variables do not fit.
        case invalid
    }

    /// The status of a response.
    public func code(_ outcome: Outcome, _ mediaType: GraphQLMediaType) -> Int {
        switch (self, outcome) {
        case (_, .success), (.classic, .partial): 200
        case (.classic, .unparsable), (.classic, .invalid): mediaType == .json ? 200 : 400
        case (_, .unreadable), (_, .unparsable), (.classic, .malformed): 400
        case (.draft2026, .malformed), (.draft2026, .invalid): 422
        case (.draft2026, .partial): 294
        }
    }

    /// The media type of a response: the draft says `application/json` only of success.
    public func mediaType(_ accepted: GraphQLMediaType, status: Int) -> GraphQLMediaType {
        self == .draft2026 && !(200..<300).contains(status) ? .graphQLResponse : accepted
    }
}
