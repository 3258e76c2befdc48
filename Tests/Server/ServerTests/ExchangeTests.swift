import NIOCore
import NIOHTTP1
import Testing

@testable import PlumblineServer

@Suite("The turns of a connection")
struct ExchangeTests {
    private let ours = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/ours")
    private let routers = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/routers")

    private func isOurs(_ head: HTTPRequestHead) -> Bool { head.uri == "/ours" }

    @Test("A request of ours is answered when it is whole")
    func collects() {
        var exchange = Exchange(maximumBodyBytes: 10)
        #expect(exchange.receive(.head(ours), isOurs: isOurs) == .wait)
        #expect(exchange.receive(.body(ByteBuffer(string: "12")), isOurs: isOurs) == .wait)
        #expect(exchange.receive(.body(ByteBuffer(string: "34")), isOurs: isOurs) == .wait)
        #expect(
            exchange.receive(.end(nil), isOurs: isOurs)
                == .answer(RequestHead(ours), ByteBuffer(string: "1234"))
        )
        #expect(exchange.isBusy)
        exchange.answered()
        #expect(!exchange.isBusy)
    }

    @Test("Another request is handed on part by part")
    func passes() {
        var exchange = Exchange(maximumBodyBytes: 10)
        #expect(exchange.receive(.head(routers), isOurs: isOurs) == .pass(.head(routers)))
        #expect(exchange.receive(.end(nil), isOurs: isOurs) == .pass(.end(nil)))
        exchange.answered()
        #expect(!exchange.isBusy)
    }

    @Test("Nothing more is answered once the connection ends, and what still comes goes nowhere")
    func ends() {
        var exchange = Exchange(maximumBodyBytes: 10)
        #expect(exchange.receive(.head(routers), isOurs: isOurs) == .pass(.head(routers)))
        exchange.end()
        #expect(exchange.receive(.body(ByteBuffer(string: "12")), isOurs: isOurs) == .wait)
        #expect(exchange.receive(.end(nil), isOurs: isOurs) == .wait)
        #expect(exchange.receive(.head(ours), isOurs: isOurs) == .wait)
        #expect(exchange.nextWaiting(isOurs: isOurs) == nil)
    }

    @Test(
        "A pipelined request waits until the one before is answered, whoever answers it",
        arguments: [true, false]
    )
    func ordersPipelinedRequests(firstIsOurs: Bool) {
        var exchange = Exchange(maximumBodyBytes: 10)
        _ = exchange.receive(.head(firstIsOurs ? ours : routers), isOurs: isOurs)
        _ = exchange.receive(.end(nil), isOurs: isOurs)
        #expect(exchange.receive(.head(ours), isOurs: isOurs) == .wait)
        #expect(exchange.receive(.end(nil), isOurs: isOurs) == .wait)
        #expect(exchange.holdsReads)
        #expect(exchange.nextWaiting(isOurs: isOurs) == nil)
        exchange.answered()
        #expect(exchange.nextWaiting(isOurs: isOurs) == .wait)
        #expect(exchange.nextWaiting(isOurs: isOurs) == .answer(RequestHead(ours), ByteBuffer()))
        #expect(!exchange.holdsReads)
    }

    @Test("A body over the limit is refused, announced or not")
    func refusesLongBodies() {
        var exchange = Exchange(maximumBodyBytes: 3)
        _ = exchange.receive(.head(ours), isOurs: isOurs)
        let part = HTTPServerRequestPart.body(ByteBuffer(string: "1234"))
        #expect(exchange.receive(part, isOurs: isOurs) == .refuse(RequestHead(ours)))
        #expect(exchange.receive(part, isOurs: isOurs) == .wait)

        var announced = Exchange(maximumBodyBytes: 3)
        var head = ours
        head.headers[.contentLength] = "4"
        #expect(announced.receive(.head(head), isOurs: isOurs) == .refuse(RequestHead(head)))
    }

    @Test("A connection whose request was answered before it was read takes no other")
    func closesAfterEarlyAnswer() {
        var exchange = Exchange(maximumBodyBytes: 3)
        _ = exchange.receive(.head(routers), isOurs: isOurs)
        #expect(exchange.isReceiving)
        exchange.answered()
        #expect(exchange.isReceiving)
        #expect(exchange.receive(.end(nil), isOurs: isOurs) == .wait)
        #expect(!exchange.isReceiving)
        #expect(exchange.receive(.head(ours), isOurs: isOurs) == .wait)
        #expect(exchange.isBusy)
    }
}
