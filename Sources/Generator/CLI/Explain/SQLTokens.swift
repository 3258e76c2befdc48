/// A piece of SQL text that is never broken.
struct SQLToken: Equatable {
    /// The text, without the space around it.
    let text: String
    /// Whether space stands before it.
    let isSpaced: Bool

    /// The word in lower case, if it may be one of the language.
    var word: String? {
        guard let first = text.first, first.isLetter else { return nil }
        return text.lowercased()
    }
}

/// Takes SQL text apart, as much as a person's eye does: names, numbers, quoted texts, operators, brackets.
///
/// It reads what this project prints and what PostgreSQL prints, so there are no comments.
struct SQLTokens {
    private let text: [Character]
    private var position = 0

    /// The tokens of a text. Joined, with a space where one is asked for, they are the text again.
    static func of(_ text: String) -> [SQLToken] {
        var tokens = SQLTokens(text: Array(text))
        var result: [SQLToken] = []
        while let token = tokens.next() { result.append(token) }
        return result
    }

    private init(text: [Character]) {
        self.text = text
    }

    private mutating func next() -> SQLToken? {
        let start = position
        skip { $0.isWhitespace }
        guard position < text.count else { return nil }
        let isSpaced = position > start
        let first = position
        switch text[position] {
        case "'", "\"": quoted(by: text[position])
        case "(", ")", "[", "]", ",", ";": position += 1
        case let character where Self.isPartOfName(character):
            skip(while: Self.isPartOfName)
            // A name may go on in quotes: t1."#".
            while position < text.count, text[position] == "\"", text[position - 1] == "." {
                quoted(by: "\"")
                skip(while: Self.isPartOfName)
            }
        default:
            skip { !$0.isWhitespace && !Self.isPartOfName($0) && !"'\"()[],;".contains($0) }
        }
        return SQLToken(text: String(text[first..<position]), isSpaced: isSpaced)
    }

    private static func isPartOfName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_.$".contains(character)
    }

    private mutating func skip(while holds: (Character) -> Bool) {
        while position < text.count, holds(text[position]) { position += 1 }
    }

    /// Quotes within are doubled.
    private mutating func quoted(by quote: Character) {
        position += 1
        while position < text.count {
            if text[position] == quote {
                position += 1
                guard position < text.count, text[position] == quote else { return }
            }
            position += 1
        }
    }
}
