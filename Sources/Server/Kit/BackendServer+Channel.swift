package import NIOCore
package import PlumblinePostgres

extension BackendServer {
    /// Adds the handlers of a connection to a channel that is not of this server's socket, without the router's.
    /// - Parameter database: The database, whose client is not run by the server.
    package func addHandlers(to channel: any Channel, database: PostgresClient) throws {
        let front = makeFront(database: database, connections: Connections(most: settings.connections))
        try APIChannel.addHandlers(to: channel, front: front) {}
    }
}
