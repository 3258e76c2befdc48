import Foundation
import PlumblineSpec
import PlumblineTrials
import Testing

@Suite("The layout of spec files")
struct SpecFormatterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let written: String
        let laidOut: String

        init(_ description: String, _ written: String, _ laidOut: String) {
            testDescription = description
            self.written = written
            self.laidOut = laidOut
        }
    }

    static let cases = [
        Case(
            "Two spaces a level, also for lists under a key",
            "entities:\n    Note:\n        indexes:\n        - {fields: [a]}\n        -   fields: [b]\n            when: c\n",
            "entities:\n  Note:\n    indexes:\n      - { fields: [a] }\n      - fields: [b]\n        when: c\n"
        ),
        Case(
            "One blank line at most, between sections and between entities; none where a block begins",
            "\n\ntypes:\n\n  A: { base: text }\n\n\n  B: { base: text }\nentities:\n  C:\n    doc: C.\n  D:\n    doc: D.\n",
            "types:\n  A: { base: text }\n\n  B: { base: text }\n\nentities:\n  C:\n    doc: C.\n\n  D:\n    doc: D.\n"
        ),
        Case(
            "Spaces in brackets are as in this text, and what fits comes on one line",
            "a: {b:  1 ,c: [ x,y ] , d: { } }\ne: [\n  one,\n  two\n]\n",
            "a: { b: 1, c: [x, y], d: {} }\n\ne: [one, two]\n"
        ),
        Case(
            "A list in a list stands below its dash, above which no blank line can stay",
            "a:\n- - b\n\n- - c\n\n- d\n",
            "a:\n  -\n    - b\n  -\n    - c\n\n  - d\n"
        ),
        Case(
            "What does not fit into brackets becomes a block",
            "a: { first: \(String(repeating: "x", count: 60)), second: [\(String(repeating: "y", count: 40))] }\n",
            "a:\n  first: \(String(repeating: "x", count: 60))\n  second: [\(String(repeating: "y", count: 40))]\n"
        ),
        Case(
            "An item that does not fit becomes a block behind its dash",
            "a:\n  b:\n    - { first: \(String(repeating: "x", count: 40)), second: \(String(repeating: "y", count: 34)) }\n",
            "a:\n  b:\n    - first: \(String(repeating: "x", count: 40))\n      second: \(String(repeating: "y", count: 34))\n"
        ),
        Case(
            "Comments stay: above, behind, at the end of a block, at the end of the file",
            "#one\na:   # two\n   # three\n   b: 1 #four\n\n   # five\n\n# six\nc: 2\n# seven\n",
            "#one\na:  # two\n  # three\n  b: 1  #four\n\n  # five\n\n# six\nc: 2\n# seven\n"
        ),
        Case(
            "Comments behind adjacent lines stand below each other",
            "a:\n  b: 1 # one\n  long_name: 2 # two\n  c: 3\n  d: 4 # three\n",
            "a:\n  b: 1          # one\n  long_name: 2  # two\n  c: 3\n  d: 4  # three\n"
        ),
        Case(
            "Brackets that hold a comment become a block, which keeps it",
            "a: [\n  x, # the first\n  # the second\n  y\n]\n",
            "a:\n  - x  # the first\n  # the second\n  - y\n"
        ),
        Case(
            "Quotes are double unless that needs escapes",
            "a: 'one'\nb: 'it''s'\nc: \"say \\\"so\\\"\"\nd: \"line\\nbreak\"\ne: '# no comment'\n",
            "a: \"one\"\n\nb: \"it's\"\n\nc: 'say \"so\"'\n\nd: \"line\\nbreak\"\n\ne: \"# no comment\"\n"
        ),
        Case(
            "Long plain text is broken at spaces, and joined where it fits",
            "a:\n  b: one\n     two\n  c: \(String(repeating: "word ", count: 24))\n",
            "a:\n  b: one two\n  c: \(String(repeating: "word ", count: 18))word\n"
                + "    word word word word word\n"
        ),
        Case(
            "A block of text keeps its lines, indented anew",
            "a:\n    doc: |\n          one\n            # two\n\n          three\n    b: >-\n      four\n      five\n",
            "a:\n  doc: |\n    one\n      # two\n\n    three\n  b: >-\n    four\n    five\n"
        ),
        Case(
            "Nothing is said where nothing stands",
            "enums:\n  A:\n    values: { b: , c }\n    doc:\n",
            "enums:\n  A:\n    values: { b, c }\n    doc:\n"
        ),
        Case(
            "A comment in a list of lists stands above it",
            "a:\n  - [b, # one\n    c]\n  - # two\n    - d\n",
            "a:\n  # one\n  -\n    - b\n    - c\n  # two\n  -\n    - d\n"
        ),
        Case("A list alone begins at the left", " - # one\n - a\n", "-  # one\n- a\n"),
        Case("Line breaks are those of Unix", "a: 1\r\nb: 2 # c\r\n", "a: 1\n\nb: 2  # c\n"),
        Case("A file of comments alone stays one", "  # one\n\n# two\n\n", "# one\n\n# two\n"),
        Case("An empty file stays empty", "\n", ""),
    ]

    @Test("A file is laid out in one way", arguments: cases)
    func layout(_ example: Case) throws {
        let result = try SpecFormatter.format(SpecFile(path: "a.yaml", text: example.written))
        #expect(result.text == example.laidOut)
        #expect(result.diagnostics.isEmpty)
    }

    @Test("What is laid out stays as it is", arguments: cases)
    func again(_ example: Case) throws {
        let again = try SpecFormatter.format(SpecFile(path: "a.yaml", text: example.laidOut))
        #expect(again.text == example.laidOut)
    }

    @Test("A file that is no YAML is left alone, with what is wrong with it")
    func broken() throws {
        let result = try SpecFormatter.format(SpecFile(path: "a.yaml", text: "a: [1\n"))
        #expect(result.text == nil)
        #expect(result.diagnostics.first?.code == "PL0005")
    }

    @Test("The specs of this repository are laid out", arguments: ["spec", "Benchmarks/spec"])
    func reference(folder: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardized
        for file in try SpecDirectory.load(root.appending(path: folder), relativeTo: root) {
            let text = try SpecFormatter.format(file).text
            #expect(text == String(decoding: file.bytes, as: UTF8.self), "\(file.path)")
        }
    }

    @Test(
        "Damaged specs are refused or keep their meaning, and a second time changes nothing",
        arguments: 0..<UInt64(Trials.count(3, full: 400))
    )
    func damaged(seed: UInt64) throws {
        var damage = try SpecDamage(seed: seed)
        for _ in 0..<60 {
            for file in damage.next() {
                let (text, diagnostics) = try SpecFormatter.format(file)
                #expect((text == nil) == !diagnostics.isEmpty)
                guard let text else { continue }
                let again = try SpecFormatter.format(SpecFile(path: file.path, text: text))
                #expect(again.text == text, "seed \(seed): \(file.text)")
            }
        }
    }
}

extension SpecFile {
    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
