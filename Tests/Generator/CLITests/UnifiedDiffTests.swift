import Testing

@testable import plumbline

@Suite("The difference of two texts")
struct UnifiedDiffTests {
    private func difference(_ old: String, _ new: String) -> String {
        UnifiedDiff(from: old, to: new).text(oldName: "old", newName: "new", colour: false)
    }

    @Test("Equal texts have none", arguments: ["", "a\n", "a\nb"])
    func equal(text: String) {
        #expect(UnifiedDiff(from: text, to: text).isEmpty)
        #expect(difference(text, text).isEmpty)
    }

    @Test("A changed line stands between three lines of context")
    func change() {
        let old = (1...9).map { "\($0)\n" }.joined()
        let expected = """
            --- old
            +++ new
            @@ -2,7 +2,7 @@
             2
             3
             4
            -5
            +five
             6
             7
             8

            """
        #expect(difference(old, old.replacing("5", with: "five")) == expected)
    }

    @Test("Changes far apart are hunks of their own, each with its place in both texts")
    func hunks() {
        let old = (10...40).map { "\($0)\n" }.joined()
        let new = old.replacing("12\n", with: "").replacing("35\n", with: "35\nmore\n")
        let headers = difference(old, new).split(separator: "\n").filter { $0.hasPrefix("@@") }
        #expect(headers == ["@@ -1,6 +1,5 @@", "@@ -24,6 +23,7 @@"])
    }

    @Test("A new file and an emptied one")
    func wholeFiles() {
        #expect(difference("", "a\n") == "--- old\n+++ new\n@@ -0,0 +1,1 @@\n+a\n")
        #expect(difference("a\n", "") == "--- old\n+++ new\n@@ -1,1 +0,0 @@\n-a\n")
    }

    @Test("A line break that is missing at the end is a difference")
    func missingLineBreak() {
        #expect(
            difference("a", "a\n")
                == "--- old\n+++ new\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n"
        )
    }

    @Test("Colour only marks, it changes no text")
    func colour() {
        let text = UnifiedDiff(from: "a\n", to: "b\n").text(oldName: "old", newName: "new", colour: true)
        #expect(text.contains("\u{1B}[31m-a\u{1B}[0m"))
        #expect(text.replacing(/\u{1B}\[[0-9]+m/, with: "") == difference("a\n", "b\n"))
    }
}
