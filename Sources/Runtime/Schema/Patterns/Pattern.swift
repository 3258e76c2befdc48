/// A regular expression that has one meaning in Swift, PostgreSQL and JavaScript.
///
/// It describes a whole text and speaks of Unicode scalars: literals, `.` (any scalar, also a line break), classes of
/// scalars and ranges, groups, alternatives, and the quantifiers `?`, `*`, `+`, `{n}`, `{n,}`, `{n,m}`. What the three
/// engines read differently (anchors, `\d`, lazy quantifiers, references, look-around) is no part of it.
public struct Pattern: Sendable, Hashable {
    /// The expression as the spec writes it.
    public let source: String
    let node: PatternNode
    private let matcher: PatternMatcher

    /// Reads a pattern.
    ///
    /// - Throws: What is wrong with it, and where.
    public init(parsing source: String) throws(Problem) {
        var parser = PatternParser(source)
        node = try parser.parse()
        guard let matcher = PatternMatcher(node) else {
            throw Problem(
                range: 0..<source.unicodeScalars.count,
                message:
                    "The pattern is too large: spelt out, it has more than \(PatternMatcher.limit) parts.",
                fix: "Count less with '{…}', and limit the length with 'max_length'."
            )
        }
        self.matcher = matcher
        self.source = source
    }

    /// Reads a pattern; nil if it is none, which the reader of a spec has told before.
    public init?(_ source: String) {
        try? self.init(parsing: source)
    }

    /// Whether the whole text has this form, in time proportional to its length.
    public func matches(_ text: String) -> Bool {
        matcher.matches(text)
    }

    /// Something that is no part of the language of patterns.
    public struct Problem: Error, Sendable, Hashable {
        /// The place in the pattern, in Unicode scalars.
        public let range: Range<Int>
        /// What is wrong, as a sentence.
        public let message: String
        /// What to do about it, as a sentence.
        public let fix: String?
    }

    /// Whether both are written the same.
    public static func == (left: Self, right: Self) -> Bool { left.source == right.source }

    /// Hashes how it is written.
    public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

extension Pattern: Codable {
    /// Reads the pattern's text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(parsing: container.decode(String.self))
        } catch let problem as Problem {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: problem.message)
        }
    }

    /// Writes the pattern's text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(source)
    }
}
