import PlumblineQuery

extension GraphQLPayload {
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
    ///   - statuses: Which statuses refusals have.
    ///   - maximumBatch: How many operations may come as one array; 1 for none.
    public init(
        method: String,
        contentType: String?,
        accept: String?,
        query: String?,
        body: [UInt8],
        statuses: GraphQLStatuses = .classic,
        maximumBatch: Int = 1
    ) throws(GraphQLRefusal) {
        guard let mediaType = GraphQLMediaType.accepted(by: accept) else {
            let message = "Responses are application/graphql-response+json or application/json."
            throw GraphQLRefusal(406, message, mediaType: .json)
        }
        let decoder = RequestDecoder(mediaType: mediaType, statuses: statuses)
        switch method {
        case "GET", "HEAD":
            let members = try decoder.parameters(query ?? "")
            self = .single(try decoder.request(members, isReadOnly: true))
        case "POST":
            switch try decoder.body(body, contentType) {
            case .list(let elements): self = .batch(try decoder.batch(elements, atMost: maximumBatch))
            case let members: self = .single(try decoder.request(members, isReadOnly: false))
            }
        default:
            let message = "GraphQL is served by GET and POST."
            throw GraphQLRefusal(405, message, mediaType: mediaType, allow: "GET, HEAD, POST")
        }
    }
}

/// Reads requests for responses of one media type.
private struct RequestDecoder {
    let mediaType: GraphQLMediaType
    let statuses: GraphQLStatuses

    func request(_ members: InputValue, isReadOnly: Bool) throws(GraphQLRefusal) -> GraphQLRequest {
        guard case .object = members else {
            throw refusal(.malformed, "The body must be a JSON object with the member \"query\".")
        }
        let extensions = try object("extensions", members)
        let hash = try hash(members, extensions)
        let document = try string("query", members)
        guard document != nil || hash != nil else {
            throw refusal(.malformed, "The parameter \"query\" must be a string.")
        }
        return GraphQLRequest(
            document: document,
            hash: hash,
            operationName: try string("operationName", members).flatMap { $0.isEmpty ? nil : $0 },
            variables: try object("variables", members),
            extensions: extensions,
            mediaType: mediaType,
            isReadOnly: isReadOnly
        )
    }

    func batch(_ elements: [InputValue], atMost limit: Int) throws(GraphQLRefusal) -> [GraphQLRequest] {
        guard limit > 1 else {
            throw refusal(.malformed, "One request carries one operation here: batching is off.")
        }
        guard (1...limit).contains(elements.count) else {
            throw refusal(.malformed, "A batch has between 1 and \(limit) operations.")
        }
        var requests: [GraphQLRequest] = []
        for element in elements { requests.append(try request(element, isReadOnly: false)) }
        return requests
    }

    // MARK: Members

    private func string(_ name: String, _ members: InputValue) throws(GraphQLRefusal) -> String? {
        switch members[name] {
        case nil, .null?: return nil
        case .string(let text)?: return text
        default: throw refusal(.malformed, "The parameter \"\(name)\" must be a string or null.")
        }
    }

    private func object(_ name: String, _ members: InputValue) throws(GraphQLRefusal) -> InputValue? {
        switch members[name] {
        case nil, .null?: return nil
        case .object(let object)?: return .object(object)
        default: throw refusal(.malformed, "The parameter \"\(name)\" must be an object or null.")
        }
    }

    /// The hash in `extensions.persistedQuery`, as clients with automatic persisted queries send it, or in
    /// `documentId` (GraphQL over HTTP, appendix "Persisted Documents").
    private func hash(
        _ members: InputValue,
        _ extensions: InputValue?
    ) throws(GraphQLRefusal) -> DocumentHash? {
        var hash: DocumentHash?
        if let given = extensions?["persistedQuery"], given != .null {
            guard given["version"] == .integer(1), case .string(let hex)? = given["sha256Hash"],
                let known = DocumentHash(hex: hex)
            else {
                let form = "{\"version\": 1, \"sha256Hash\": \"<64 digits, 0-9 and a-f>\"}"
                throw refusal(.malformed, "The extension \"persistedQuery\" must be \(form).")
            }
            hash = known
        }
        if let id = try string("documentId", members) {
            guard id.hasPrefix("sha256:"), let known = DocumentHash(hex: String(id.dropFirst(7))),
                hash == nil || hash == known
            else {
                let form = "\"sha256:\" and 64 digits, 0-9 and a-f"
                throw refusal(.malformed, "The parameter \"documentId\" must be \(form), of this document.")
            }
            hash = known
        }
        return hash
    }

    // MARK: Where they come from

    func body(_ body: [UInt8], _ contentType: String?) throws(GraphQLRefusal) -> InputValue {
        guard let contentType, MediaTypeText.isJSON(contentType) else {
            let message = "The body must be application/json in UTF-8, and its Content-Type must say so."
            throw GraphQLRefusal(415, message, mediaType: mediaType)
        }
        // RFC 8259, section 8.1, lets a reader pass over a byte order mark.
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return try json(body.starts(with: mark) ? Array(body.dropFirst(mark.count)) : body, "The body")
    }

    func parameters(_ query: String) throws(GraphQLRefusal) -> InputValue {
        guard let parameters = FormQuery.parse(query) else {
            throw refusal(.unreadable, "The URL's query is not percent-encoded UTF-8.")
        }
        var members: [InputValue.Member] = []
        var names: Set<String> = []
        for (name, text) in parameters {
            guard names.insert(name).inserted else {
                throw refusal(.malformed, "The URL has the parameter \"\(name)\" twice.")
            }
            members.append(.init(name, try value(of: name, text)))
        }
        return .object(members)
    }

    /// An empty parameter is one left out; two of them are JSON.
    private func value(of name: String, _ text: String) throws(GraphQLRefusal) -> InputValue {
        switch name {
        case "variables", "extensions":
            return try text.isEmpty ? .null : json(Array(text.utf8), "The parameter \"\(name)\"")
        default: return .string(text)
        }
    }

    private func json(_ bytes: [UInt8], _ subject: String) throws(GraphQLRefusal) -> InputValue {
        do throws(JSONError) {
            return try JSONReader.read(bytes)
        } catch {
            throw refusal(.unreadable, "\(subject) is not JSON: \(error.message) (byte \(error.offset))")
        }
    }

    private func refusal(_ outcome: GraphQLStatuses.Outcome, _ message: String) -> GraphQLRefusal {
        GraphQLRefusal(statuses.code(outcome, mediaType), message, mediaType: mediaType)
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
