/// What the server does to a text before it checks and stores it. All are of ASCII alone, so that every target agrees.
public enum Normalization: String, Sendable, Hashable, Codable, CaseIterable {
    /// Takes the spaces (U+0020) at both ends away.
    case trim
    /// Makes one space of several that follow each other.
    case collapseSpaces = "collapse_spaces"
    /// Makes `A` to `Z` small.
    case lower
    /// Makes `a` to `z` capital.
    case upper

    /// The text as it is stored.
    public func applied(to text: String) -> String {
        switch self {
        case .trim: text.trimmingSpaces
        case .collapseSpaces: text.collapsingSpaces
        case .lower: text.lowercasedASCII
        case .upper: text.uppercasedASCII
        }
    }

    /// What the texts that it leaves as they are match, in PostgreSQL's words.
    public var pattern: String {
        switch self {
        case .trim: "^([^ ](.*[^ ])?)?$"
        case .collapseSpaces: "^(?!.*  )"
        case .lower: "^[^A-Z]*$"
        case .upper: "^[^a-z]*$"
        }
    }

    /// The same as SQL, of an SQL expression.
    func sql(_ value: String) -> String {
        switch self {
        case .trim: "btrim(\(value), ' ')"
        case .collapseSpaces: "regexp_replace(\(value), ' +', ' ', 'g')"
        case .lower: "lower(\(value) collate \"C\")"
        case .upper: "upper(\(value) collate \"C\")"
        }
    }

    /// What a text is that has been through it, for "must be …".
    var described: String {
        switch self {
        case .trim: "without spaces at its ends"
        case .collapseSpaces: "without several spaces in a row"
        case .lower: "in lower case"
        case .upper: "in upper case"
        }
    }
}

extension Field {
    /// What is done to its texts, or to those in its list, before they are stored.
    public var normalization: [Normalization]? {
        elementType == nil ? constraints.normalization : list?.elements.normalization
    }

    /// The value as it is stored; only texts change.
    public func normalized(_ value: Value) -> Value {
        switch value {
        case .text(let text): .text(constraints.normalized(text))
        case .array(let elements): .array(elements.map { element?.normalized($0) ?? $0 })
        default: value
        }
    }
}

extension ValueConstraints {

    /// The text as it is stored.
    public func normalized(_ text: String) -> String {
        (normalization ?? []).reduce(text) { $1.applied(to: $0) }
    }

    /// The SQL of a text as it is stored; nil where it is stored as given.
    public func normalizedSQL(_ value: String) -> String? {
        normalization.map { $0.reduce(value) { $1.sql($0) } }
    }
}

extension String {
    /// Without spaces at both ends.
    var trimmingSpaces: String {
        let scalars = unicodeScalars.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        return String(String.UnicodeScalarView(scalars))
    }

    /// With one space for several.
    fileprivate var collapsingSpaces: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars where scalar != " " || result.last != " " { result.append(scalar) }
        return String(result)
    }
}
