public import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// An answer, read to its end.
public struct HTTPAnswer: Sendable {
    /// The status code.
    public let status: Int
    /// The header fields by name in lower case.
    public let fields: [String: String]
    /// The body.
    public let body: Data

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    public var json: JSONNode { (try? JSONDecoder().decode(JSONNode.self, from: body)) ?? .null }
}

/// JSON to look into from a test.
@dynamicMemberLookup
public enum JSONNode: Sendable, Hashable, Decodable {
    /// The kinds of JSON.
    case null, boolean(Bool), number(Double), string(String), list([JSONNode]), object([String: JSONNode])

    /// Decodes any JSON.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONNode].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONNode].self))
        }
    }

    /// A member of an object; null where there is none.
    public subscript(dynamicMember name: String) -> JSONNode {
        guard case .object(let members) = self else { return .null }
        return members[name] ?? .null
    }

    /// An element of a list; null where there is none.
    public subscript(_ index: Int) -> JSONNode {
        guard case .list(let elements) = self, elements.indices.contains(index) else { return .null }
        return elements[index]
    }

    /// The elements of a list; empty for anything else.
    public var elements: [JSONNode] {
        guard case .list(let elements) = self else { return [] }
        return elements
    }

    /// The text of a string.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The value of a whole number.
    public var integer: Int? {
        guard case .number(let number) = self else { return nil }
        return Int(exactly: number)
    }
}

/// What answers HTTP, in this process or another.
public protocol HTTPService: Sendable {
    /// Where it answers: `http://127.0.0.1:<port>`.
    var base: String { get }
}

extension RunningServer: HTTPService {}

extension HTTPService {
    /// Sends a request with a real client and waits for the whole answer.
    public func send(
        _ method: String,
        _ path: String,
        token: String? = nil,
        headers: [String: String] = [:],
        body: String? = nil
    ) async throws -> HTTPAnswer {
        guard let url = URL(string: base + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url, timeoutInterval: 60)
        request.httpMethod = method
        if let token { request.setValue("Bearer " + token, forHTTPHeaderField: "Authorization") }
        if let body {
            request.httpBody = Data(body.utf8)
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        let fields = response.allHeaderFields.map {
            (String(describing: $0.key).lowercased(), String(describing: $0.value))
        }
        return HTTPAnswer(status: response.statusCode, fields: Dictionary(fields) { $1 }, body: data)
    }

    /// Signs in and returns the access token.
    public func signIn(_ username: String, _ password: String = "plumbline-demo") async throws -> String {
        let answer = try await send(
            "POST",
            "/api/v1/token",
            headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: "grant_type=password&username=\(username)&password=\(password)"
        )
        guard let token = answer.json.access_token.string else {
            throw URLError(.userAuthenticationRequired, userInfo: ["answer": answer.text])
        }
        return token
    }

    /// Sends a GraphQL operation.
    public func graphQL(
        _ query: String,
        variables: String = "{}",
        token: String? = nil
    ) async throws -> HTTPAnswer {
        let document = String(decoding: try JSONEncoder().encode(query), as: UTF8.self)
        return try await send(
            "POST",
            "/graphql",
            token: token,
            body: #"{"query":\#(document),"variables":\#(variables)}"#
        )
    }
}
