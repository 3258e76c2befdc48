extension Format {
    /// A regular expression for the whole text, without slashes around it.
    ///
    /// It means the same in PostgreSQL (ARE), Swift and JavaScript, also with JavaScript's flags `u` and `v` that an
    /// HTML form adds: ASCII only, no class like `\d` or `\w`, and inside brackets every sign escaped that one
    /// of them reads as syntax. No two ways lead through a text, so that none takes exponential time.
    public var pattern: String {
        switch self {
        case .email:
            "^\(Self.mailboxWord)(?:\\.\(Self.mailboxWord))*@\(Self.hostLabel)(?:\\.\(Self.hostLabel))+$"
        case .slug: "^[a-z0-9]+(?:-[a-z0-9]+)*$"
        case .username: "^[A-Za-z][A-Za-z0-9._\\-]*$"
        case .ianaTimeZone: "^[A-Za-z][A-Za-z0-9._+\\-]*(?:\\/[A-Za-z0-9._+\\-]+)*$"
        case .currency: "^[A-Z]{3}$"
        case .phone: "^\\+[1-9][0-9]{6,14}$"
        case .url:
            "^https?:\\/\\/(?:[A-Za-z0-9._~\\-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?(?:[\\/?#]\(Self.urlRest))?$"
        }
    }

    /// What a text of this format is, for "… is not …": `an e-mail address`.
    public var noun: String {
        switch self {
        case .email: "an e-mail address"
        case .slug: "a slug: lower-case letters and digits with single hyphens between them"
        case .username: "a user name: letters, digits, '.', '_' and '-', with a letter first"
        case .ianaTimeZone: "a time zone such as Europe/Vienna"
        case .currency: "a currency of three capital letters"
        case .phone: "a telephone number with country code, such as +43123456789"
        case .url: "an http or https address"
        }
    }

    /// RFC 5322, `atext`, once or more.
    private static let mailboxWord = "[A-Za-z0-9!#$%&'*+\\/=?^_`\\{\\|\\}~\\-]+"
    /// RFC 1123: at most 63 letters, digits and hyphens, without a hyphen at either end.
    private static let hostLabel = "[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?"
    /// RFC 3986: the characters of a path, a query and a fragment.
    private static let urlRest = "[A-Za-z0-9._~:\\/?#\\[\\]@!$&'\\(\\)*+,;=%\\-]*"
}
