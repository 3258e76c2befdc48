import HTTPTypes
import NIOHTTP1

/// Which other origins' pages may call the API (Fetch standard, CORS protocol).
struct CORSPolicy: Sendable {
    private let origins: Set<String>

    /// - Parameter origins: Origins such as `https://app.example`; empty allows none.
    init(origins: [String]) {
        self.origins = Set(origins)
    }

    /// Adds what the browser needs to see on any answer.
    func addFields(to fields: inout [(FieldName, String)], for request: RequestHead) {
        guard !origins.isEmpty else { return }
        fields.append((.vary, "Origin"))
        guard let origin = request[.origin], origins.contains(origin) else { return }
        fields.append((.accessControlAllowOrigin, origin))
        fields.append((.accessControlExposeHeaders, Self.exposedFields))
    }

    private static let exposedFields =
        "ETag, Idempotency-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"

    /// The answer to a preflight request, or nil if this is none.
    func preflight(_ request: RequestHead) -> ServerResponse? {
        guard request.method == .OPTIONS, request[.accessControlRequestMethod] != nil else {
            return nil
        }
        var fields = HTTPHeaders()
        if let origin = request[.origin], origins.contains(origin) {
            fields[.accessControlAllowMethods] = "GET, POST, PUT, PATCH, DELETE"
            fields[.accessControlAllowHeaders] =
                "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id"
            fields[.accessControlMaxAge] = "600"
        }
        return ServerResponse(status: .noContent, headerFields: fields)
    }
}
