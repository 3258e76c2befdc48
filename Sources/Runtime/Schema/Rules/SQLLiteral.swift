/// A constant as SQL text spells it.
///
/// Only constants of the spec are ever printed; what callers give travels as a parameter.
public enum SQLLiteral {
    /// The text in single quotes, whatever `standard_conforming_strings` says.
    ///
    /// PostgreSQL cannot store NUL, and libpq would cut the statement there, so it becomes U+FFFD.
    public static func quoted(_ text: String) -> String {
        if !text.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\\") }) {
            return String(joining: "'", text, "'")
        }
        var result = ""
        var hasBackslash = false
        // Scalars, not characters: a quote followed by a combining mark is one character and not a quote.
        for scalar in text.unicodeScalars {
            if scalar == "'" || scalar == "\\" { result.unicodeScalars.append(scalar) }
            if scalar == "\\" { hasBackslash = true }
            result.unicodeScalars.append(scalar == "\0" ? "\u{FFFD}" : scalar)
        }
        return (hasBackslash ? "E'" : "'") + result + "'"
    }

    /// The constant of a spec.
    public static func text(_ literal: Literal) -> String {
        switch literal {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        // As digits, PostgreSQL would take two signs before it together and make it a numeric.
        case .integer(.min): "'\(Int64.min)'::bigint"
        case .integer(let value): String(value)
        case .decimal(let digits): isNumber(digits) ? digits : quoted(digits) + "::numeric"
        case .text(let value): quoted(value)
        case .enumeration(_, let value): quoted(value)
        }
    }

    /// The limit of a column's values; PostgreSQL writes the sign of a duration elsewhere than ISO 8601.
    public static func text(_ limit: Limit) -> String {
        switch limit {
        case .number(let number): number.description
        case .timestamp: "timestamptz \(quoted(limit.description))"
        case .date: "date \(quoted(limit.description))"
        case .time: "time \(quoted(limit.description))"
        case .interval(let interval):
            interval.microseconds < 0
                ? "interval '\(interval.microseconds) microseconds'" : "interval \(quoted(limit.description))"
        }
    }

    /// Digits with a point between them and perhaps a sign: what SQL reads as an exact number.
    private static func isNumber(_ text: String) -> Bool {
        let parts = (text.hasPrefix("-") ? text.dropFirst() : text[...])
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
    }
}
