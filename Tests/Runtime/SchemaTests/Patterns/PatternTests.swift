import Foundation
import PlumblineSchema
import PlumblineTrials
import Testing

@Suite("Patterns")
struct PatternTests {
    private static let verdicts: [(pattern: String, accepted: [String], refused: [String])] = [
        ("[A-Z]{2}", ["AT"], ["", "A", "ATX", "at", "AT\n", "\nAT"]),
        ("a|bc", ["a", "bc"], ["ab", "c", "abc", "ac"]),
        ("(a|b)*c?", ["", "abba", "ac", "c"], ["cc", "ca"]),
        ("(?:ab){2,3}", ["abab", "ababab"], ["ab", "abababab", "aba"]),
        ("a{2,}", ["aa", "aaaaa"], ["a", "b"]),
        (".", ["a", "\n", "é", "😀"], ["", "ab", "e\u{301}"]),
        ("[^a-c]", ["d", "\n", "😀"], ["a", "b", ""]),
        ("[à-ü]+", ["éü"], ["e", "E\u{301}"]),
        ("[😀-😎]", ["😃"], ["🚀", "a"]),
        (#"\.\*\\\[\/"#, [#".*\[/"#], ["a*b["]),
        (#"[\-\]\^]+"#, ["-]^"], ["\\"]),
        (#"\n\t"#, ["\n\t"], ["nt"]),
        (#"([&!#%,:;<=>@`~]{2})?"#, ["&&", "~`", ""], ["&"]),
        ("(a*)*", ["", "aaa"], ["b"]),
        ("a{0}b", ["b"], ["ab"]),
    ]

    @Test("A pattern describes the whole text, scalar by scalar", arguments: verdicts)
    func matches(pattern: String, accepted: [String], refused: [String]) throws {
        let pattern = try Pattern(parsing: pattern)
        for text in accepted { #expect(pattern.matches(text), "\(text.debugDescription)") }
        for text in refused { #expect(!pattern.matches(text), "\(text.debugDescription)") }
    }

    private static let problems: [(pattern: String, range: Range<Int>, message: String)] = [
        ("", 0..<1, "Here is nothing to match."),
        ("^a$", 0..<1, "A pattern always describes the whole text, so it has no '^'."),
        (#"a\d"#, 1..<3, #"Engines differ in what '\d' matches."#),
        (#"\b"#, 0..<2, #"'\b' is not the same in every engine."#),
        (#"(a)\1"#, 3..<5, #"'\1' is not the same in every engine."#),
        ("a(?=b)", 1..<4, "Only '(…)' and '(?:…)' mean the same in every engine."),
        ("a*?", 2..<3, "Lazy and possessive quantifiers differ between engines."),
        ("a**", 2..<3, "Two quantifiers follow each other."),
        ("*a", 0..<1, "Here is nothing that '*' could repeat."),
        ("a{,2}", 1..<2, "'{' is followed by a number."),
        ("a{300}", 1..<6, "A quantifier counts to 255 at most."),
        ("a{3,2}", 1..<6, "Nothing is there 3 to 2 times."),
        ("(a", 0..<2, "This group is not closed."),
        ("a)", 1..<2, "This ')' closes no group."),
        ("(a|)", 3..<4, "Here is nothing to match."),
        ("[a", 0..<2, "This class is not closed."),
        ("[]", 0..<2, "This class has no characters."),
        ("[z-a]", 1..<4, "This range ends before it begins."),
        ("[a-]", 1..<3, "This '-' begins a range without end."),
        ("[[:alpha:]]", 1..<2, "'[' means different things in different engines here."),
        (
            "((a{200}){200}){200}", 0..<20,
            "The pattern is too large: spelt out, it has more than 2000 parts."
        ),
    ]

    @Test("What engines would read differently is refused at its place", arguments: problems)
    func refuses(pattern: String, range: Range<Int>, message: String) {
        #expect {
            try Pattern(parsing: pattern)
        } throws: { error in
            guard let problem = error as? Pattern.Problem else { return false }
            return problem.message == message && problem.range == range
        }
    }

    @Test("No text makes a pattern slow: all ways are followed at once")
    func isLinear() throws {
        let pattern = try Pattern(parsing: "(a|a)*(a|aa)*b")
        #expect(!pattern.matches(String(repeating: "a", count: 20_000)))
    }

    @Test("A pattern is kept as its text")
    func isCodable() throws {
        let constraints = ValueConstraints(minimum: Limit("0.5"), maximum: 7, pattern: Pattern("a+"))
        let data = try JSONEncoder().encode(constraints)
        #expect(try JSONDecoder().decode(ValueConstraints.self, from: data) == constraints)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(ValueConstraints.self, from: Data(#"{"pattern":"a)"}"#.utf8))
        }
    }
}

@Suite("Patterns in other engines")
struct PatternDialectTests {
    private static let count = 60

    /// Patterns and, for each, texts that are near to what they match; always the same.
    private static let samples: [(pattern: Pattern, texts: [String])] = {
        var generator = SeededGenerator(seed: 42)
        return (0..<count).compactMap { _ in
            var source = RandomPattern(generator: generator)
            let text = source.choice(depth: 3)
            let texts = (0..<40).map { _ in source.text() }
            generator = source.generator
            return Pattern(text).map { ($0, texts) }
        }
    }()

    @Test("Random patterns are read", .enabled(if: PSQL.url != nil))
    func areMany() {
        #expect(Self.samples.count == Self.count)
    }

    @Test("PostgreSQL gives the same verdicts", .enabled(if: PSQL.url != nil))
    func postgres() throws {
        let rows = Self.samples.enumerated().flatMap { index, sample in
            sample.texts.map {
                "(\(index), \(SQLLiteral.quoted(sample.pattern.postgres)), \(SQLLiteral.quoted($0)))"
            }
        }
        let verdicts = try PSQL.run(
            "select text ~ pattern from (values \(rows.joined(separator: ",\n"))) t(place, pattern, text);"
        )
        compare(verdicts, accepted: "t")
    }

    @Test(
        "JavaScript gives the same verdicts",
        .enabled(if: JavaScript.isAvailable)
    )
    func javaScript() throws {
        let calls = Self.samples.map { sample in
            "[\(literal(sample.pattern.javaScript)), [\(sample.texts.map(literal).joined(separator: ","))]]"
        }
        let verdicts = try JavaScript.run(
            """
            for (const [pattern, texts] of [\(calls.joined(separator: ",\n"))])
                for (const text of texts)
                    console.log(new RegExp(pattern, "u").test(text))
            """
        )
        compare(verdicts, accepted: "true")
    }

    private func compare(_ verdicts: [String], accepted: String) {
        let cases = Self.samples.flatMap { sample in sample.texts.map { (sample.pattern, $0) } }
        #expect(verdicts.count == cases.count)
        #expect(verdicts.contains(accepted) && Set(verdicts).count == 2)
        for ((pattern, text), verdict) in zip(cases, verdicts) {
            #expect(
                pattern.matches(text) == (verdict == accepted),
                "\(pattern.source.debugDescription) on \(text.debugDescription)"
            )
        }
    }

    private func literal(_ text: String) -> String {
        "\"" + text.unicodeScalars.map { "\\u{" + String($0.value, radix: 16) + "}" }.joined() + "\""
    }
}

/// Makes patterns over a small alphabet, in which every sign that some engine reserves has a part.
private struct RandomPattern {
    var generator: SeededGenerator
    private let alphabet = Array("ab-&!#.\\[]^{}()|/é😀\n".unicodeScalars)

    init(generator: SeededGenerator) {
        self.generator = generator
    }

    mutating func choice(depth: Int) -> String {
        (0..<Int.random(in: 1...2, using: &generator)).map { _ in sequence(depth: depth) }.joined(
            separator: "|"
        )
    }

    private mutating func sequence(depth: Int) -> String {
        (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            atom(depth: depth) + generator.pick(["", "", "?", "*", "+", "{2}", "{1,3}", "{0,2}", "{2,}"])
        }.joined()
    }

    private mutating func atom(depth: Int) -> String {
        switch Int.random(in: 0...(depth > 0 ? 5 : 3), using: &generator) {
        case 0: return "."
        case 1:
            return
                "[\(generator.pick(["", "^"]))\(scalar())\(generator.pick(["a-b", "!-/", "é-😀", ""]))\(scalar())]"
        case 2, 3: return scalar()
        default: return "(\(choice(depth: depth - 1)))"
        }
    }

    private mutating func scalar() -> String {
        let scalar = generator.pick(alphabet)
        return scalar.isASCII && !("a"..."b").contains(scalar) && scalar != "\n"
            ? "\\\(scalar)" : String(scalar)
    }

    mutating func text() -> String {
        let scalars = (0..<Int.random(in: 0...5, using: &generator)).map { _ in generator.pick(alphabet) }
        return String(String.UnicodeScalarView(scalars))
    }
}
