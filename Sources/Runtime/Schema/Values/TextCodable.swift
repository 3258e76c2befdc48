/// A value that is encoded as its text, as the APIs have it.
public protocol TextCodable: LosslessStringConvertible, Codable, Sendable {}

extension TextCodable {
    /// Reads the text.
    ///
    /// - Throws: `DecodingError` for a text that is none of the type's.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            // Without the text: the log has this of a row that cannot be read.
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "This is no \(Self.self)."
            )
        }
        self = value
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
