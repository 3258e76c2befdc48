import HTTPTypes
import NIOCore
import NIOHTTP1
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
    var headerFields: HTTPHeaders = [:]

    init(_ status: HTTPResponse.Status, _ detail: String, code: String? = nil) {
        self.status = status
        self.detail = detail
        self.code = code ?? Self.defaultCode(status)
    }

    /// The answer.
    func response(requestID: String) -> ServerResponse {
        var json = "{\"type\":\"about:blank\",\"title\":" + JSONWriter.string(status.reasonPhrase)
        json += ",\"status\":\(status.code),\"detail\":" + JSONWriter.string(detail)
        json += ",\"code\":" + JSONWriter.string(code)
        if !errors.isEmpty {
            let items = errors.map {
                "{\"field\":\(JSONWriter.string($0.field)),\"code\":\(JSONWriter.string($0.code)),"
                    + "\"message\":\(JSONWriter.string($0.message))}"
            }
            json += ",\"errors\":[" + items.joined(separator: ",") + "]"
        }
        json += ",\"requestId\":" + JSONWriter.string(requestID) + "}"
        var fields = headerFields
        fields[.contentType] = "application/problem+json"
        return ServerResponse(status: status, headerFields: fields, body: ByteBuffer(string: json))
    }

    private static func defaultCode(_ status: HTTPResponse.Status) -> String {
        String(status.reasonPhrase.uppercased().map { $0.isLetter ? $0 : "_" })
    }
}
