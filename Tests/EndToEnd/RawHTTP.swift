import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// HTTP written by hand, for what a client library would not send or would change.
enum RawHTTP {
    /// Sends bytes over one connection and reads until the server closes it.
    /// - Parameter closesInput: Tells the server that no more is sent.
    static func exchange(_ text: String, with base: String, closesInput: Bool = false) throws -> String {
        let port = try #require(UInt16(base.split(separator: ":").last ?? ""))
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(connection) }
        // An answer that does not come fails the test instead of holding it.
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        try #require(write(connection, text, text.utf8.count) == text.utf8.count)
        if closesInput { shutdown(connection, Int32(SHUT_WR)) }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { break }
            received += buffer[..<count]
        }
        return String(decoding: received, as: UTF8.self)
    }
}
