/// Makes another program's complaints fit for a log.
enum Redaction {
    /// Runs of letters and digits from this length on may be keys or tokens; words of English are shorter.
    private static let longestWord = 15
    /// The number of bytes looked at: enough for a message, too few to flood a log.
    private static let maximumLength = 2_000

    /// Replaces everything that could be a key, a token or an id by `<redacted>`.
    static func redact(_ text: String) -> String {
        var result = ""
        var word = ""
        func finishWord() {
            result += word.utf8.count > longestWord ? "<redacted>" : word
            word = ""
        }
        for scalar in text.unicodeScalars.prefix(maximumLength) {
            if mayBelongToKey(scalar) {
                word.unicodeScalars.append(scalar)
            } else {
                finishWord()
                result.unicodeScalars.append(scalar)
            }
        }
        finishWord()
        return result
    }

    /// The letters of base64, base64url, hexadecimal and UUIDs.
    private static func mayBelongToKey(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "+", "/", "=", "_", "-": true
        default: false
        }
    }
}
