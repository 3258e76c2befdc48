import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import PlumblineServer

@Suite("Routes beside the API")
struct RouteTests {
    @Test("A route is cancelled with the server", .timeLimit(.minutes(1)))
    func cancelsRoutes() async throws {
        let (begun, begins) = AsyncStream.makeStream(of: Void.self)
        let (ended, ends) = AsyncStream.makeStream(of: Bool.self)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = APIChannel(front: .plain(Dispatcher())) { _, _, _ in
            begins.yield()
            try? await Task.sleep(for: .seconds(3_600))
            ends.yield(Task.isCancelled)
        }
        let channel = NIOAsyncTestingChannel()
        let connection = try await channel.testingEventLoop.executeInContext {
            server.setup(channel: channel, logger: logger)
        }.get()
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).get()
        let serving = Task { await server.handle(value: connection, logger: logger) }
        try await channel.writeInbound(ByteBuffer(string: "GET /route HTTP/1.1\r\nHost: test\r\n\r\n"))
        for await _ in begun { break }
        serving.cancel()
        await serving.value
        for await wasCancelled in ended {
            #expect(wasCancelled)
            break
        }
        _ = try? await channel.finish(acceptAlreadyClosed: true)
    }
}
