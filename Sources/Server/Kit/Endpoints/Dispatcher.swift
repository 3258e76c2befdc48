import HTTPTypes

/// Finds the endpoint of a path among those answered on the event loop.
struct Dispatcher: Sendable {
    private var exact: [String: any Endpoint] = [:]
    private var prefixes: [(prefix: String, endpoint: any Endpoint)] = []

    /// Answers exactly this path.
    mutating func add(_ path: String, _ endpoint: any Endpoint) {
        exact[path] = endpoint
    }

    /// Answers this path and all below it that no exact one answers.
    mutating func add(below path: String, _ endpoint: any Endpoint) {
        prefixes.append((path, endpoint))
    }

    /// The endpoint of a request, or nil where the router is to answer.
    func endpoint(for head: HTTPRequest) -> (any Endpoint)? {
        let target = head.path ?? "/"
        let path = target.utf8.firstIndex(of: UInt8(ascii: "?")).map { target[..<$0] } ?? target[...]
        if let endpoint = exact[String(path)] { return endpoint }
        return prefixes.first { path == $0.prefix || path.hasPrefix($0.prefix + "/") }?.endpoint
    }
}
