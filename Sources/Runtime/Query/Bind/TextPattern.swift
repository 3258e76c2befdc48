/// Where a text has to stand in another, as a pattern of `LIKE` (PostgreSQL 15, section 9.7.1).
struct TextPattern: Sendable, Hashable {
    /// Where the text stands.
    enum Place: Sendable, Hashable {
        case whole, start, end, anywhere
    }

    /// Where the text stands.
    var place: Place
    /// Whether anything may stand for a character whose case only the database's locale knows.
    ///
    /// `ILIKE` in the columns' collation folds ASCII letters alone. Such a pattern finds too much and never too little,
    /// and an index of trigrams on the column serves it. Of the ASCII letters `k` and `i` are left open as well:
    /// U+212A and U+0130 become them in lower case.
    var isLoose = false

    /// The pattern of a text.
    func pattern(of text: String) -> String {
        var pattern = place == .end || place == .anywhere ? "%" : ""
        var isOpen = false
        for scalar in text.unicodeScalars {
            let wasOpen = isOpen
            isOpen = isLoose && Self.isFoldedBeyondASCII(scalar)
            if isOpen {
                if !wasOpen { pattern += "%" }
            } else {
                if scalar == "%" || scalar == "_" || scalar == "\\" { pattern += "\\" }
                pattern.unicodeScalars.append(scalar)
            }
        }
        if place == .start || place == .anywhere { pattern += "%" }
        return pattern
    }

    private static func isFoldedBeyondASCII(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isASCII || scalar == "k" || scalar == "K" || scalar == "i" || scalar == "I"
    }
}
