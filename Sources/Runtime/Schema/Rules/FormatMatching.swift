extension Format {
    /// Whether the text matches ``pattern``, in one walk over its bytes.
    public func matches(_ text: String) -> Bool {
        let bytes = text.utf8
        switch self {
        case .email: return Self.isEmail(bytes)
        case .slug:
            return bytes.split(separator: .hyphen, omittingEmptySubsequences: false).allSatisfy { word in
                !word.isEmpty && word.allSatisfy { $0.isLowercase || $0.isDigit }
            }
        case .username:
            return bytes.first?.isLetter == true && bytes.allSatisfy { $0.isWord(and: "._-") }
        case .ianaTimeZone:
            return bytes.first?.isLetter == true
                && bytes.split(separator: .slash, omittingEmptySubsequences: false).allSatisfy { part in
                    !part.isEmpty && part.allSatisfy { $0.isWord(and: "._+-") }
                }
        case .currency: return bytes.count == 3 && bytes.allSatisfy(\.isUppercase)
        case .phone:
            return (8...16).contains(bytes.count) && text.hasPrefix("+") && bytes.dropFirst().first != .zero
                && bytes.dropFirst().allSatisfy(\.isDigit)
        case .url: return Self.isURL(bytes)
        }
    }

    private static func isEmail(_ bytes: String.UTF8View) -> Bool {
        let parts = bytes.split(separator: .at, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        let words = parts[0].split(separator: .dot, omittingEmptySubsequences: false)
        let labels = parts[1].split(separator: .dot, omittingEmptySubsequences: false)
        return words.allSatisfy { word in
            !word.isEmpty && word.allSatisfy { $0.isWord(and: "!#$%&'*+/=?^_`{|}~-") }
        }
            && labels.count > 1
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != .hyphen && label.last != .hyphen
                    && label.allSatisfy { $0.isWord(and: "-") }
            }
    }

    private static func isURL(_ bytes: String.UTF8View) -> Bool {
        var rest = bytes[...]
        guard ["https://", "http://"].contains(where: { rest.skip($0) }) else { return false }
        if rest.skip("[") {
            guard rest.skipWhile({ $0.isHexadecimal || $0 == .colon || $0 == .dot }), rest.skip("]") else {
                return false
            }
        } else if !rest.skipWhile({ $0.isWord(and: "._~-") }) {
            return false
        }
        if rest.skip(":") {
            let before = rest.count
            guard rest.skipWhile(\.isDigit), before - rest.count <= 5 else { return false }
        }
        guard let next = rest.first else { return true }
        return next.isAmong("/?#") && rest.allSatisfy { $0.isWord(and: "._~:/?#[]@!$&'()*+,;=%-") }
    }
}

extension Substring.UTF8View {
    /// Takes exactly these bytes, if they come next.
    fileprivate mutating func skip(_ prefix: StaticString) -> Bool {
        let expected = prefix.description.utf8
        guard starts(with: expected) else { return false }
        self = dropFirst(expected.count)
        return true
    }

    /// Takes bytes as long as they are accepted; false if there is none.
    fileprivate mutating func skipWhile(_ accepts: (UInt8) -> Bool) -> Bool {
        let rest = drop(while: accepts)
        defer { self = rest }
        return rest.startIndex != startIndex
    }
}

extension UInt8 {
    fileprivate static let hyphen = UInt8(ascii: "-")
    fileprivate static let slash = UInt8(ascii: "/")
    fileprivate static let colon = UInt8(ascii: ":")
    fileprivate static let dot = UInt8(ascii: ".")
    fileprivate static let at = UInt8(ascii: "@")
    fileprivate static let zero = UInt8(ascii: "0")

    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isUppercase: Bool { (0x41...0x5A).contains(self) }
    fileprivate var isLowercase: Bool { (0x61...0x7A).contains(self) }
    fileprivate var isLetter: Bool { isUppercase || isLowercase }
    fileprivate var isHexadecimal: Bool {
        isDigit || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
    }

    /// Whether it is a letter, a digit, or one of these signs.
    fileprivate func isWord(and signs: StaticString) -> Bool { isLetter || isDigit || isAmong(signs) }

    fileprivate func isAmong(_ signs: StaticString) -> Bool {
        signs.withUTF8Buffer { $0.contains(self) }
    }
}
