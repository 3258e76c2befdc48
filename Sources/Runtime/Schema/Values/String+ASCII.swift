extension String {
    /// With ASCII letters in lower case, and all other characters as they are: what a `citext` is compared by.
    public var lowercasedASCII: String { mappingASCII(0x41...0x5A) { $0 + 0x20 } }

    /// With ASCII letters in upper case, and all other characters as they are.
    public var uppercasedASCII: String { mappingASCII(0x61...0x7A) { $0 - 0x20 } }

    /// With each character of ASCII in the range changed, and all other characters as they are.
    func mappingASCII(_ range: ClosedRange<UInt8>, _ change: (UInt8) -> UInt8) -> String {
        String(decoding: utf8.map { range.contains($0) ? change($0) : $0 }, as: UTF8.self)
    }
}
