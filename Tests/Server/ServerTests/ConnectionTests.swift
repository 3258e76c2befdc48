import Foundation
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

@testable import PlumblineServer

@Suite("A connection, from bytes to bytes")
struct ConnectionTests {
    /// Answers when it is told to.
    private final class Slow: Endpoint {
        private let waiting = Mutex<[@Sendable (ServerResponse) -> Void]>([])

        func answer(
            _ request: ServerRequest,
            on eventLoop: any EventLoop,
            respond: @escaping @Sendable (ServerResponse) -> Void
        ) {
            waiting.withLock { $0.append(respond) }
        }

        func goOn() {
            let responses = waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            let answer = ServerResponse(
                status: .ok,
                contentType: "text/plain",
                body: ByteBuffer(string: "1")
            )
            for respond in responses { respond(answer) }
        }
    }

    private let slow = Slow()
    private let channel = EmbeddedChannel()

    init() throws {
        var dispatcher = Dispatcher()
        dispatcher.add("/slow", slow)
        dispatcher.add("/health", HealthEndpoint())
        try APIChannel.addHandlers(to: channel, front: .plain(dispatcher)) {}
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
    }

    private func send(_ text: String) throws { try channel.writeInbound(ByteBuffer(string: text)) }

    private func get(_ path: String, fields: String = "", version: String = "1.1") throws {
        try send("GET \(path) HTTP/\(version)\r\nHost: test\r\n\(fields)\r\n")
    }

    /// What was written since this was last asked.
    private func answers() throws -> String {
        var text = ""
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: bytes) }
        return text
    }

    private func statuses() throws -> [String] {
        try answers().components(separatedBy: "HTTP/1.1 ").dropFirst().map { String($0.prefix(3)) }
    }

    private func letTake() {
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
    }

    /// Lets go of what a test leaves open.
    private func finish() { _ = try? channel.finish(acceptAlreadyClosed: true) }

    @Test(
        "A request for another protocol is answered in this one, and is the last of its connection",
        arguments: [
            "GET /health HTTP/1.1\r\nHost: test\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
            "CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n",
        ]
    )
    func refusesOtherProtocols(request: String) throws {
        defer { finish() }
        try send(request)
        if request.hasPrefix("CONNECT") {
            let head = HTTPResponseHead(version: .http1_1, status: .notFound)
            try channel.writeOutbound(HTTPServerResponsePart.head(head))
            try channel.writeOutbound(HTTPServerResponsePart.end(nil))
        }
        #expect(try answers().contains("\r\nConnection: close\r\n"))
        #expect(!channel.isActive)
    }

    @Test(
        "Whatever comes behind a request that is being answered, it gets its answer, and nothing else does",
        arguments: ["Connection: Upgrade\r\nUpgrade: h2c\r\n", ""]
    )
    func answersBeforeOtherBytes(fields: String) throws {
        defer { finish() }
        try get("/slow", fields: fields)
        for _ in 0..<5 { try send(String(repeating: "\u{1}", count: 50_000)) }
        #expect(channel.isActive)
        slow.goOn()
        #expect(try statuses() == ["200"])
        #expect(!channel.isActive)
    }

    @Test("Bytes that are no HTTP are refused behind the answers to all that came before them")
    func refusesInOrder() throws {
        defer { finish() }
        channel.isWritable = false
        try get("/health")
        try send("nonsense\r\n\r\n")
        #expect(try statuses() == ["200"])
        letTake()
        #expect(try statuses() == ["400"])
        #expect(!channel.isActive)
    }

    @Test("A whole request that waits is answered though bytes that are no HTTP follow it")
    func answersWaiting() throws {
        defer { finish() }
        channel.isWritable = false
        try get("/health")
        try get("/slow")
        try send("nonsense\r\n\r\n")
        #expect(try statuses() == ["200"])
        letTake()
        slow.goOn()
        #expect(try statuses() == ["200"])
        #expect(!channel.isActive)
    }

    @Test("The router hears that the rest of a request which waited will not come")
    func tellsTheRouter() throws {
        defer { finish() }
        try get("/slow")
        try send("POST /elsewhere HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n1234")
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        slow.goOn()
        #expect(throws: HTTPParserError.self) { try channel.throwIfErrorCaught() }
    }

    @Test("A client is told to send its body when the answers before it are written, if it understands that")
    func encourages() throws {
        defer { finish() }
        let fields = "Expect: 100-continue\r\nContent-Length: 1\r\n"
        try get("/slow")
        try get("/health", fields: fields)
        #expect(try statuses() == [])
        slow.goOn()
        #expect(try statuses() == ["200", "100"])
        try send("1")
        #expect(try statuses() == ["200"])
        try get("/health", fields: fields, version: "1.0")
        #expect(try statuses() == [])
    }

    @Test("Graceful shutdown ends a connection when the answer that had begun is written")
    func endsBehindBegunAnswers() throws {
        defer { finish() }
        try get("/elsewhere")
        try channel.writeOutbound(
            HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: .ok))
        )
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(channel.isActive)
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
        #expect(!channel.isActive)
    }

    @Test("Graceful shutdown ends a connection when the answer that was written is taken")
    func endsBehindUntakenAnswers() throws {
        defer { finish() }
        channel.isWritable = false
        try get("/health")
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(channel.isActive)
        letTake()
        #expect(!channel.isActive)
    }
}
