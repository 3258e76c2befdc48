/// A piece of an expression's text.
struct Token {
    enum Kind: Hashable {
        /// A name or a keyword.
        case word(String)
        case integer(Int64)
        case decimal(String)
        /// The value of a quoted text.
        case text(String)
        /// An operator or a bracket.
        case symbol(String)
        case end
    }

    var kind: Kind
    /// In Unicode scalars of the expression's text.
    var range: Range<Int>

    /// What it is, for sentences.
    var described: String {
        switch kind {
        case .word(let word): "'\(word)'"
        case .integer(let number): "'\(number)'"
        case .decimal(let number): "'\(number)'"
        case .text: "a text"
        case .symbol(let symbol): "'\(symbol)'"
        case .end: "the end"
        }
    }
}

/// A mistake in the form of an expression.
struct ExpressionSyntaxError: Error {
    var range: Range<Int>
    var message: String
    var fix: String?
}
