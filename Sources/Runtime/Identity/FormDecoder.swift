import PlumblineSecrets

/// Decodes `application/x-www-form-urlencoded` strictly (RFC 6749, appendix B).
///
/// Every value may be a password, so values are held as secrets from the start.
enum FormDecoder {
    private static let maximumLength = 16_384
    private static let maximumFieldCount = 64

    /// The fields by name.
    ///
    /// - Throws: ``OAuthError`` `invalid_request` for a broken escape, a name that is not UTF-8 or occurs
    ///   twice (RFC 6749 §3.2), or a body beyond any sign-in.
    static func decode(_ body: some Collection<UInt8>) throws(OAuthError) -> [String: Secret] {
        guard body.count <= maximumLength else {
            throw OAuthError(.invalidRequest, "The request body is too long.")
        }
        var fields: [String: Secret] = [:]
        for pair in body.split(separator: UInt8(ascii: "&"), maxSplits: maximumFieldCount) {
            guard fields.count < maximumFieldCount else {
                throw OAuthError(.invalidRequest, "The request body has too many fields.")
            }
            let halves = pair.split(
                separator: UInt8(ascii: "="),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard let name = try text(unescape(halves[0])) else {
                throw OAuthError(.invalidRequest, "The name of a field is not UTF-8.")
            }
            let value = halves.count == 2 ? try unescape(halves[1]) : Secret("")
            guard fields.updateValue(value, forKey: name) == nil else {
                throw OAuthError(.invalidRequest, "A field occurs more than once in the request body.")
            }
        }
        return fields
    }

    /// The bytes as text, or `nil` when they are not UTF-8.
    static func text(_ value: Secret) -> String? {
        value.reveal { String(validating: $0, as: UTF8.self) }
    }

    private static func unescape(_ text: some Collection<UInt8>) throws(OAuthError) -> Secret {
        // Enough room at once: growing would leave copies of a password behind.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        defer { bytes.withUnsafeMutableBytes { eraseMemory($0) } }
        var rest = text.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(hexadecimalValue),
                    let low = rest.next().flatMap(hexadecimalValue)
                else { throw OAuthError(.invalidRequest, "The request body has a broken percent escape.") }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return Secret(bytes: bytes)
    }

    private static func hexadecimalValue(_ digit: UInt8) -> UInt8? {
        Character(Unicode.Scalar(digit)).hexDigitValue.map { UInt8($0) }
    }
}
