import PlumblineSchema
import Testing

@Suite("JSON documents")
struct JSONTreeTests {
    private static let tree: JSONTree = [
        "name": "a \"b\"\n", "list": [1, true, .null, .number("1.50")], "none": [], "nothing": [:],
        "deep": ["deeper": ["of": "these"]],
    ]

    @Test("Everything stands on a line of its own where no width is given")
    func lines() {
        #expect(
            Self.tree.text() == #"""
                {
                  "name": "a \"b\"\n",
                  "list": [
                    1,
                    true,
                    null,
                    1.50
                  ],
                  "none": [],
                  "nothing": {},
                  "deep": {
                    "deeper": {
                      "of": "these"
                    }
                  }
                }

                """#
        )
    }

    @Test("A list or object that fits stands on one line")
    func width() {
        #expect(
            Self.tree.text(width: 32) == #"""
                {
                  "name": "a \"b\"\n",
                  "list": [1, true, null, 1.50],
                  "none": [],
                  "nothing": {},
                  "deep": {
                    "deeper": { "of": "these" }
                  }
                }

                """#
        )
    }

    @Test(
        "The width is that of the line, with its key and what it is indented by",
        arguments: [(30, false), (31, true)]
    )
    func edge(width: Int, fits: Bool) {
        let text = Self.tree.text(width: width)
        #expect(text.contains(#"  "list": [1, true, null, 1.50]"#) == fits)
    }

    @Test("What is escaped takes the room that it has then", arguments: [(16, false), (17, true)])
    func escapes(width: Int, fits: Bool) {
        let tree: JSONTree = ["a": ["\n\n\n"]]
        #expect(tree.text(width: width).contains(#""a": ["\n\n\n"]"#) == fits)
    }
}
