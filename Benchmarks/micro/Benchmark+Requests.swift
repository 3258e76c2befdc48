import NIOCore

extension Benchmark {
    /// Whole requests, from the bytes that a socket gave to those that it gets, without the database in between.
    static var requests: [Benchmark] {
        [
            request("request W1, health", .get("/health")),
            request("request without a right token", .graphQL(.w2, token: "not.a.token"), status: 401),
            request("request W2, row by key", .graphQL(.w2), answered: Workload.w2.row),
            request("request W3, page of 20", .graphQL(.w3), answered: Workload.w3.row),
            request("request W4, create", .graphQL(.w4), answered: Workload.w4.row),
            request("request W5, me by REST", .get("/api/v1/users/me"), answered: Workload.w2.row),
        ]
    }

    /// - Parameters:
    ///   - row: What the database answers to each statement; nil where it is not asked.
    ///   - status: The status that the response must have.
    private static func request(
        _ name: String,
        _ request: RawRequest,
        answered row: String? = nil,
        status: Int = 200
    ) -> Benchmark {
        Benchmark(name) {
            let connection = try MemoryConnection(database: row)
            let bytes = request.bytes(token: try connection.token())
            let response = try connection.answer(bytes)
            guard String(buffer: response).hasPrefix("HTTP/1.1 \(status) ") else {
                throw Mistake("the response is \(String(buffer: response))")
            }
            return { _ in _ = try connection.answer(bytes) }
        }
    }
}
