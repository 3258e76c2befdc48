import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// The handlers of a connection: a parser, and what answers API requests. The router's own, with a task for each
/// connection, are added when a request comes that only the router answers.
struct APIChannel: ServerChildChannel {
    fileprivate typealias Routed = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    /// A connection with its handlers.
    final class Connection: ServerChildChannelValue {
        let channel: any Channel
        /// What the router answers, once there is any; nil when the connection ends without.
        fileprivate let routed: EventLoopPromise<Routed?>

        fileprivate init(channel: any Channel) {
            self.channel = channel
            routed = channel.eventLoop.makePromise()
            channel.closeFuture.whenComplete { [routed] _ in routed.succeed(nil) }
        }
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
                try addRouter(to: connection)
            }
            return connection
        }
    }

    /// Waits for the end of a connection, so that the server does not end before.
    ///
    /// The router works in this task, a child of the server's: so its routes hear of a graceful shutdown, and are cancelled
    /// with the server.
    func handle(value: Connection, logger: Logger) async {
        await withTaskCancellationHandler {
            // Neither future ever fails.
            if let routed = try? await value.routed.futureResult.get() {
                await router.handle(value: routed, logger: logger)
            }
            try? await value.channel.closeFuture.get()
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

    private func addRouter(to connection: Connection) throws {
        let channel = connection.channel
        // When it is closed, nobody waits for it any more.
        guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
        try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        let routed = try Routed(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
        connection.routed.succeed(routed)
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
