/// A media type of responses (GraphQL over HTTP, section 4).
public enum GraphQLMediaType: Sendable, Hashable {
    /// `application/graphql-response+json`: the status tells whether the request was well formed and valid.
    case graphQLResponse
    /// `application/json`: for older clients, to which only a 200 is a GraphQL response.
    case json

    /// The value of the header `Content-Type`.
    public var contentType: String {
        switch self {
        case .graphQLResponse: "application/graphql-response+json; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        }
    }

    /// The status for a document that cannot be parsed or is not valid, or variables that do not fit.
    public var requestErrorStatus: Int {
        switch self {
        case .graphQLResponse: 400
        case .json: 200
        }
    }

    /// The best type that a client accepts (RFC 9110, section 12.5.1); nil if it accepts none of them.
    ///
    /// Without a wish, and for `*/*`, it is JSON: a client that knows the newer type names it.
    static func accepted(by header: String?) -> GraphQLMediaType? {
        guard let header, !header.isEmpty else { return .json }
        var best: (type: GraphQLMediaType, quality: Double)?
        for range in header.split(separator: ",") {
            let parts = range.split(separator: ";").map { MediaTypeText.trimmed($0) }
            guard let name = parts.first, let type = type(named: name) else { continue }
            let quality = parts.dropFirst().lazy.compactMap(quality).first ?? 1
            let isBetter = best.map {
                quality > $0.quality || (quality == $0.quality && type == .graphQLResponse)
            }
            if quality > 0, isBetter ?? true { best = (type, quality) }
        }
        return best?.type
    }

    private static func type(named name: String) -> GraphQLMediaType? {
        switch name {
        case "application/graphql-response+json": .graphQLResponse
        case "application/json", "application/*", "*/*": .json
        default: nil
        }
    }

    private static func quality(_ parameter: String) -> Double? {
        parameter.hasPrefix("q=") ? Double(parameter.dropFirst(2)) ?? 0 : nil
    }
}

/// The little of RFC 9110, section 8.3, that is needed to read `Accept` and `Content-Type`.
enum MediaTypeText {
    /// In lower case, without white space around it.
    static func trimmed(_ text: some StringProtocol) -> String {
        let text = text.lowercased()
        let blank: Set<Character> = [" ", "\t"]
        return String(text.drop(while: blank.contains).reversed().drop(while: blank.contains).reversed())
    }

    /// Whether a `Content-Type` is JSON in UTF-8.
    static func isJSON(_ header: String) -> Bool {
        let parts = header.split(separator: ";").map { trimmed($0) }
        guard parts.first == "application/json" else { return false }
        return parts.dropFirst().allSatisfy { parameter in
            guard parameter.hasPrefix("charset=") else { return true }
            return ["utf-8", "\"utf-8\"", "utf8"].contains(parameter.dropFirst("charset=".count))
        }
    }
}
