/// A text of SQL statements, taken apart so that each can be sent alone and its failure be placed.
///
/// A semicolon ends a statement unless it stands in a quoted text or name, a dollar-quoted body, a comment, or round
/// brackets (PostgreSQL 15, "Lexical Structure"). Bodies of functions in the form `begin atomic` are not understood.
public struct SQLScript: Sendable, Hashable {
    /// One statement of a script.
    public struct Statement: Sendable, Hashable {
        /// The text, without what stands before it and without its semicolon.
        public let text: String
        /// The line of the script on which it begins, from 1.
        public let line: Int
    }

    /// The statements, in order.
    public let statements: [Statement]

    /// Takes a text apart. A quote that nothing ends makes the rest one statement, which PostgreSQL then refuses.
    public init(_ text: String) {
        var scanner = SQLScanner(text)
        var statements: [Statement] = []
        while let statement = scanner.next() { statements.append(statement) }
        self.statements = statements
    }
}

/// Reads a script from its begin to its end. It works on Unicode scalars, as PostgreSQL counts positions in characters.
private struct SQLScanner {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func next() -> SQLScript.Statement? {
        skipToStatement()
        guard index < scalars.count else { return nil }
        let (start, startLine) = (index, line)
        var depth = 0
        while index < scalars.count {
            switch scalars[index] {
            case ";" where depth == 0:
                let text = text(start..<index)
                advance()
                return SQLScript.Statement(text: text, line: startLine)
            case "(": depth += 1
            case ")": depth = max(0, depth - 1)
            default: break
            }
            skipToken()
        }
        return SQLScript.Statement(text: text(start..<index), line: startLine)
    }

    /// Passes space, comments and lone semicolons.
    private mutating func skipToStatement() {
        while index < scalars.count {
            if scalars[index].properties.isWhitespace || scalars[index] == ";" {
                advance()
            } else if !skipComment() {
                return
            }
        }
    }

    /// Passes one quoted text, name, body or comment, or else one character.
    private mutating func skipToken() {
        switch scalars[index] {
        case "'": skipQuoted("'", backslashEscapes: isEscapeString)
        case "\"": skipQuoted("\"", backslashEscapes: false)
        case "$": skipDollarQuoted()
        default: if !skipComment() { advance() }
        }
    }

    private mutating func skipComment() -> Bool {
        if has("--") {
            while index < scalars.count, scalars[index] != "\n" { advance() }
            return true
        }
        guard has("/*") else { return false }
        var depth = 0
        repeat {
            if has("/*") {
                depth += 1
                advance(2)
            } else if has("*/") {
                depth -= 1
                advance(2)
            } else {
                advance()
            }
        } while depth > 0 && index < scalars.count
        return true
    }

    /// A doubled quote closes and opens again, which comes to the same.
    private mutating func skipQuoted(_ quote: Unicode.Scalar, backslashEscapes: Bool) {
        advance()
        while index < scalars.count, scalars[index] != quote {
            advance(backslashEscapes && scalars[index] == "\\" ? 2 : 1)
        }
        advance()
    }

    /// Whether the quote here belongs to an `E'…'`.
    private var isEscapeString: Bool {
        guard index > 0, ["e", "E"].contains(scalars[index - 1]) else { return false }
        return index == 1 || !Self.isNamePart(scalars[index - 2])
    }

    private mutating func skipDollarQuoted() {
        // In the middle of a name a dollar is a letter like others; `$1` is a parameter.
        if index > 0, Self.isNamePart(scalars[index - 1]) { return advance() }
        var end = index + 1
        while end < scalars.count, Self.isNamePart(scalars[end]), scalars[end] != "$" { end += 1 }
        guard end < scalars.count, scalars[end] == "$",
            end == index + 1 || !("0"..."9").contains(scalars[index + 1])
        else { return advance() }
        let tag = text(index..<end + 1)
        advance(end + 1 - index)
        while index < scalars.count, !has(tag) { advance() }
        advance(tag.unicodeScalars.count)
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar == "$" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }

    private func has(_ text: String) -> Bool {
        let expected = text.unicodeScalars
        return scalars[index...].starts(with: expected)
    }

    private func text(_ range: Range<Int>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[range])
        return text
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where index < scalars.count {
            if scalars[index] == "\n" { line += 1 }
            index += 1
        }
    }
}
