import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

@testable import PlumblineServer

@Suite("A client that sends and does not read")
struct BackPressureTests {
    /// Counts how often it is asked.
    private final class Counter: Endpoint {
        let asked = Atomic(0)

        func answer(
            _ request: ServerRequest,
            on eventLoop: any EventLoop,
            respond: @escaping @Sendable (ServerResponse) -> Void
        ) {
            asked.wrappingAdd(1, ordering: .relaxed)
            respond(ServerResponse(status: .ok, contentType: "text/plain", body: ByteBuffer(string: "1")))
        }
    }

    private let counter = Counter()

    private var asked: Int { counter.asked.load(ordering: .relaxed) }

    private func channel(connections: Connections = Connections(most: 10)) throws -> EmbeddedChannel {
        var dispatcher = Dispatcher()
        dispatcher.add("/count", counter)
        dispatcher.add("/health", HealthEndpoint())
        let front = FrontDesk.plain(dispatcher, connections: connections)
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(EventLoopHandler(front: front) {})
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
        return channel
    }

    private func send(_ path: String = "/count", to channel: EmbeddedChannel) throws {
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path)
        try channel.writeInbound(HTTPServerRequestPart.head(head))
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
    }

    private func answer(from channel: EmbeddedChannel) throws -> String {
        String(buffer: try #require(try channel.readOutbound(as: ByteBuffer.self)))
    }

    @Test("is answered once, and again when it has taken the answer")
    func waits() throws {
        let channel = try channel()
        channel.isWritable = false
        for _ in 0..<10_000 { try send(to: channel) }
        #expect(asked == 1)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(asked == 10_000)
        try channel.close().wait()
    }

    @Test("is closed when it takes nothing for long")
    func givesUp() throws {
        let channel = try channel()
        try send(to: channel)
        let loop = channel.embeddedEventLoop
        loop.advanceTime(by: .seconds(70))
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(10))
        #expect(!channel.isActive)
    }

    @Test("One connection too many is for health checks only, and for one request")
    func surplus() throws {
        let connections = Connections(most: 1)
        let first = try channel(connections: connections)
        for path in ["/count", "/health"] {
            let surplus = try channel(connections: connections)
            try send(path, to: surplus)
            let answer = try answer(from: surplus)
            #expect(answer.hasPrefix(path == "/health" ? "HTTP/1.1 200 " : "HTTP/1.1 503 "))
            #expect(answer.contains("\r\nRetry-After: ") == (path != "/health"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(!surplus.isActive)
            surplus.embeddedEventLoop.run()
        }
        #expect(asked == 0)
        try first.close().wait()
        first.embeddedEventLoop.run()
        let next = try channel(connections: connections)
        try send(to: next)
        #expect(asked == 1)
        try next.close().wait()
    }
}
