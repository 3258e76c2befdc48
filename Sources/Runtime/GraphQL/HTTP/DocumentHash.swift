import PlumblineSchema

/// The SHA-256 of a document's text, by which clients may name it.
public struct DocumentHash: Sendable, Hashable {
    /// 64 hexadecimal digits in lower case.
    public let hex: String

    /// Nil if the text is not 64 hexadecimal digits in lower case.
    public init?(hex: String) {
        let isDigit = { (byte: UInt8) in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard hex.utf8.count == 64, hex.utf8.allSatisfy(isDigit) else { return nil }
        self.hex = hex
    }

    /// The hash of a document in UTF-8.
    public init(of document: some Sequence<UInt8>) {
        hex = SHA256Digest.hex(of: document)
    }
}
