import Logging
import PlumblineSchema

@testable import PlumblineServer

extension FrontDesk {
    /// For callers without a name or limits, with bodies of up to 100 bytes.
    static func plain(
        _ dispatcher: Dispatcher,
        connections: Connections = Connections(most: 10)
    ) -> FrontDesk {
        FrontDesk(
            maximumBodyBytes: 100,
            connections: connections,
            cors: CORSPolicy(origins: []),
            dispatcher: dispatcher,
            authenticate: { _, _ in .principal(.anonymous) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            addresses: ClientAddresses(trustedProxies: []),
            limiter: nil
        )
    }
}
