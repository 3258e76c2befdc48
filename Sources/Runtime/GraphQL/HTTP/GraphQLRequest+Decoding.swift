import PlumblineQuery

extension GraphQLRequest {
    /// Decodes a request by GET or POST (GraphQL over HTTP, section 5).
    ///
    /// Only `application/json` is taken for a body: what a web page can send to another site without asking
    /// (plain text, forms) is refused.
    ///
    /// - Parameters:
    ///   - method: The HTTP method, in capitals.
    ///   - contentType: The header `Content-Type`.
    ///   - accept: The header `Accept`.
    ///   - query: The query of the URL, still percent-encoded.
    ///   - body: The body; its size is bounded by whoever received it.
    public init(
        method: String,
        contentType: String?,
        accept: String?,
        query: String?,
        body: [UInt8]
    ) throws(GraphQLRefusal) {
        guard let mediaType = GraphQLMediaType.accepted(by: accept) else {
            let message = "Responses are application/graphql-response+json or application/json."
            throw GraphQLRefusal(406, message, mediaType: .json)
        }
        let members: InputValue
        switch method {
        case "GET":
            members = try Self.parameters(query ?? "", mediaType)
        case "POST":
            members = try Self.members(contentType, body, mediaType)
        default:
            throw GraphQLRefusal(
                405,
                "GraphQL is served by GET and POST.",
                mediaType: mediaType,
                allow: "GET, POST"
            )
        }
        try self.init(members, mediaType: mediaType, isReadOnly: method == "GET")
    }

    private init(
        _ members: InputValue,
        mediaType: GraphQLMediaType,
        isReadOnly: Bool
    ) throws(GraphQLRefusal) {
        guard case .string(let document)? = members["query"] else {
            throw GraphQLRefusal(400, "The parameter \"query\" must be a string.", mediaType: mediaType)
        }
        self.document = Array(document.utf8)
        switch members["operationName"] {
        case nil, .null?: operationName = nil
        case .string(let name)?: operationName = name
        default:
            let message = "The parameter \"operationName\" must be a string or null."
            throw GraphQLRefusal(400, message, mediaType: mediaType)
        }
        variables = try Self.object("variables", members, mediaType)
        extensions = try Self.object("extensions", members, mediaType)
        self.mediaType = mediaType
        self.isReadOnly = isReadOnly
    }

    private static func object(
        _ name: String,
        _ members: InputValue,
        _ mediaType: GraphQLMediaType
    ) throws(GraphQLRefusal) -> InputValue? {
        switch members[name] {
        case nil, .null?: return nil
        case .object(let object)?: return .object(object)
        default:
            let message = "The parameter \"\(name)\" must be an object or null."
            throw GraphQLRefusal(400, message, mediaType: mediaType)
        }
    }

    private static func members(
        _ contentType: String?,
        _ body: [UInt8],
        _ mediaType: GraphQLMediaType
    ) throws(GraphQLRefusal) -> InputValue {
        guard let contentType, MediaTypeText.isJSON(contentType) else {
            let message = "The body must be application/json in UTF-8, and its Content-Type must say so."
            throw GraphQLRefusal(415, message, mediaType: mediaType)
        }
        let value = try json(body, "The body", mediaType)
        guard case .object = value else {
            let message = "The body must be one JSON object with the member \"query\"."
            throw GraphQLRefusal(400, message, mediaType: mediaType)
        }
        return value
    }

    private static func parameters(
        _ query: String,
        _ mediaType: GraphQLMediaType
    ) throws(GraphQLRefusal) -> InputValue {
        guard let parameters = FormQuery.parse(query) else {
            throw GraphQLRefusal(400, "The URL's query is not percent-encoded UTF-8.", mediaType: mediaType)
        }
        var members: [InputValue.Member] = []
        for (name, text) in parameters {
            guard !members.contains(where: { $0.name == name }) else {
                let message = "The URL has the parameter \"\(name)\" twice."
                throw GraphQLRefusal(400, message, mediaType: mediaType)
            }
            let isJSON = name == "variables" || name == "extensions"
            let value =
                isJSON && !text.isEmpty
                ? try json(Array(text.utf8), "The parameter \"\(name)\"", mediaType)
                : isJSON ? InputValue.null : .string(text)
            members.append(.init(name, value))
        }
        return .object(members)
    }

    private static func json(
        _ bytes: [UInt8],
        _ subject: String,
        _ mediaType: GraphQLMediaType
    ) throws(GraphQLRefusal) -> InputValue {
        do throws(JSONError) {
            return try JSONReader.read(bytes)
        } catch {
            let message = "\(subject) is not JSON: \(error.message) (byte \(error.offset))"
            throw GraphQLRefusal(400, message, mediaType: mediaType)
        }
    }
}

/// `application/x-www-form-urlencoded`, as the query of a URL has it (URL Standard, section 5.1).
enum FormQuery {
    /// The parameters in order; nil if an escape is broken or the bytes are not UTF-8.
    static func parse(_ query: String) -> [(name: String, value: String)]? {
        var parameters: [(name: String, value: String)] = []
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(
                separator: UInt8(ascii: "="),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : "".utf8[...])
            else { return nil }
            parameters.append((name, value))
        }
        return parameters
    }

    private static func decoded(_ text: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst()?.hexadecimalValue,
                    let low = rest.popFirst()?.hexadecimalValue
                else { return nil }
                bytes.append(UInt8(high << 4 | low))
            default:
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
