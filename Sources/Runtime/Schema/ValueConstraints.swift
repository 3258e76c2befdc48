/// Rules on one value, whatever the rest of the row.
public struct ValueConstraints: Sendable, Hashable, Codable {
    /// What is done to a text before it is checked and stored, in this order; nothing when nil.
    public var normalization: [Normalization]?
    /// The least length of a text, in Unicode scalars; of `bytes`, in bytes.
    public var minLength: Int?
    /// The greatest length of a text, in Unicode scalars; of `bytes`, in bytes.
    public var maxLength: Int?
    /// The least number, time or length of time.
    public var minimum: Limit?
    /// The greatest number, time or length of time.
    public var maximum: Limit?
    /// The texts or numbers that are allowed, and no others.
    public var oneOf: [Literal]?
    /// What the text must look like, by a name.
    public var format: Format?
    /// What the text must look like, by a regular expression.
    public var pattern: Pattern?
    /// A text that has the pattern, for messages.
    public var example: String?

    /// Creates constraints; all are optional.
    public init(
        normalization: [Normalization]? = nil,
        minLength: Int? = nil,
        maxLength: Int? = nil,
        minimum: Limit? = nil,
        maximum: Limit? = nil,
        oneOf: [Literal]? = nil,
        format: Format? = nil,
        pattern: Pattern? = nil,
        example: String? = nil
    ) {
        self.normalization = normalization
        self.minLength = minLength
        self.maxLength = maxLength
        self.minimum = minimum
        self.maximum = maximum
        self.oneOf = oneOf
        self.format = format
        self.pattern = pattern
        self.example = example
    }

    /// No rule.
    public static let none = ValueConstraints()
}

/// A named look of a text.
public enum Format: String, Sendable, Hashable, Codable, CaseIterable {
    /// One mailbox, `local@domain`.
    case email
    /// Lower-case words of letters and digits with single hyphens.
    case slug
    /// A user name: letters, digits, `.`, `_`, `-`; begins with a letter.
    case username
    /// A zone of the IANA time zone database, such as `Europe/Vienna`.
    case ianaTimeZone = "iana_time_zone"
    /// Three capital letters (ISO 4217).
    case currency
    /// A telephone number with country code (E.164).
    case phone
    /// An absolute http or https URL.
    case url
}
