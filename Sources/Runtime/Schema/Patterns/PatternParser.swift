/// Reads the text of a pattern.
struct PatternParser {
    /// PostgreSQL counts no further (PostgreSQL 15, section 9.7.3).
    private static let countLimit = 255
    /// How deep groups may stand in each other.
    private static let depthLimit = 50

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    mutating func parse() throws(Pattern.Problem) -> PatternNode {
        let node = try choice()
        guard position == scalars.count else { throw problem("This ')' closes no group.", "Write '\\)'.") }
        return node
    }

    private var current: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    private func problem(_ message: String, _ fix: String?, from start: Int? = nil) -> Pattern.Problem {
        let start = start ?? position
        return Pattern.Problem(range: start..<max(start + 1, position), message: message, fix: fix)
    }

    // MARK: - Structure

    private mutating func choice() throws(Pattern.Problem) -> PatternNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(Pattern.Problem) -> PatternNode {
        var parts: [PatternNode] = []
        while let current, current != "|", current != ")" {
            let start = position
            let part = try atom()
            parts.append(try quantified(part, from: start))
        }
        guard !parts.isEmpty else {
            throw problem("Here is nothing to match.", "For a part that may be missing write '?' after it.")
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func atom() throws(Pattern.Problem) -> PatternNode {
        guard let scalar = current else { throw problem("The pattern ends too early.", nil) }
        switch scalar {
        case "(": return try group()
        case "[": return .one(try set())
        case "\\": return .one(PatternSet(try escaped()))
        case ".":
            position += 1
            return .one(.any)
        case "^", "$":
            throw problem(
                "A pattern always describes the whole text, so it has no '\(scalar)'.",
                "Remove it, or write '\\\(scalar)' for the sign itself."
            )
        case "*", "+", "?", "{":
            throw problem(
                "Here is nothing that '\(scalar)' could repeat.",
                "Write '\\\(scalar)' for the sign itself."
            )
        case "]", "}":
            throw problem("This '\(scalar)' closes nothing.", "Write '\\\(scalar)' for the sign itself.")
        default:
            position += 1
            return .one(PatternSet(scalar))
        }
    }

    private mutating func group() throws(Pattern.Problem) -> PatternNode {
        let start = position
        position += 1
        if take("?"), !take(":") {
            position += 1
            throw problem(
                "Only '(…)' and '(?:…)' mean the same in every engine.",
                "Say what else must hold in a pattern or a rule of its own.",
                from: start
            )
        }
        depth += 1
        guard depth <= Self.depthLimit else {
            throw problem("Groups stand too deep in each other.", nil, from: start)
        }
        let node = try choice()
        depth -= 1
        guard take(")") else { throw problem("This group is not closed.", "Add ')'.", from: start) }
        return node
    }

    // MARK: - Quantifiers

    private mutating func quantified(_ part: PatternNode, from start: Int) throws(Pattern.Problem)
        -> PatternNode
    {
        guard let (least, most) = try quantifier() else { return part }
        if let next = current, ["?", "*", "+", "{"].contains(next) {
            throw problem(
                next == "?" || next == "+"
                    ? "Lazy and possessive quantifiers differ between engines."
                    : "Two quantifiers follow each other.",
                "Keep one quantifier; as the whole text is described, none needs to be lazy."
            )
        }
        return .repeated(part, least: least, most: most)
    }

    private mutating func quantifier() throws(Pattern.Problem) -> (least: Int, most: Int?)? {
        if take("?") { return (0, 1) }
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        let start = position
        guard take("{") else { return nil }
        guard let least = number() else {
            throw problem(
                "'{' is followed by a number.",
                "Write '{2}', '{2,}' or '{2,4}', or '\\{'.",
                from: start
            )
        }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else {
            throw problem("'{' is not closed.", "Write '{2}', '{2,}' or '{2,4}'.", from: start)
        }
        guard least <= Self.countLimit, (most ?? 0) <= Self.countLimit else {
            throw problem(
                "A quantifier counts to \(Self.countLimit) at most.",
                "Leave the greatest number out, and say 'max_length'.",
                from: start
            )
        }
        if let most, most < least {
            throw problem("Nothing is there \(least) to \(most) times.", nil, from: start)
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        let start = position
        while let current, ("0"..."9").contains(current) { position += 1 }
        let text = String(String.UnicodeScalarView(scalars[start..<position]))
        return text.isEmpty ? nil : Int(text) ?? Int.max
    }

    // MARK: - Characters

    private mutating func set() throws(Pattern.Problem) -> PatternSet {
        let start = position
        position += 1
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while let current, current != "]" {
            let from = position
            let first = try member()
            guard take("-") else {
                ranges.append(first.value...first.value)
                continue
            }
            guard self.current != "]" else {
                throw problem(
                    "This '-' begins a range without end.",
                    "Write '\\-' for the sign itself.",
                    from: from
                )
            }
            let last = try member()
            guard first.value <= last.value else {
                throw problem("This range ends before it begins.", nil, from: from)
            }
            ranges.append(first.value...last.value)
        }
        guard take("]") else { throw problem("This class is not closed.", "Add ']'.", from: start) }
        guard !ranges.isEmpty else { throw problem("This class has no characters.", nil, from: start) }
        return PatternSet(ranges, isNegated: isNegated)
    }

    private mutating func member() throws(Pattern.Problem) -> Unicode.Scalar {
        guard let scalar = current else { throw problem("This class is not closed.", "Add ']'.") }
        switch scalar {
        case "\\": return try escaped()
        case "[", "-", "^":
            throw problem(
                "'\(scalar)' means different things in different engines here.",
                "Write '\\\(scalar)'."
            )
        default:
            position += 1
            return scalar
        }
    }

    private static let controls: [Unicode.Scalar: Unicode.Scalar] = ["n": "\n", "r": "\r", "t": "\t"]
    private static let classes: [Unicode.Scalar: String] = [
        "d": "[0-9]", "w": "[A-Za-z0-9_]", "s": "[ \\t\\r\\n]",
        "D": "[^0-9]", "W": "[^A-Za-z0-9_]", "S": "[^ \\t\\r\\n]",
    ]

    /// `\.` and other signs, `\n`, `\r`, `\t`.
    private mutating func escaped() throws(Pattern.Problem) -> Unicode.Scalar {
        let start = position
        position += 1
        guard let scalar = current else {
            throw problem("'\\' is followed by a sign.", "Write '\\\\'.", from: start)
        }
        position += 1
        if let control = Self.controls[scalar] { return control }
        if let members = Self.classes[scalar] {
            throw problem(
                "Engines differ in what '\\\(scalar)' matches.",
                "Write the characters that are meant, such as '\(members)'.",
                from: start
            )
        }
        guard scalar.isASCII, !("0"..."9").contains(scalar), !scalar.properties.isAlphabetic else {
            throw problem(
                "'\\\(scalar)' is not the same in every engine.",
                "Only signs follow '\\', and n, r, t for line feed, return and tab.",
                from: start
            )
        }
        return scalar
    }
}
