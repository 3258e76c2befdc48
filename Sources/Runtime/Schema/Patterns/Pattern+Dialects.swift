/// The pattern in the spelling of other engines, for the whole text and without slashes around it.
extension Pattern {
    /// For PostgreSQL's `~` (advanced regular expressions), whose newline-insensitive default this keeps.
    public var postgres: String { text(in: .postgres) }

    /// For JavaScript's `RegExp` with the flag `u`, and for JSON Schema.
    public var javaScript: String { text(in: .javaScript) }

    private func text(in dialect: PatternPrinter.Dialect) -> String {
        let text = PatternPrinter(dialect: dialect).text(node)
        if case .choice = node { return "^(?:\(text))$" }
        return "^\(text)$"
    }
}

private struct PatternPrinter {
    enum Dialect {
        case postgres, javaScript
    }

    let dialect: Dialect

    func text(_ node: PatternNode) -> String {
        switch node {
        case .one(let set): text(set)
        case .sequence(let parts): parts.map { isChoice($0) ? "(?:\(text($0)))" : text($0) }.joined()
        case .choice(let branches): branches.map(text).joined(separator: "|")
        case .repeated(let part, let least, let most):
            (isOne(part) ? text(part) : "(?:\(text(part)))") + quantifier(least, most)
        }
    }

    private func isOne(_ node: PatternNode) -> Bool {
        if case .one = node { true } else { false }
    }

    private func isChoice(_ node: PatternNode) -> Bool {
        if case .choice = node { true } else { false }
    }

    private func quantifier(_ least: Int, _ most: Int?) -> String {
        switch (least, most) {
        case (0, 1): "?"
        case (0, nil): "*"
        case (1, nil): "+"
        case (_, nil): "{\(least),}"
        case (_, let most?): least == most ? "{\(least)}" : "{\(least),\(most)}"
        }
    }

    private func text(_ set: PatternSet) -> String {
        if set.ranges.isEmpty { return any }
        if !set.isNegated, set.ranges.count == 1, let range = set.ranges.first, range.count == 1 {
            return text(range.lowerBound, escaping: #"\^$.|?*+()[]{}/"#)
        }
        let members = set.ranges.map { range in
            let (first, last) = (member(range.lowerBound), member(range.upperBound))
            return range.count == 1 ? first : range.count == 2 ? first + last : "\(first)-\(last)"
        }
        return "[\(set.isNegated ? "^" : "")\(members.joined())]"
    }

    /// PostgreSQL's `.` takes line breaks too; JavaScript's does not, but white space together with all else does.
    private var any: String {
        switch dialect {
        case .postgres: "."
        case .javaScript: #"[\s\S]"#
        }
    }

    /// Inside brackets JavaScript's flag `v` reserves more signs than the flag `u` lets one escape, but those only in
    /// pairs, which a sorted class never has.
    private func member(_ value: UInt32) -> String {
        text(value, escaping: #"\^[]-(){}/|"#)
    }

    private func text(_ value: UInt32, escaping signs: String) -> String {
        guard let scalar = Unicode.Scalar(value) else { return "" }
        if signs.unicodeScalars.contains(scalar) { return "\\\(scalar)" }
        let isPrintable = scalar.isASCII && value >= 0x20 && value != 0x7F
        return isPrintable || dialect == .postgres ? String(scalar) : "\\u{\(String(value, radix: 16))}"
    }
}
