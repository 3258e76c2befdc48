import PlumblineSchema
import Testing

@Suite("Formats of texts")
struct FormatTests {
    private static let accepted: [(Format, String)] = [
        (.email, "ada@example.com"), (.email, "a.b+c/d|e@x-1.example.co"), (.slug, "a"), (.slug, "a-1-b"),
        (.username, "Ada_L.-9"), (.ianaTimeZone, "UTC"), (.ianaTimeZone, "America/Argentina/Buenos_Aires"),
        (.ianaTimeZone, "Etc/GMT+1"), (.currency, "EUR"), (.phone, "+43123456789"),
        (.url, "http://localhost:8080"),
        (.url, "https://a.b/c?d=e#f(g)[h]'"), (.url, "http://[::1]:80/"), (.url, "https://a?b"),
    ]

    private static let refused: [(Format, String)] = [
        (.email, "ada"), (.email, "ada@localhost"), (.email, ".a@example.com"), (.email, "a..b@example.com"),
        (.email, "a@-x.com"), (.email, "a@x-.com"), (.email, "a@b@c.com"), (.email, "a b@example.com"),
        (.email, "a@\(String(repeating: "x", count: 64)).com"), (.email, "ada@example.com\n"),
        (.email, "é@example.com"),
        (.slug, ""), (.slug, "-a"), (.slug, "a--b"), (.slug, "A"), (.username, "9a"), (.username, "a b"),
        (.username, ""),
        (.ianaTimeZone, "/UTC"), (.ianaTimeZone, "Europe//Vienna"), (.ianaTimeZone, "Europe/"),
        (.currency, "EURO"),
        (.currency, "EU"), (.currency, "ＥＵＲ"), (.phone, "43123456789"), (.phone, "+0123456789"),
        (.phone, "+123456"),
        (.phone, "+1234567890123456"), (.url, "ftp://a"), (.url, "http://"), (.url, "http://a:123456"),
        (.url, "http://a b"), (.url, "http://a:"), (.url, "http://a\"b"), (.url, "https://[]/"),
        (.url, "http://a/\n"),
    ]

    @Test("A text of the format is accepted", arguments: accepted)
    func accepts(format: Format, text: String) throws {
        #expect(format.matches(text))
        #expect(try Regex(format.pattern).wholeMatch(in: text) != nil)
    }

    @Test("Any other text is refused", arguments: refused)
    func refuses(format: Format, text: String) throws {
        #expect(!format.matches(text))
        #expect(try Regex(format.pattern).wholeMatch(in: text) == nil)
    }

    @Test(
        "Swift's checker, Swift's regular expression and PostgreSQL agree on random texts",
        .enabled(if: PSQL.url != nil),
        arguments: Format.allCases
    )
    func agreement(format: Format) throws {
        let texts = randomTexts(format)
        let regex = try Regex(format.pattern)
        let rows = texts.enumerated().map { "(\($0), \(SQLLiteral.quoted($1)))" }.joined(separator: ",\n")
        let verdicts = try PSQL.run(
            "select text ~ \(SQLLiteral.quoted(format.pattern)) from (values \(rows)) t(place, text) order by place;"
        )
        try #require(verdicts.count == texts.count)
        for (text, verdict) in zip(texts, verdicts) {
            let matches = format.matches(text)
            #expect(matches == (verdict == "t"), "PostgreSQL on \(text.debugDescription)")
            #expect(matches == (try regex.wholeMatch(in: text) != nil), "Regex on \(text.debugDescription)")
        }
    }

    @Test(
        "JavaScript agrees too, with each flag that a form may add",
        .enabled(if: JavaScript.isAvailable),
        arguments: Format.allCases
    )
    func javaScript(format: Format) throws {
        let texts = randomTexts(format)
        let list = texts.map { text in
            "\"" + text.utf16.map { "\\u{" + String($0, radix: 16) + "}" }.joined() + "\""
        }
        let verdicts = try JavaScript.run(
            """
            const pattern = String.raw`\(format.pattern.replacing("`", with: "${'`'}"))`
            for (const text of [\(list.joined(separator: ","))])
                console.log(["", "u", "v"].map(flag => new RegExp(pattern, flag).test(text)).join())
            """
        )
        try #require(verdicts.count == texts.count)
        for (text, verdict) in zip(texts, verdicts) {
            let matches = format.matches(text)
            #expect(verdict == "\(matches),\(matches),\(matches)", "\(text.debugDescription)")
        }
    }

    /// The texts above with some signs changed; always the same.
    private func randomTexts(_ format: Format) -> [String] {
        var generator = SeededGenerator(seed: 1)
        let samples = (Self.accepted + Self.refused).filter { $0.0 == format }.map(\.1)
        return (0..<400).map { _ in mutated(generator.pick(samples), &generator) }
    }

    /// The text with a few signs taken out, put in or doubled.
    private func mutated(_ text: String, _ generator: inout SeededGenerator) -> String {
        var scalars = Array(text.unicodeScalars)
        let signs = Array("aZ09.-_+/@:?#[](){}|~!$&'*,;=%^\"\\ \né".unicodeScalars)
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            let place = Int.random(in: 0...scalars.count, using: &generator)
            if place < scalars.count, generator.chance(40) {
                scalars.remove(at: place)
            } else {
                scalars.insert(generator.pick(signs), at: place)
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
