/// Finds the endpoint of a path among those answered on the event loop. They are few: each path is compared.
struct Dispatcher: Sendable {
    private var exact: [(path: String, endpoint: any Endpoint)] = []
    private var prefixes: [(path: String, below: String, endpoint: any Endpoint)] = []

    /// Answers exactly this path.
    mutating func add(_ path: String, _ endpoint: any Endpoint) {
        exact.append((path, endpoint))
    }

    /// Answers this path and all below it that no exact one answers.
    mutating func add(below path: String, _ endpoint: any Endpoint) {
        prefixes.append((path, path + "/", endpoint))
    }

    /// The endpoint of a request's target, or nil where the router is to answer.
    func endpoint(for target: String) -> (any Endpoint)? {
        let path = target.utf8.firstIndex(of: UInt8(ascii: "?")).map { target[..<$0] } ?? target[...]
        return exact.first { path == $0.path }?.endpoint
            ?? prefixes.first { path == $0.path || path.hasPrefix($0.below) }?.endpoint
    }
}
