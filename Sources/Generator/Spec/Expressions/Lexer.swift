/// Cuts an expression's text into tokens.
struct Lexer {
    /// So that no later step, all of which recurse, can be driven deep by a long text.
    private static let tokenLimit = 500

    private let scalars: [Unicode.Scalar]
    private var index = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// All tokens, the end last.
    mutating func tokens() throws(ExpressionSyntaxError) -> [Token] {
        var tokens: [Token] = []
        while let token = try next() {
            guard tokens.count < Self.tokenLimit else {
                throw ExpressionSyntaxError(
                    range: token.range,
                    message: "An expression has at most \(Self.tokenLimit) words and signs."
                )
            }
            tokens.append(token)
        }
        tokens.append(Token(kind: .end, range: scalars.count..<scalars.count))
        return tokens
    }

    private mutating func next() throws(ExpressionSyntaxError) -> Token? {
        while index < scalars.count, scalars[index] == " " || scalars[index] == "\n" { index += 1 }
        guard index < scalars.count else { return nil }
        let start = index
        let first = scalars[index]
        if Self.isLetter(first) { return word(from: start) }
        if Self.isDigit(first) { return try number(from: start) }
        if first == "'" { return try text(from: start) }
        return try symbol(from: start)
    }

    private mutating func word(from start: Int) -> Token {
        while index < scalars.count, Self.isLetter(scalars[index]) || Self.isDigit(scalars[index]) {
            index += 1
        }
        return Token(kind: .word(ascii(start..<index)), range: start..<index)
    }

    private mutating func number(from start: Int) throws(ExpressionSyntaxError) -> Token {
        skipDigits()
        var isDecimal = false
        if index + 1 < scalars.count, scalars[index] == ".", Self.isDigit(scalars[index + 1]) {
            isDecimal = true
            index += 1
            skipDigits()
        }
        let written = ascii(start..<index)
        if index < scalars.count, Self.isLetter(scalars[index]) {
            throw ExpressionSyntaxError(
                range: start..<index + 1,
                message: "A name cannot begin with a digit, and a number has no letters."
            )
        }
        if written.utf8.count > 1, written.hasPrefix("0"), !written.hasPrefix("0.") {
            throw ExpressionSyntaxError(
                range: start..<index,
                message: "The number '\(written)' begins with a zero.",
                fix: "Leave the leading zeros out."
            )
        }
        if isDecimal { return Token(kind: .decimal(written), range: start..<index) }
        guard let value = Int64(written) else {
            throw ExpressionSyntaxError(
                range: start..<index,
                message: "The number '\(written)' is greater than \(Int64.max), the greatest there is."
            )
        }
        return Token(kind: .integer(value), range: start..<index)
    }

    private mutating func skipDigits() {
        while index < scalars.count, Self.isDigit(scalars[index]) { index += 1 }
    }

    /// A text in single quotes; a quote inside is written twice.
    private mutating func text(from start: Int) throws(ExpressionSyntaxError) -> Token {
        index += 1
        var value = String.UnicodeScalarView()
        while index < scalars.count {
            if scalars[index] == "'" {
                guard index + 1 < scalars.count, scalars[index + 1] == "'" else {
                    index += 1
                    return Token(kind: .text(String(value)), range: start..<index)
                }
                index += 1
            }
            value.append(scalars[index])
            index += 1
        }
        throw ExpressionSyntaxError(
            range: start..<scalars.count,
            message: "The text that begins here has no end.",
            fix: "Close it with a single quote."
        )
    }

    private mutating func symbol(from start: Int) throws(ExpressionSyntaxError) -> Token {
        // Of two signs before one of them.
        let candidates = [string(start..<min(start + 2, scalars.count)), string(start..<start + 1)]
        if let hint = Self.foreignSymbols.first(where: { candidates.contains($0.symbol) }) {
            throw ExpressionSyntaxError(
                range: start..<start + hint.symbol.unicodeScalars.count,
                message: "The language has no '\(hint.symbol)'.",
                fix: hint.fix
            )
        }
        guard let symbol = candidates.first(where: Self.symbols.contains) else {
            throw ExpressionSyntaxError(
                range: start..<start + 1,
                message: "The language has no '\(candidates[1])'."
            )
        }
        index += symbol.unicodeScalars.count
        return Token(kind: .symbol(symbol), range: start..<index)
    }

    private static let symbols: Set<String> = [
        "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", ".", ":",
    ]

    /// What authors bring from other languages.
    private static let foreignSymbols: [(symbol: String, fix: String)] = [
        ("==", "Write '='."),
        ("<>", "Write '!='."),
        ("&&", "Write 'and'."),
        ("||", "Write 'or'."),
        ("\"", "Write a text in single quotes."),
    ]

    private func string(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    /// The same of characters that are all ASCII, which takes a tenth of the time.
    private func ascii(_ range: Range<Int>) -> String {
        String(decoding: scalars[range].map { UInt8(truncatingIfNeeded: $0.value) }, as: UTF8.self)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "_": true
        default: false
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }
}
