extension ExecutableDocument {
    /// Parses a document.
    ///
    /// - Throws: a `GraphQLError` with the place, worded as the reference implementation words it.
    public init(parsing text: String, limits: ParserLimits = ParserLimits()) throws(GraphQLError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// Parses a document out of UTF-8.
    ///
    /// - Throws: a `GraphQLError` with the place, worded as the reference implementation words it.
    public init(parsing bytes: [UInt8], limits: ParserLimits = ParserLimits()) throws(GraphQLError) {
        self.init(source: bytes, definitions: try Parser.definitions(of: bytes, limits: limits))
    }
}

extension TypeSystemDocument {
    /// Parses a document out of UTF-8.
    ///
    /// - Throws: a `GraphQLError` with the place, worded as the reference implementation words it.
    public init(parsing bytes: [UInt8], limits: ParserLimits = .typeSystem) throws(GraphQLError) {
        self.init(source: bytes, definitions: try Parser.definitions(of: bytes, limits: limits))
    }
}

/// A recursive descent over the grammar of documents (GraphQL specification, appendix B).
///
/// Recursion is bounded by `ParserLimits.depth`, so no input can exhaust the stack.
struct Parser {
    private var lexer: Lexer
    private(set) var token: Token
    private let limits: ParserLimits
    private var tokenCount = 0
    private var depth = 0

    init(source: [UInt8], limits: ParserLimits = ParserLimits()) throws(GraphQLError) {
        self.limits = limits
        lexer = Lexer(source: source)
        token = Token(kind: .endOfFile, start: 0, end: 0)
        try advance()
    }

    /// Everything that a document defines.
    static func definitions(of bytes: [UInt8], limits: ParserLimits) throws(GraphQLError) -> [Definition] {
        guard bytes.count <= limits.bytes else {
            throw GraphQLError(
                .parseFailed,
                "Syntax Error: Document is larger than \(limits.bytes) bytes. Parsing aborted."
            )
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw GraphQLError(.parseFailed, "Syntax Error: Document is not valid UTF-8.")
        }
        var parser = try Parser(source: bytes, limits: limits)
        return try parser.document()
    }

    private mutating func document() throws(GraphQLError) -> [Definition] {
        var definitions: [Definition] = []
        repeat {
            definitions.append(try definition())
        } while token.kind != .endOfFile
        return definitions
    }
}

// MARK: Tokens

extension Parser {
    @discardableResult
    mutating func advance() throws(GraphQLError) -> Token {
        let consumed = token
        token = try lexer.next()
        if token.kind != .endOfFile {
            tokenCount += 1
            if tokenCount > limits.tokens {
                throw error(
                    "Document contains more than \(limits.tokens) tokens. Parsing aborted.",
                    at: token.start
                )
            }
        }
        return consumed
    }

    func error(_ message: String, at offset: Int) -> GraphQLError {
        lexer.error(message, at: offset)
    }

    func unexpected() -> GraphQLError {
        error("Unexpected \(token.description).", at: token.start)
    }

    func isKeyword(_ word: String) -> Bool {
        token.kind == .name && token.text == word
    }

    @discardableResult
    mutating func expect(_ kind: Token.Kind) throws(GraphQLError) -> Token {
        guard token.kind == kind else {
            throw error("Expected \(kind.description), found \(token.description).", at: token.start)
        }
        return try advance()
    }

    mutating func expectKeyword(_ word: String) throws(GraphQLError) {
        guard isKeyword(word) else {
            throw error("Expected \"\(word)\", found \(token.description).", at: token.start)
        }
        try advance()
    }

    /// Consumes the token if it is of the kind.
    mutating func skip(_ kind: Token.Kind) throws(GraphQLError) -> Bool {
        guard token.kind == kind else { return false }
        try advance()
        return true
    }

    mutating func name() throws(GraphQLError) -> Name {
        let token = try expect(.name)
        return Name(text: token.text, offset: token.start)
    }

    /// One or more items between two delimiters, and nothing at all if the first is absent.
    mutating func optionalMany<Item>(
        _ open: Token.Kind,
        _ close: Token.Kind,
        _ item: (inout Parser) throws(GraphQLError) -> Item
    ) throws(GraphQLError) -> [Item] {
        guard try skip(open) else { return [] }
        var items: [Item] = []
        repeat {
            items.append(try item(&self))
        } while try !skip(close)
        return items
    }

    /// Zero or more items up to the closing delimiter; the opening one is consumed.
    mutating func any<Item>(
        until close: Token.Kind,
        _ item: (inout Parser) throws(GraphQLError) -> Item
    ) throws(GraphQLError) -> [Item] {
        var items: [Item] = []
        while try !skip(close) {
            items.append(try item(&self))
        }
        return items
    }

    /// Every construct that can hold itself goes through here; this is what bounds the stack.
    mutating func nested<Result>(
        _ body: (inout Parser) throws(GraphQLError) -> Result
    ) throws(GraphQLError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.depth else {
            throw error(
                "Document is nested more than \(limits.depth) levels deep. Parsing aborted.",
                at: token.start
            )
        }
        return try body(&self)
    }
}
