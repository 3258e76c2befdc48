import HTTPTypes
import NIOCore
import PlumblineQuery

/// An error answer of REST: RFC 9457, Problem Details for HTTP APIs.
struct Problem: Sendable {
    /// One field that is wrong.
    struct FieldError: Sendable {
        /// The field's name, or empty where the whole is meant.
        var field: String
        /// The stable code.
        var code: String
        /// A sentence for people.
        var message: String
    }

    var status: HTTPResponse.Status
    /// A sentence for people.
    var detail: String
    /// The stable code a client can act on.
    var code: String
    var errors: [FieldError] = []
    var headerFields: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ detail: String, code: String? = nil) {
        self.status = status
        self.detail = detail
        self.code = code ?? Self.defaultCode(status)
    }

    /// The answer.
    func response(requestID: String) -> ServerResponse {
        var json = "{\"type\":\"about:blank\",\"title\":" + JSONText.quoted(status.reasonPhrase)
        json += ",\"status\":\(status.code),\"detail\":" + JSONText.quoted(detail)
        json += ",\"code\":" + JSONText.quoted(code)
        if !errors.isEmpty {
            let items = errors.map {
                "{\"field\":\(JSONText.quoted($0.field)),\"code\":\(JSONText.quoted($0.code)),"
                    + "\"message\":\(JSONText.quoted($0.message))}"
            }
            json += ",\"errors\":[" + items.joined(separator: ",") + "]"
        }
        json += ",\"requestId\":" + JSONText.quoted(requestID) + "}"
        var fields = headerFields
        fields[.contentType] = "application/problem+json"
        return ServerResponse(status: status, headerFields: fields, body: ByteBuffer(string: json))
    }

    private static func defaultCode(_ status: HTTPResponse.Status) -> String {
        String(status.reasonPhrase.uppercased().map { $0.isLetter ? $0 : "_" })
    }
}

/// JSON strings (RFC 8259 §7).
enum JSONText {
    /// The text as a JSON string with its quotes.
    static func quoted(_ text: some StringProtocol) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case let control where control.value < 0x20:
                let hex = String(control.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
