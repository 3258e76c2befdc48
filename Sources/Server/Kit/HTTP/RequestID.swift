import NIOHTTP1
import Synchronization

/// Makes request ids: those a proxy has given are kept when they are harmless.
final class RequestIDs: Sendable {
    /// Tells servers and their restarts apart. With a counter of up to seven digits behind it, an id needs no memory of
    /// its own.
    private let prefix: String
    private let counter = Atomic<UInt64>(0)

    init() {
        prefix = String(String(UInt64.random(in: .min ... .max), radix: 36).suffix(7)) + "-"
    }

    func id(for request: RequestHead) -> String {
        if let given = request[.requestID], Self.isHarmless(given) { return given }
        return prefix + String(counter.wrappingAdd(1, ordering: .relaxed).newValue, radix: 36)
    }

    /// Short and of letters, digits, `-`, `_`, `.` only, so that it is safe in logs and header fields.
    private static func isHarmless(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
