import NIOHTTP1

/// The name of a header field. Names are compared without regard to case (RFC 9110 §5.1).
struct FieldName: Sendable {
    /// As answers write it.
    let text: String

    private init(_ text: String) { self.text = text }

    /// A set of names that may say yes where it should say no, but not the other way round: a bit stands for all names
    /// of the same length that begin alike.
    struct Filter: Sendable {
        private var bits: UInt64 = 0

        mutating func insert(_ name: String) { bits |= Self.bit(of: name) }

        func mayContain(_ name: FieldName) -> Bool { bits & Self.bit(of: name.text) != 0 }

        private static func bit(of name: String) -> UInt64 {
            let first = UInt64((name.utf8.first ?? 0) | 0x20)
            return 1 << ((UInt64(name.utf8.count) &+ 5 &* first) % 64)
        }
    }

    static let accept = FieldName("Accept")
    static let acceptEncoding = FieldName("Accept-Encoding")
    static let accessControlAllowHeaders = FieldName("Access-Control-Allow-Headers")
    static let accessControlAllowMethods = FieldName("Access-Control-Allow-Methods")
    static let accessControlAllowOrigin = FieldName("Access-Control-Allow-Origin")
    static let accessControlExposeHeaders = FieldName("Access-Control-Expose-Headers")
    static let accessControlMaxAge = FieldName("Access-Control-Max-Age")
    static let accessControlRequestMethod = FieldName("Access-Control-Request-Method")
    static let allow = FieldName("Allow")
    static let authorization = FieldName("Authorization")
    static let cacheControl = FieldName("Cache-Control")
    static let connection = FieldName("Connection")
    static let contentEncoding = FieldName("Content-Encoding")
    static let contentLength = FieldName("Content-Length")
    static let contentType = FieldName("Content-Type")
    static let contentTypeOptions = FieldName("X-Content-Type-Options")
    static let eTag = FieldName("ETag")
    static let expect = FieldName("Expect")
    static let forwardedFor = FieldName("X-Forwarded-For")
    /// By what the caller names a change.
    static let idempotencyKey = FieldName("Idempotency-Key")
    /// Says that an answer is that of an earlier request with the same key.
    static let idempotencyReplayed = FieldName("Idempotency-Replayed")
    static let ifMatch = FieldName("If-Match")
    static let ifNoneMatch = FieldName("If-None-Match")
    static let location = FieldName("Location")
    static let origin = FieldName("Origin")
    static let rateLimit = FieldName("RateLimit")
    static let rateLimitPolicy = FieldName("RateLimit-Policy")
    /// Names a request across services and logs.
    static let requestID = FieldName("X-Request-Id")
    static let retryAfter = FieldName("Retry-After")
    static let transferEncoding = FieldName("Transfer-Encoding")
    static let upgrade = FieldName("Upgrade")
    static let vary = FieldName("Vary")
    static let wwwAuthenticate = FieldName("WWW-Authenticate")

    /// Whether a field has this name, which is of letters and hyphens only.
    func isName(of other: String) -> Bool {
        guard other.utf8.count == text.utf8.count else { return false }
        var (text, other) = (text, other)
        return text.withUTF8 { text in
            other.withUTF8 { other in text.indices.allSatisfy { text[$0] | 0x20 == other[$0] | 0x20 } }
        }
    }
}

extension HTTPHeaders {
    /// The value of a field, nil without one. Those of several fields are joined by commas (RFC 9110 §5.3), and
    /// setting one replaces all of them.
    subscript(name: FieldName) -> String? {
        get {
            var found: String?
            for index in indices where name.isName(of: self[index].name) {
                found = found.map { $0 + ", " + self[index].value } ?? self[index].value
            }
            return found
        }
        set {
            if contains(name) { remove(name: name.text) }
            if let newValue { append(name, newValue) }
        }
    }

    /// The values of all fields of that name.
    func values(_ name: FieldName) -> [String] {
        filter { name.isName(of: $0.name) }.map(\.value)
    }

    func contains(_ name: FieldName) -> Bool {
        contains { name.isName(of: $0.name) }
    }

    mutating func append(_ name: FieldName, _ value: String) {
        add(name: name.text, value: value)
    }
}
