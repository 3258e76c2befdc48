package import NIOCore
package import PlumblinePostgres

extension BackendServer {
    /// What answers the requests of a connection, for a channel that is not of this server's socket.
    ///
    /// It stands behind handlers that make `HTTPRequestPart` of bytes; what it does not answer, it hands on.
    /// - Parameter database: The database, whose client is not run by the server.
    package func channelHandler(database: PostgresClient) -> some ChannelDuplexHandler {
        EventLoopHandler(
            front: makeFront(database: database, connections: Connections(most: settings.connections))
        )
    }
}
