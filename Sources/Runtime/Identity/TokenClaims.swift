/// The claims that decide about a token, as they stand in its payload (RFC 7519 §4.1).
struct TokenClaims {
    private(set) var subject: String?
    private(set) var roles: [String] = []
    private(set) var scope: String?
    private(set) var issuer: String?
    private(set) var audience: [String]?
    private(set) var expiresAt: Int64?
    private(set) var notBefore: Int64?
    private(set) var issuedAt: Int64?
    private(set) var id: String?

    /// The claims that have been read, one bit each.
    private var seen: UInt16 = 0

    /// Reads the payload. A claim that occurs twice could be read differently elsewhere, so it is refused.
    init(payload: [UInt8]) throws(JSONReader.Malformed) {
        try JSONReader.readObject(payload) { (name, reader) throws(JSONReader.Malformed) in
            switch name {
            case "sub": subject = try once(0, reader.string())
            case "role": roles.append(try once(1, reader.string()))
            case "roles": roles.append(contentsOf: try once(2, reader.strings()))
            case "scope": scope = try once(3, reader.string())
            case "iss": issuer = try once(4, reader.string())
            case "aud": audience = try once(5, reader.stringOrStrings())
            case "exp": expiresAt = try once(6, reader.integer())
            case "nbf": notBefore = try once(7, reader.integer())
            case "iat": issuedAt = try once(8, reader.integer())
            case "jti": id = try once(9, reader.string())
            default: try reader.skip()
            }
        }
    }

    /// Passes a claim's value on, unless the claim has been read already.
    private mutating func once<Value>(_ claim: UInt16, _ value: Value) throws(JSONReader.Malformed) -> Value {
        guard seen & 1 << claim == 0 else { throw JSONReader.Malformed() }
        seen |= 1 << claim
        return value
    }
}

/// The parameters of a token's header that decide about it (RFC 7515 §4.1).
struct TokenHeader {
    private(set) var algorithm: String?
    private(set) var type: String?
    private(set) var hasCriticalParameters = false

    /// Reads the header. Keys in it (`jwk`, `jku`, `x5c`) are passed over: the key is ours to choose.
    init(header: [UInt8]) throws(JSONReader.Malformed) {
        try JSONReader.readObject(header) { (name, reader) throws(JSONReader.Malformed) in
            switch name {
            case "alg":
                guard algorithm == nil else { throw JSONReader.Malformed() }
                algorithm = try reader.string()
            case "typ":
                guard type == nil else { throw JSONReader.Malformed() }
                type = try reader.string()
            case "crit":
                hasCriticalParameters = true
                try reader.skip()
            default: try reader.skip()
            }
        }
    }
}
