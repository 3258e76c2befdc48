/// A media type of responses (GraphQL over HTTP, section 4).
public enum GraphQLMediaType: Sendable, Hashable {
    /// `application/graphql-response+json`: the status tells whether the request was well formed and valid.
    case graphQLResponse
    /// `application/json`: for older clients.
    case json

    /// The value of the header `Content-Type`.
    public var contentType: String {
        switch self {
        case .graphQLResponse: "application/graphql-response+json; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        }
    }

    private var name: String {
        switch self {
        case .graphQLResponse: "application/graphql-response+json"
        case .json: "application/json"
        }
    }

    /// The best type that a client accepts (RFC 9110, section 12.5.1); nil if it accepts none of them.
    ///
    /// Without a wish, and for `*/*`, it is JSON: a client that knows the newer type names it.
    static func accepted(by header: String?) -> GraphQLMediaType? {
        // What nearly all clients send need not be taken apart.
        switch header {
        case nil, "", "*/*", "application/json": return .json
        case "application/graphql-response+json": return .graphQLResponse
        case let header?: return accepted(among: header)
        }
    }

    private static func accepted(among header: String) -> GraphQLMediaType? {
        let ranges = header.split(separator: ",").compactMap(MediaRange.init)
        let newer = graphQLResponse.preference(in: ranges)
        let older = json.preference(in: ranges)
        let isNewerBetter = newer.quality == older.quality ? newer.isNamed : newer.quality > older.quality
        let best = isNewerBetter ? newer : older
        guard best.quality > 0 else { return nil }
        return isNewerBetter ? .graphQLResponse : .json
    }

    /// What the range that fits the type most closely says of it.
    private func preference(in ranges: [MediaRange]) -> (quality: Double, isNamed: Bool) {
        for fitting in [name, "application/*", "*/*"] {
            if let range = ranges.first(where: { $0.name == fitting }) {
                return (range.quality, fitting == name)
            }
        }
        return (0, false)
    }
}

/// One entry of a header `Accept`.
private struct MediaRange {
    var name: String
    var quality = 1.0

    init?(_ text: Substring) {
        let parts = text.split(separator: ";").map { MediaTypeText.trimmed($0) }
        guard let name = parts.first else { return nil }
        self.name = name
        if let parameter = parts.dropFirst().first(where: { $0.hasPrefix("q=") }) {
            quality = Double(parameter.dropFirst(2)) ?? 0
        }
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
        if header == "application/json" { return true }
        let parts = header.split(separator: ";").map { trimmed($0) }
        guard parts.first == "application/json" else { return false }
        return parts.dropFirst().allSatisfy { parameter in
            guard parameter.hasPrefix("charset=") else { return true }
            return ["utf-8", "\"utf-8\"", "utf8"].contains(parameter.dropFirst("charset=".count))
        }
    }
}
