import NIOHTTP1
import PlumblineSchema

/// Where a request comes from.
struct ClientAddress: Sendable, Equatable {
    /// How well it is known.
    enum Kind: Sendable, Equatable {
        /// A client's own.
        case remote
        /// This machine: a developer, a test, a program beside the server.
        case local
        /// A proxy's on this machine that is not named in the settings: whom it speaks for is not known.
        case proxy
    }

    /// Such as `192.0.2.1`; empty where it is not known.
    var text: String
    var kind: Kind
}

/// Finds clients' addresses, behind proxies too.
struct ClientAddresses: Sendable {
    /// Proxies whose `X-Forwarded-For` is believed.
    private let trusted: [InternetAddress]

    init(trustedProxies: [InternetAddress]) {
        trusted = trustedProxies
    }

    /// The address of the client that a request comes from.
    /// - Parameter peer: The address at the other end of the connection.
    func address(of head: RequestHead, from peer: String) -> ClientAddress {
        let peer = Self.unmapped(peer)
        guard isTrusted(peer) else {
            guard Self.isLoopback(peer) else { return ClientAddress(text: peer, kind: .remote) }
            let isForwarded = head.contains(.forwardedFor)
            return ClientAddress(text: peer, kind: isForwarded ? .proxy : .local)
        }
        // Each proxy appends whom it got the request from: the last that no proxy of ours has is the client.
        let hops = head.values(.forwardedFor).flatMap { $0.split(separator: ",") }
            .map { Self.unmapped($0.trimmed) }
        guard let client = hops.last(where: { !isTrusted($0) }) else {
            let isOwn = hops.isEmpty && Self.isLoopback(peer)
            return ClientAddress(text: peer, kind: isOwn ? .local : .remote)
        }
        return ClientAddress(text: InternetAddress(client)?.description ?? peer, kind: .remote)
    }

    private func isTrusted(_ text: String) -> Bool {
        guard !trusted.isEmpty, let address = InternetAddress(text) else { return false }
        return trusted.contains { $0.contains(address) }
    }

    private static func isLoopback(_ peer: String) -> Bool {
        peer.hasPrefix("127.") || peer == "::1"
    }

    /// An address of version 4 that a socket of version 6 tells as `::ffff:192.0.2.1` (RFC 4291 §2.5.5.2).
    private static func unmapped(_ text: String) -> String {
        let prefix = "::ffff:"
        guard text.contains("."), text.lowercased().hasPrefix(prefix) else { return text }
        return String(text.dropFirst(prefix.count))
    }
}

extension InternetAddress {
    /// Whether an address belongs to this network.
    fileprivate func contains(_ other: InternetAddress) -> Bool {
        guard bytes.count == other.bytes.count, prefixLength <= other.prefixLength else { return false }
        let whole = prefixLength / 8
        guard bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
        let rest = prefixLength % 8
        return rest == 0 || (bytes[whole] ^ other.bytes[whole]) >> UInt8(8 - rest) == 0
    }
}
