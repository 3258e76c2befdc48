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

    /// Reads the payload. A claim that occurs twice could be read differently elsewhere, so it is refused.
    init(payload: [UInt8]) throws(JSONReader.Malformed) {
        var seen: Set<String> = []
        try JSONReader.readObject(payload) { (name, reader) throws(JSONReader.Malformed) in
            guard seen.insert(name).inserted else { throw JSONReader.Malformed() }
            try read(name, from: &reader)
        }
    }

    private mutating func read(_ name: String, from reader: inout JSONReader) throws(JSONReader.Malformed) {
        switch name {
        case "sub": subject = try reader.string()
        case "role": roles.append(try reader.string())
        case "roles": roles.append(contentsOf: try reader.strings())
        case "scope": scope = try reader.string()
        case "iss": issuer = try reader.string()
        case "aud": audience = try reader.stringOrStrings()
        case "exp": expiresAt = try reader.integer()
        case "nbf": notBefore = try reader.integer()
        case "iat": issuedAt = try reader.integer()
        case "jti": id = try reader.string()
        default: try reader.skip()
        }
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
