import NIOCore

/// `/health`: the process is alive. It asks nobody, so it answers also when the database is gone.
struct HealthEndpoint: Endpoint {
    let isMetered = false
    private let response = ServerResponse.json(ByteBuffer(string: #"{"status":"ok"}"#))

    func answer(
        _ request: ServerRequest,
        on eventLoop: any EventLoop,
        respond: @escaping @Sendable (ServerResponse) -> Void
    ) {
        respond(response)
    }
}
