/// Finds the endpoint of a path among those answered on the event loop. They are few: each path is compared.
struct Dispatcher: Sendable {
    private final class Route: Sendable {
        let path: [UInt8]
        /// Whether it answers all below its path, too.
        let isPrefix: Bool
        let endpoint: any Endpoint

        init(_ path: String, isPrefix: Bool, _ endpoint: any Endpoint) {
            self.path = Array(path.utf8)
            self.isPrefix = isPrefix
            self.endpoint = endpoint
        }

        func takes(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
            let length = self.path.count
            guard path.count == length || isPrefix && path.count > length && path[length] == UInt8(ascii: "/")
            else { return false }
            return path.starts(with: self.path)
        }
    }

    /// Those of exactly one path come first.
    private var routes: [Route] = []

    /// Answers exactly this path.
    mutating func add(_ path: String, _ endpoint: any Endpoint) {
        let route = Route(path, isPrefix: false, endpoint)
        routes.insert(route, at: routes.firstIndex(where: \.isPrefix) ?? routes.endIndex)
    }

    /// Answers this path and all below it that no exact one answers.
    mutating func add(below path: String, _ endpoint: any Endpoint) {
        routes.append(Route(path, isPrefix: true, endpoint))
    }

    /// The endpoint of a request's target, or nil where the router is to answer.
    func endpoint(for target: String) -> (any Endpoint)? {
        var target = target
        return target.withUTF8 { target in
            let end = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
            let path = UnsafeBufferPointer(rebasing: target[..<end])
            return routes.first { $0.takes(path) }?.endpoint
        }
    }
}
