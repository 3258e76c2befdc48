import HTTPTypes
import Synchronization

extension HTTPField.Name {
    /// Names a request across services and logs.
    static let requestID = requestIDName
}

/// `X-Request-Id` is a valid field name, so the fallback is never taken.
private let requestIDName = HTTPField.Name("X-Request-Id") ?? .date

/// Makes request ids: those a proxy has given are kept when they are harmless.
final class RequestIDs: Sendable {
    private let prefix: String
    private let counter = Atomic<UInt64>(0)

    init() {
        prefix = String(UInt64.random(in: .min ... .max), radix: 36) + "-"
    }

    func id(for request: HTTPRequest) -> String {
        if let given = request.headerFields.value(.requestID), Self.isHarmless(given) { return given }
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
