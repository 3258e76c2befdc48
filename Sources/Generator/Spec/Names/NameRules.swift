internal import PlumblineSchema

/// What a name must look like.
struct NameRules {
    /// In bytes; leaves room for the endings that names in PostgreSQL get, which may have 63.
    static let lengthLimit = 59

    let reporter: Reporter

    /// Whether the word is `snake_case`; reports if not.
    @discardableResult
    func checkSnake(_ word: Word, _ what: String) -> Bool {
        check(word, what, form: "snake_case", isForm: Self.isSnake, respelt: Naming.snake)
    }

    /// Whether the word is `PascalCase`; reports if not.
    @discardableResult
    func checkPascal(_ word: Word, _ what: String) -> Bool {
        check(word, what, form: "PascalCase", isForm: Self.isPascal, respelt: Naming.upperCamel)
    }

    /// Whether the word is `SCREAMING_SNAKE_CASE`; reports if not.
    @discardableResult
    func checkScreaming(_ word: Word, _ what: String) -> Bool {
        check(
            word,
            what,
            form: "SCREAMING_SNAKE_CASE",
            isForm: { Self.isSnake($0.lowercased()) && !Self.hasLower($0) }
        ) {
            Naming.snake($0).uppercased()
        }
    }

    private func check(
        _ word: Word,
        _ what: String,
        form: String,
        isForm: (String) -> Bool,
        respelt: (String) -> String
    ) -> Bool {
        guard isForm(word.value) else {
            let separated = String(word.value.map { $0 == "-" || $0 == " " ? "_" : $0 })
            let proposal = respelt(String(separated.drop { $0 == "_" }))
            reporter.error(
                .nameForm,
                at: word.place,
                "\(what.capitalizedSentence) is written in \(form), in ASCII letters and digits; '\(word.value)' is not.",
                fix: isForm(proposal) ? "Write '\(proposal)'." : nil
            )
            return false
        }
        guard word.value.utf8.count <= Self.lengthLimit else {
            reporter.error(
                .nameLength,
                at: word.place,
                "\(what.capitalizedSentence) has at most \(Self.lengthLimit) bytes; this has \(word.value.utf8.count).",
                fix: "Shorten it: PostgreSQL cuts longer names."
            )
            return false
        }
        return true
    }

    /// Words of lower-case letters and digits with single underscores between; the first begins with a letter.
    private static func isSnake(_ text: String) -> Bool {
        guard let first = text.utf8.first, lower.contains(first), text.utf8.last != underscore else {
            return false
        }
        var previous: UInt8 = 0
        for byte in text.utf8 {
            guard lower.contains(byte) || digit.contains(byte) || byte == underscore else { return false }
            guard byte != underscore || previous != underscore else { return false }
            previous = byte
        }
        return true
    }

    private static func isPascal(_ text: String) -> Bool {
        guard let first = text.utf8.first, upper.contains(first) else { return false }
        return text.utf8.allSatisfy { upper.contains($0) || lower.contains($0) || digit.contains($0) }
    }

    private static func hasLower(_ text: String) -> Bool {
        text.utf8.contains(where: lower.contains)
    }

    private static let lower = UInt8(ascii: "a")...UInt8(ascii: "z")
    private static let upper = UInt8(ascii: "A")...UInt8(ascii: "Z")
    private static let digit = UInt8(ascii: "0")...UInt8(ascii: "9")
    private static let underscore = UInt8(ascii: "_")
}
