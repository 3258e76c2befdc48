import PlumblineSpec
import Testing

@Suite("The files of a spec")
struct SpecFileTests {
    private static let good = "entities:\n  Note: { fields: { body: text } }\n"

    private func reports(_ files: SpecFile...) -> [String] {
        SpecReader.read(files, name: "test").diagnostics.map(\.description)
    }

    @Test("A file without text is no mistake beside others")
    func emptyFile() {
        #expect(reports(SpecFile(path: "a.yaml", text: ""), SpecFile(path: "b.yaml", text: Self.good)) == [])
    }

    @Test("A spec without files says so")
    func noFiles() {
        let fix = "fix: List what the service stores under 'entities:' in a .yaml file."
        #expect(reports() == ["spec: error: The spec has no entities. [PL0103]\n\(fix)"])
    }

    @Test("A file over 4 MiB is refused unread")
    func tooLarge() {
        let bytes = [UInt8](repeating: UInt8(ascii: " "), count: 4 << 20 + 1)
        let codes = SpecReader.read([SpecFile(path: "a.yaml", bytes: bytes)], name: "test").diagnostics.map(
            \.code
        )
        #expect(codes == ["PL0001"])
    }

    @Test("A byte order mark is refused")
    func byteOrderMark() {
        let report = reports(SpecFile(path: "a.yaml", text: "\u{FEFF}" + Self.good))
        let expected = """
            a.yaml: error: The file begins with a byte order mark. [PL0003]
            fix: Save it as UTF-8 without a byte order mark.
            """
        #expect(report == [expected])
    }

    @Test("Bytes that are no UTF-8 are told with their line")
    func invalidUTF8() {
        let bytes = Array("a:\n  b".utf8) + [0xFF]
        let expected = """
            a.yaml: error: The file is not valid UTF-8; line 2 is the first that is not. [PL0002]
            fix: Save it as UTF-8.
            """
        #expect(reports(SpecFile(path: "a.yaml", bytes: bytes)) == [expected])
    }

    @Test("Every line with a tab or a control character is told")
    func forbiddenCharacters() {
        let text = "entities:\n\tNote: 1\t\n  A: \u{7}\n  B: \u{2028}\n"
        let found = SpecReader.read([SpecFile(path: "a.yaml", text: text)], name: "test").diagnostics
        #expect(
            found.map { "\($0.line):\($0.column) \($0.message)" } == [
                "2:1 A tab stands here.",
                "3:6 The character U+0007 stands here.",
                "4:6 The character U+2028 stands here.",
            ]
        )
    }

    @Test("A NUL hidden in an escape is refused")
    func hiddenNUL() {
        let found = SpecReader.read([SpecFile(path: "a.yaml", text: "entities: \"\\0\"\n")], name: "test")
            .diagnostics
        #expect(found.map(\.message) == ["The value holds the character U+0000."])
    }

    @Test(
        "What is no YAML is told at its place",
        arguments: [
            ("a: [1, 2", "PL0005", 1),
            ("a: 1\n b: 2\n", "PL0005", 2),
            ("a: 1\n---\nb: 2\n", "PL0005", 2),
            ("a: 1\na: 2\n", "PL0008", 1),
            ("a: &x 1\n", "PL0007", 1),
            ("a: 1\nb: *x\n", "PL0007", 2),
            ("a: !!int 1\n", "PL0009", 1),
            ("? [a, b]\n: 1\n", "PL0101", 1),
        ]
    )
    func notYAML(text: String, code: String, line: Int) {
        let found = SpecReader.read([SpecFile(path: "a.yaml", text: text)], name: "test").diagnostics
        #expect(found.map { "\($0.code) \($0.line)" } == ["\(code) \(line)"])
    }

    @Test("Nesting is bounded")
    func nesting() {
        for depth in [100, 900, 100_000] {
            let text = "a: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let found = SpecReader.read([SpecFile(path: "a.yaml", text: text)], name: "test").diagnostics
            #expect(found.count == 1)
            #expect(["PL0006", "PL0005"].contains(found.first?.code))
        }
    }

    @Test("Aliases of aliases cost no more than their text")
    func aliasFlood() {
        var text = "a0: &a0 [x, x]\n"
        for index in 1...40 { text += "a\(index): &a\(index) [*a\(index - 1), *a\(index - 1)]\n" }
        text += "? *a40\n: 1\n"
        let found = SpecReader.read([SpecFile(path: "a.yaml", text: text)], name: "test").diagnostics
        #expect(found.map(\.code) == ["PL0007"])
    }

    @Test("A name that may stand in a broken file is not missed elsewhere")
    func brokenNeighbour() {
        let broken = SpecFile(path: "a.yaml", text: "entities:\n  User: [\n")
        let user = SpecFile(path: "b.yaml", text: "entities:\n  Note: { fields: { user: { to: User } } }\n")
        let found = SpecReader.read([broken, user], name: "test").diagnostics
        #expect(found.map(\.file) == ["a.yaml"])
    }

    @Test("Mistakes of several files come in the order of their places")
    func order() {
        let first = SpecFile(path: "b.yaml", text: "entities:\n  A: { fields: { x: nope, y: nope } }\n")
        let second = SpecFile(path: "a.yaml", text: "entities:\n  B: { fields: { x: nope } }\n")
        let found = SpecReader.read([first, second], name: "test").diagnostics
        #expect(
            found.map { "\($0.file):\($0.line):\($0.column)" } == [
                "a.yaml:2:21", "b.yaml:2:21", "b.yaml:2:30",
            ]
        )
    }

    @Test("Windows line ends change no place")
    func carriageReturns() {
        let text = "entities:\r\n  A:\r\n    fields: { x: nope }\r\n"
        let found = SpecReader.read([SpecFile(path: "a.yaml", text: text)], name: "test").diagnostics
        #expect(found.first?.excerpt == "    fields: { x: nope }\n                 ^~~~")
    }

    @Test("A long line is shown around the place")
    func longLine() {
        let padding = String(repeating: " ", count: 400)
        let text = "entities:\n  A: { fields: {\(padding)x: nope } }\n"
        let found = SpecReader.read([SpecFile(path: "a.yaml", text: text)], name: "test").diagnostics
        let excerpt = found.first?.excerpt?.split(separator: "\n").map(String.init) ?? []
        #expect(excerpt.first?.hasSuffix("x: nope } }") == true)
        #expect(excerpt.allSatisfy { $0.count <= 160 })
    }
}
