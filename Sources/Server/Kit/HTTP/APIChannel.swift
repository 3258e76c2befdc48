import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Synchronization

/// The handlers of a connection: a parser, and what answers API requests. The router's own, with a task for each
/// connection, are added when a request comes that only the router answers.
struct APIChannel: ServerChildChannel {
    /// A connection with its handlers.
    final class Connection: ServerChildChannelValue {
        let channel: any Channel
        /// What the router does with the connection, once it has one.
        fileprivate let routing = Mutex<Task<Void, Never>?>(nil)

        fileprivate init(channel: any Channel) { self.channel = channel }
    }

    private let front: FrontDesk
    private let router: HTTP1Channel

    /// - Parameter responder: The router.
    init(front: FrontDesk, responder: @escaping HTTPChannelHandler.Responder) {
        self.front = front
        router = HTTP1Channel(responder: responder)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            let connection = Connection(channel: channel)
            try Self.addHandlers(to: channel, front: front) {
                try addRouter(to: connection, logger: logger)
            }
            return connection
        }
    }

    /// Waits for the end of a connection, so that the server does not end before.
    func handle(value: Connection, logger: Logger) async {
        await withTaskCancellationHandler {
            try? await value.channel.closeFuture.get()  // it never fails
            await value.routing.withLock { $0 }?.value
        } onCancel: {
            value.channel.close(promise: nil)
        }
    }

    /// - Parameter addRouter: Adds the handlers for what the front desk does not answer.
    static func addHandlers(
        to channel: any Channel,
        front: FrontDesk,
        addRouter: @escaping () throws -> Void
    ) throws {
        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: .server)
        try channel.pipeline.syncOperations.addHandlers(
            // The decoder keeps at most a part of a field, but whatever comes behind a request for another protocol.
            ByteToMessageHandler(decoder, maximumBufferSize: 65_536),
            EventLoopHandler(front: front, addRouter: addRouter)
        )
    }

    private func addRouter(to connection: Connection, logger: Logger) throws {
        let channel = connection.channel
        try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        let requests = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
        let routing = Task { await router.handle(value: requests, logger: logger) }
        connection.routing.withLock { $0 = routing }
    }
}

extension NIOHTTPDecoderLimitConfiguration {
    /// Room for long queries in the target of GET and for several tokens, and not for much more.
    fileprivate static let server: NIOHTTPDecoderLimitConfiguration = {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 32_768
        limits.maxHeaderListSize = 65_536
        limits.maxHeaderFieldCount = 100
        return limits
    }()
}
