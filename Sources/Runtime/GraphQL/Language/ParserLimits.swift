/// How large a document may be before the parser refuses it.
///
/// Work and memory of parsing grow with these numbers only, whatever is sent.
public struct ParserLimits: Sendable, Hashable {
    /// Bytes of text, comments and white space included.
    public var bytes: Int

    /// Lexical tokens; comments are none.
    public var tokens: Int

    /// Selection sets, lists and input objects open at one place.
    public var depth: Int

    /// Limits that no sensible client meets: 1 MiB, 15,000 tokens, 64 levels.
    public init(bytes: Int = 1 << 20, tokens: Int = 15_000, depth: Int = 64) {
        self.bytes = bytes
        self.tokens = tokens
        self.depth = depth
    }

    /// Limits for a schema, which comes from a file of one's own: 64 MiB, 16 million tokens.
    public static let typeSystem = ParserLimits(bytes: 64 << 20, tokens: 16_000_000)
}
